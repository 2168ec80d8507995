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
            int magic = 0;
            for (int i = 0; i < start.length; i++) {
                magic |= (start[i] & 0xff) << (8 * i);
            }
            if (start.length >= 2 && (magic & 0xffff) == GZIP_MAGIC) {
                return new GzipStream(whole, name);
            }
            if (start.length == MAGIC_SIZE
                    && (magic == ZSTD_MAGIC || (magic & 0xfffffff0) == ZSTD_SKIPPABLE)) {
                return new ZstdStream(whole, name);
            }
            return whole;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
