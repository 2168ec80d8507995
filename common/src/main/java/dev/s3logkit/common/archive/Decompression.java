package dev.s3logkit.common.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/// Opens inputs that may be compressed.
public final class Decompression {

    private static final int MAGIC_SIZE = 4;

    /// RFC 1952 2.3.1: ID1, ID2.
    private static final int GZIP_MAGIC = 0x8b1f;

    /// RFC 8878 3.1.1: Magic_Number, little-endian.
    private static final int ZSTD_MAGIC = 0xFD2FB528;

    /// RFC 8878 3.1.2: Magic_Number of a skippable frame, whose last four bits are free.
    private static final int ZSTD_SKIPPABLE = 0x184D2A50;

    private Decompression() {}

    /// The content: what gzip (of any number of members) or zstd (of any number of frames) holds,
    /// or the bytes themselves when they are neither. Which it is, is told by the first bytes.
    ///
    /// Reading throws a [dev.s3logkit.common.FormatException] when compressed data is damaged or
    /// cut off, and passes on what `in` throws.
    ///
    /// @param in closed with the stream that is returned, and when this method throws
    /// @param name of the input in messages, as `s3://bucket/key` or a path
    public static InputStream open(InputStream in, String name) throws IOException {
        try {
            PushbackInputStream whole = new PushbackInputStream(in, MAGIC_SIZE);
            byte[] start = whole.readNBytes(MAGIC_SIZE);
            whole.unread(start);
            if (isGzip(start)) {
                return gzip(whole, name);
            }
            if (isZstd(start)) {
                return zstd(whole, name);
            }
            return whole;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /// What gzip of any number of members holds, none included; otherwise as [#open(InputStream,
    /// String)].
    public static InputStream gzip(InputStream in, String name) {
        return new GzipStream(in, name);
    }

    /// What zstd of any number of frames holds, none included; otherwise as [#open(InputStream,
    /// String)].
    public static InputStream zstd(InputStream in, String name) throws IOException {
        return new ZstdStream(in, name);
    }

    /// Whether [#open(InputStream, String)] would decompress an input that starts so.
    ///
    /// @param start four bytes of it or more, or all that it has
    public static boolean isCompressed(byte[] start) {
        return isGzip(start) || isZstd(start);
    }

    private static boolean isGzip(byte[] start) {
        return start.length >= 2 && (magic(start) & 0xffff) == GZIP_MAGIC;
    }

    private static boolean isZstd(byte[] start) {
        int magic = magic(start);
        return start.length >= MAGIC_SIZE
                && (magic == ZSTD_MAGIC || (magic & 0xfffffff0) == ZSTD_SKIPPABLE);
    }

    private static int magic(byte[] start) {
        int magic = 0;
        for (int i = 0; i < Math.min(start.length, MAGIC_SIZE); i++) {
            magic |= (start[i] & 0xff) << (8 * i);
        }
        return magic;
    }
}
