package dev.s3logkit.common.archive.tar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The frame of a gzip member (RFC 1952, section 2.3).
///
/// ```text
///  0  1f 8b  ID1, ID2
///  2  08     CM: deflate
///  3  FLG    4 when an extra field follows, else 0
///  4  0 x 4  MTIME: none, so that equal contents make equal bytes
///  8  00     XFL
///  9  ff     OS: unknown
///     the extra field, the deflated data
///     CRC32 u32, ISIZE u32
/// ```
final class GzipMember {

    static final int HEADER_SIZE = 10;
    static final int TRAILER_SIZE = 8;
    static final int MAX_EXTRA = 0xffff;

    /// RFC 1951, section 3.2.6: a last block with fixed codes that holds only its end.
    static final byte[] EMPTY_DEFLATE = {3, 0};

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int FLG = 3;
    private static final int FEXTRA = 4;

    private GzipMember() {}

    /// Writes a header and gives the offset behind it.
    static int putHeader(byte[] out, int at, boolean extra) {
        System.arraycopy(HEADER, 0, out, at, HEADER_SIZE);
        out[at + FLG] = (byte) (extra ? FEXTRA : 0);
        return at + HEADER_SIZE;
    }

    /// Writes a trailer and gives the offset behind it.
    static int putTrailer(byte[] out, int at, int crc32, int size) {
        ByteBuffer.wrap(out, at, TRAILER_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(crc32)
                .putInt(size);
        return at + TRAILER_SIZE;
    }
}
