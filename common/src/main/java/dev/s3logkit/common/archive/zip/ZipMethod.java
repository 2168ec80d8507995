package dev.s3logkit.common.archive.zip;

import java.util.Locale;

/// The compression methods that are written and read (APPNOTE 4.4.5).
public enum ZipMethod {
    /// As it is.
    STORE(0, ZipConstants.VERSION_STORE),
    /// RFC 1951; what every reader knows.
    DEFLATE(8, ZipConstants.VERSION_DEFLATE),
    /// RFC 8878.
    ZSTD(93, ZipConstants.VERSION_ZSTD);

    private final int id;
    private final int version;

    ZipMethod(int id, int version) {
        this.id = id;
        this.version = version;
    }

    int id() {
        return id;
    }

    /// The version of the format that a reader needs.
    int version() {
        return version;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What the number in a header stands for, supported or not.
    static String describe(int id) {
        String name =
                switch (id) {
                    case 0 -> "store";
                    case 1 -> "shrink";
                    case 2, 3, 4, 5 -> "reduce";
                    case 6 -> "implode";
                    case 8 -> "deflate";
                    case 9 -> "deflate64";
                    case 10 -> "PKWARE DCL implode";
                    case 12 -> "bzip2";
                    case 14 -> "lzma";
                    case 16 -> "IBM CMPSC";
                    case 18 -> "IBM TERSE";
                    case 19 -> "IBM LZ77";
                    case 20 -> "zstd under its former number";
                    case 93 -> "zstd";
                    case 94 -> "mp3";
                    case 95 -> "xz";
                    case 96 -> "jpeg";
                    case 97 -> "WavPack";
                    case 98 -> "PPMd";
                    case 99 -> "AES encryption";
                    default -> "unknown";
                };
        return name + " (" + id + ")";
    }
}
