package dev.s3logkit.errorreport.extract;

import java.util.Arrays;

/// Resolves the escapes of JSON wherever they stand.
final class Escapes {

    private Escapes() {}

    /// The bytes in `[from, to)` with `\"`, `\\`, `\/`, `\b`, `\f`, `\n`, `\r`, `\t` and `\\uXXXX`
    /// resolved; what is no escape stays as it is. Never longer than what it was made from.
    static byte[] resolve(byte[] b, int from, int to) {
        byte[] out = new byte[to - from];
        int n = 0;
        int i = from;
        while (i < to) {
            int backslash = Words.indexOf(b, i, to, (byte) '\\');
            System.arraycopy(b, i, out, n, backslash - i);
            n += backslash - i;
            i = backslash;
            if (i + 1 >= to) {
                if (i < to) {
                    out[n++] = b[i];
                }
                break;
            }
            int simple = simple(b[i + 1]);
            if (simple >= 0) {
                out[n++] = (byte) simple;
                i += 2;
                continue;
            }
            int unit = b[i + 1] == 'u' ? unit(b, i + 2, to) : -1;
            if (unit < 0) {
                out[n++] = b[i++];
                continue;
            }
            i += 6;
            int codePoint = unit;
            if (Character.isHighSurrogate((char) unit)
                    && i + 1 < to
                    && b[i] == '\\'
                    && b[i + 1] == 'u') {
                int low = unit(b, i + 2, to);
                if (low >= 0 && Character.isLowSurrogate((char) low)) {
                    codePoint = Character.toCodePoint((char) unit, (char) low);
                    i += 6;
                }
            }
            n = utf8(codePoint, out, n);
        }
        return Arrays.copyOf(out, n);
    }

    private static int simple(byte c) {
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> -1;
        };
    }

    private static int unit(byte[] b, int from, int to) {
        if (from + 4 > to) {
            return -1;
        }
        int unit = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(b[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    /// An escape takes six bytes and its character three at most, two of them twelve and four.
    private static int utf8(int c, byte[] out, int at) {
        int n = at;
        if (c < 0x80) {
            out[n++] = (byte) c;
        } else if (c < 0x800) {
            out[n++] = (byte) (0xc0 | (c >> 6));
            out[n++] = (byte) (0x80 | (c & 0x3f));
        } else if (c < 0x10000) {
            out[n++] = (byte) (0xe0 | (c >> 12));
            out[n++] = (byte) (0x80 | ((c >> 6) & 0x3f));
            out[n++] = (byte) (0x80 | (c & 0x3f));
        } else {
            out[n++] = (byte) (0xf0 | (c >> 18));
            out[n++] = (byte) (0x80 | ((c >> 12) & 0x3f));
            out[n++] = (byte) (0x80 | ((c >> 6) & 0x3f));
            out[n++] = (byte) (0x80 | (c & 0x3f));
        }
        return n;
    }
}
