package dev.s3logkit.common.archive.tar;

import static dev.s3logkit.common.archive.tar.TarballConstants.MAX_PIECE;
import static dev.s3logkit.common.archive.tar.TarballConstants.MEMBER_OVERHEAD;
import static dev.s3logkit.common.archive.tar.TarballConstants.SUBFIELD_HEADER;
import static dev.s3logkit.common.archive.tar.TarballConstants.XLEN_SIZE;

import dev.s3logkit.common.CorruptedInputException;
import java.util.Arrays;

/// Bytes carried by empty gzip members: each holds a piece in its extra field (RFC 1952, section
/// 2.3.1.1), all but the last one as much as fits.
///
/// ```text
/// 10  header, FLG 4
///  2  XLEN u16    length of the piece + 4
///  2  "LT"        SI1, SI2
///  2  LEN u16     length of the piece
///     the piece
///  2  03 00       no data
///  8  0 x 8       CRC32, ISIZE
/// ```
final class GzipPieces {

    /// Of any gzip file.
    static final byte FIRST_BYTE = 0x1f;

    private static final int PIECE_OFFSET = GzipMember.HEADER_SIZE + XLEN_SIZE + SUBFIELD_HEADER;

    private GzipPieces() {}

    static byte[] wrap(byte[] record, int length) {
        byte[] out = new byte[wrappedLength(length)];
        int at = 0;
        for (int from = 0; from < length; from += MAX_PIECE) {
            int piece = Math.min(MAX_PIECE, length - from);
            System.arraycopy(record, from, out, at + PIECE_OFFSET, piece);
            at = putFrame(out, at, piece);
        }
        return out;
    }

    static int wrappedLength(int length) {
        int pieces = (length + MAX_PIECE - 1) / MAX_PIECE;
        return length + pieces * MEMBER_OVERHEAD;
    }

    /// Where the first piece starts in a file that starts so, or 0 when it has none.
    static int recordOffset(byte[] start) {
        if (start.length < PIECE_OFFSET) {
            return 0;
        }
        int piece = u16(start, PIECE_OFFSET - 2);
        byte[] expected = new byte[MEMBER_OVERHEAD + piece];
        putFrame(expected, 0, piece);
        return Arrays.equals(start, 0, PIECE_OFFSET, expected, 0, PIECE_OFFSET) ? PIECE_OFFSET : 0;
    }

    /// The pieces of members that are exactly as [#wrap] makes them.
    static byte[] unwrap(byte[] head, String name) throws CorruptedInputException {
        byte[] record = new byte[head.length];
        byte[] expected = new byte[MEMBER_OVERHEAD + MAX_PIECE];
        int length = 0;
        for (int at = 0; at < head.length; ) {
            int piece = Math.min(MAX_PIECE, head.length - at - MEMBER_OVERHEAD);
            putFrame(expected, 0, piece);
            int behind = PIECE_OFFSET + piece;
            int end = MEMBER_OVERHEAD + piece;
            if (!Arrays.equals(head, at, at + PIECE_OFFSET, expected, 0, PIECE_OFFSET)
                    || !Arrays.equals(head, at + behind, at + end, expected, behind, end)) {
                throw new CorruptedInputException(
                        name + ": table of contents: a gzip member that holds no piece of it", at);
            }
            System.arraycopy(head, at + PIECE_OFFSET, record, length, piece);
            length += piece;
            at += end;
        }
        return Arrays.copyOf(record, length);
    }

    /// Writes a member but for its piece and gives the offset behind it.
    private static int putFrame(byte[] out, int start, int piece) {
        int at = GzipMember.putHeader(out, start, true);
        at = putU16(out, at, SUBFIELD_HEADER + piece);
        out[at++] = TarballConstants.SUBFIELD_1;
        out[at++] = TarballConstants.SUBFIELD_2;
        at = putU16(out, at, piece) + piece;
        for (byte b : GzipMember.EMPTY_DEFLATE) {
            out[at++] = b;
        }
        return GzipMember.putTrailer(out, at, 0, 0);
    }

    private static int putU16(byte[] out, int at, int value) {
        out[at] = (byte) value;
        out[at + 1] = (byte) (value >>> 8);
        return at + 2;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << 8);
    }
}
