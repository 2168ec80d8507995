package dev.s3logkit.common.archive;

import java.util.Arrays;
import java.util.Locale;

/// How a whole file may be compressed, as its first bytes tell.
public enum Compression {
    NONE,
    GZIP,
    ZSTD,
    XZ;

    /// Bytes that tell them apart.
    public static final int MAGIC_SIZE = 6;

    /// RFC 1952 2.3.1: ID1, ID2.
    private static final int GZIP_MAGIC = 0x8b1f;

    /// RFC 8878 3.1.1: Magic_Number, little-endian.
    private static final int ZSTD_MAGIC = 0xFD2FB528;

    /// RFC 8878 3.1.2: Magic_Number of a skippable frame, whose last four bits are free.
    private static final int ZSTD_SKIPPABLE = 0x184D2A50;

    /// The .xz file format 2.1.1.1: Header Magic Bytes.
    private static final byte[] XZ_MAGIC = {(byte) 0xFD, '7', 'z', 'X', 'Z', 0};

    /// Tells by the start of a file.
    ///
    /// @param start the first [#MAGIC_SIZE] bytes or more, or all of a shorter file
    public static Compression of(byte[] start) {
        int magic = 0;
        for (int i = 0; i < Math.min(4, start.length); i++) {
            magic |= (start[i] & 0xff) << (8 * i);
        }
        if (start.length >= 2 && (magic & 0xffff) == GZIP_MAGIC) {
            return GZIP;
        }
        if (start.length >= 4 && (magic == ZSTD_MAGIC || (magic & 0xfffffff0) == ZSTD_SKIPPABLE)) {
            return ZSTD;
        }
        return start.length >= MAGIC_SIZE
                        && Arrays.equals(Arrays.copyOf(start, MAGIC_SIZE), XZ_MAGIC)
                ? XZ
                : NONE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
