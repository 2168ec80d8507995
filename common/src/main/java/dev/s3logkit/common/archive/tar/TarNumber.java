package dev.s3logkit.common.archive.tar;

/// A numeric field of a header.
///
/// Octal digits, blanks or NULs before them, ended by a blank, a NUL or the field's end
/// (POSIX.1-2017, "ustar Interchange Format"); or, when bit 7 of the first byte is set, a
/// big-endian two's complement number of which bit 6 of the first byte is the sign (GNU).
final class TarNumber {

    private TarNumber() {}

    /// @throws NumberFormatException when the field holds neither, or a number of more than 64 bits
    static long parse(byte[] block, int offset, int size) {
        return (block[offset] & 0x80) != 0
                ? base256(block, offset, size)
                : octal(block, offset, size);
    }

    private static long base256(byte[] block, int offset, int size) {
        boolean negative = (block[offset] & 0x40) != 0;
        long value = negative ? (block[offset] | 0x80) : (block[offset] & 0x3f);
        for (int i = 1; i < size; i++) {
            if (value != (value << 8) >> 8) {
                throw new NumberFormatException("a number of more than 64 bits");
            }
            value = value << 8 | (block[offset + i] & 0xff);
        }
        return value;
    }

    private static long octal(byte[] block, int offset, int size) {
        int at = offset;
        int end = offset + size;
        while (at < end && isBlank(block[at])) {
            at++;
        }
        long value = 0;
        while (at < end && block[at] >= '0' && block[at] <= '7') {
            value = value << 3 | (block[at++] - '0');
        }
        if (at < end && !isBlank(block[at])) {
            throw new NumberFormatException("no octal number");
        }
        return value;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == 0;
    }
}
