package dev.s3logkit.common.archive.browse;

import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.archive.Compression;
import dev.s3logkit.common.archive.squashfs.SquashfsCache;
import dev.s3logkit.common.archive.squashfs.SquashfsImage;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Opens archives of every format that is known: by what they hold, whatever they are called.
public final class Archives {

    /// A block of a tar archive; the magic of every format is in it.
    static final int START = 512;

    private static final int SHOWN = 8;

    /// Of an archive that shares none.
    private static final long OWN_CACHE = 32 << 20;

    private static final int MAX_MAGIC = 6;

    /// The superblock starts with `hsqs`.
    private static final String SQUASHFS_MAGIC = "68737173";

    /// An entry, the end of an empty zip, and the mark of one that was meant to be split.
    private static final List<String> ZIP_MAGICS = List.of("504b0304", "504b0506", "504b0708");

    private static final Pattern ZIP_NAME =
            Pattern.compile("(?s).*\\.(zip|jar)", Pattern.CASE_INSENSITIVE);

    private static final Map<String, String> FOREIGN =
            Map.of(
                    "73717368", "squashfs (big-endian)",
                    "425a68", "bzip2",
                    "377abcaf271c", "7z",
                    "526172211a07", "rar",
                    "04224d18", "lz4");

    private Archives() {}

    /// Opens an archive.
    ///
    /// @param source closed with the archive, or when this method throws
    /// @throws NotThisFormatException when it is of no known format
    /// @throws UnsupportedFeatureException when it is of a format that is known by name only
    public static Archive open(RandomAccessSource source) throws IOException {
        return open(source, new SquashfsCache(OWN_CACHE));
    }

    /// As [#open(RandomAccessSource)], with blocks of images in a cache that archives may share.
    public static Archive open(RandomAccessSource source, SquashfsCache blocks) throws IOException {
        try {
            return opened(source, blocks);
        } catch (Throwable e) {
            source.close();
            throw e;
        }
    }

    /// The size of an image's blocks, which are read as a whole.
    ///
    /// @param start of an archive of any format, bytes
    /// @return bytes; 0 when it is no image, or says nothing that can be
    public static int blockSize(byte[] start) {
        return startsWith(start, SQUASHFS_MAGIC) ? SquashfsImage.blockSize(start) : 0;
    }

    private static Archive opened(RandomAccessSource source, SquashfsCache blocks)
            throws IOException {
        // Not even the start of what is called a zip is read: all that opening it takes is its end.
        Archive named = ZIP_NAME.matcher(source.name()).matches() ? zip(source) : null;
        if (named != null) {
            return named;
        }
        byte[] start = source.read(0, (int) Math.min(START, source.length()));
        if (startsWith(start, SQUASHFS_MAGIC)) {
            return SquashfsArchive.open(source, blocks);
        }
        for (String magic : ZIP_MAGICS) {
            if (startsWith(start, magic)) {
                return ZipArchive.open(source);
            }
        }
        Compression compression = Compression.of(start);
        String foreign = foreign(start);
        if (foreign != null) {
            throw new UnsupportedFeatureException(
                    "%s: %s archives are not supported".formatted(source.name(), foreign));
        }
        if (start.length < START && compression == Compression.NONE) {
            throw unknown(source, compression, start);
        }
        try {
            return TarballArchive.open(source, compression);
        } catch (NotThisFormatException e) {
            NotThisFormatException unknown = unknown(source, compression, start);
            unknown.initCause(e);
            throw unknown;
        }
    }

    /// The zip that a source is, or null when it is none.
    private static @Nullable Archive zip(RandomAccessSource source) throws IOException {
        try {
            return ZipArchive.open(source);
        } catch (NotThisFormatException _) {
            return null;
        }
    }

    private static NotThisFormatException unknown(
            RandomAccessSource source, Compression compression, byte[] start) {
        return new NotThisFormatException(
                compression == Compression.NONE
                        ? "%s: neither a squashfs image nor a zip nor a tar archive: it %s"
                                .formatted(source.name(), shown(start))
                        : "%s: what is in the %s is no tar archive"
                                .formatted(source.name(), compression));
    }

    /// The name of a format that is told from noise, but not read.
    private static @Nullable String foreign(byte[] start) {
        for (Map.Entry<String, String> format : FOREIGN.entrySet()) {
            if (startsWith(start, format.getKey())) {
                return format.getValue();
            }
        }
        return null;
    }

    /// @param magic hex digits
    private static boolean startsWith(byte[] start, String magic) {
        return HexFormat.of()
                .formatHex(start, 0, Math.min(MAX_MAGIC, start.length))
                .startsWith(magic);
    }

    private static String shown(byte[] start) {
        if (start.length == 0) {
            return "is empty";
        }
        StringBuilder text = new StringBuilder("starts with '");
        for (int i = 0; i < Math.min(SHOWN, start.length); i++) {
            text.append(start[i] >= ' ' && start[i] < 0x7f ? (char) start[i] : '.');
        }
        return text.append('\'').toString();
    }
}
