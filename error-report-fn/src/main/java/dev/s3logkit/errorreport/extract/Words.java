package dev.s3logkit.errorreport.extract;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Looks at eight bytes at a time.
public final class Words {

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle PAIR =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long LOW_SEVEN = 0x7f7f_7f7f_7f7f_7f7fL;

    private Words() {}

    /// The two bytes from `i` on, as an index of 16 bits.
    static int pair(byte[] b, int i) {
        return (short) PAIR.get(b, i) & 0xffff;
    }

    static int pair(byte first, byte second) {
        return (first & 0xff) | (second & 0xff) << 8;
    }

    /// The high bit of each of eight bytes that is `wanted`.
    private static long matches(byte[] b, int i, long wanted) {
        long w = (long) WORD.get(b, i) ^ wanted;
        return ~(((w & LOW_SEVEN) + LOW_SEVEN) | w | LOW_SEVEN);
    }

    /// The first position of a byte in `[from, to)`, or `to`.
    public static int indexOf(byte[] b, int from, int to, byte wanted) {
        long pattern = LOW_BITS * (wanted & 0xff);
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long found = matches(b, i, pattern);
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (b[i] == wanted) {
                return i;
            }
        }
        return to;
    }

    /// The last position of a byte in `[from, to)`, or -1.
    public static int lastIndexOf(byte[] b, int from, int to, byte wanted) {
        for (int i = to - 1; i >= from; i--) {
            if (b[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /// How often a byte occurs in `[from, to)`.
    public static long count(byte[] b, int from, int to, byte wanted) {
        long pattern = LOW_BITS * (wanted & 0xff);
        long count = 0;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            count += Long.bitCount(matches(b, i, pattern));
        }
        for (; i < to; i++) {
            if (b[i] == wanted) {
                count++;
            }
        }
        return count;
    }

    /// The first position of `needle` in `[from, to)`, or -1.
    ///
    /// @param fold whether ASCII letters match in either case
    public static int indexOf(byte[] b, int from, int to, byte[] needle, boolean fold) {
        int last = to - needle.length;
        if (needle.length == 0) {
            return from <= to ? from : -1;
        }
        if (fold) {
            for (int i = from; i <= last; i++) {
                if (startsWith(b, i, needle, true)) {
                    return i;
                }
            }
            return -1;
        }
        for (int i = indexOf(b, from, last + 1, needle[0]);
                i <= last;
                i = indexOf(b, i + 1, last + 1, needle[0])) {
            if (startsWith(b, i, needle, false)) {
                return i;
            }
        }
        return -1;
    }

    /// Whether `needle` stands at `i`, where at least as many bytes are left.
    static boolean startsWith(byte[] b, int i, byte[] needle, boolean fold) {
        for (int k = 0; k < needle.length; k++) {
            if (b[i + k] != needle[k] && !(fold && lower(b[i + k]) == lower(needle[k]))) {
                return false;
            }
        }
        return true;
    }

    static byte lower(byte c) {
        return c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c;
    }

    static byte upper(byte c) {
        return c >= 'a' && c <= 'z' ? (byte) (c - 32) : c;
    }
}
