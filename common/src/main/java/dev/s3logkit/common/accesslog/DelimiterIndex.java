package dev.s3logkit.common.accesslog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The positions of all bytes below `#` in a buffer: line feeds, spaces and quotes. Besides them it
/// holds `!` and control characters, and may hold a `#` that follows another position at once: what
/// reads it must look at the byte. Those are too rare to be sorted out here.
///
/// Where a field ends is hard to predict for a processor, so looking for it byte by byte, or word
/// by word, costs a wrong guess for most fields. Here 64 bytes become the bits of one `long`
/// without any branch on the data, and its bits become positions; what reads the fields then takes
/// one position after another.
final class DelimiterIndex {

    static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Positions that may be read behind the last one, and bytes behind the last position: they
    /// hold anything.
    static final int SLACK = 128;

    private static final int BLOCK = 64;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long FIRST_OTHER = 0x2323_2323_2323_2323L;

    int[] positions;
    int count;

    DelimiterIndex(int bufferBytes) {
        positions = new int[bufferBytes + SLACK];
    }

    void clear(int bufferBytes) {
        count = 0;
        if (positions.length < bufferBytes + SLACK) {
            positions = new int[bufferBytes + SLACK];
        }
    }

    /// Appends the positions in `[from, to)`.
    void add(byte[] b, int from, int to) {
        int[] out = positions;
        int n = count;
        int i = from;
        // Written so that the JVM does not count the loop: it would compile it on the assumption
        // that there is a block, and once more when there is none.
        while (to - i >= BLOCK) {
            long bits = inOrder(columns(b, i));
            int found = Long.bitCount(bits);
            // More than are there are written, to branch less; the next block overwrites them.
            long rest = four(out, n, i, bits);
            if (found > 4) {
                rest = four(out, n + 4, i, rest);
                if (found > 8) {
                    rest = four(out, n + 8, i, rest);
                    if (found > 12) {
                        many(out, n + 12, i, rest);
                    }
                }
            }
            n += found;
            i += BLOCK;
        }
        for (; i < to; i++) {
            if (b[i] >= 0 && b[i] < '#') {
                out[n++] = i;
            }
        }
        count = n;
    }

    /// Bit `8 j + k` says whether byte `j` of word `k` is below `#`.
    private static long columns(byte[] b, int i) {
        long columns = 0;
        for (int k = 0; k < 8; k++) {
            columns |= below(b, i + 8 * k) >>> (7 - k);
        }
        return columns;
    }

    /// The high bit of each byte that is below `#`.
    private static long below(byte[] b, int i) {
        long w = (long) WORD.get(b, i);
        // A byte below borrows from the next one, which matters only to a `#`.
        return (w - FIRST_OTHER) & ~w & HIGH_BITS;
    }

    /// Moves bit `8 j + k`, which is byte `j` of word `k`, to bit `8 k + j`: the transposition of
    /// an 8 by 8 matrix of bits (Warren, Hacker's Delight, 7-3).
    private static long inOrder(long x) {
        long t = (x ^ (x >>> 7)) & 0x00AA_00AA_00AA_00AAL;
        long y = x ^ t ^ (t << 7);
        t = (y ^ (y >>> 14)) & 0x0000_CCCC_0000_CCCCL;
        y ^= t ^ (t << 14);
        t = (y ^ (y >>> 28)) & 0x0000_0000_F0F0_F0F0L;
        return y ^ t ^ (t << 28);
    }

    private static void many(int[] out, int n, int base, long bits) {
        int at = n;
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            out[at++] = base + Long.numberOfTrailingZeros(rest);
        }
    }

    private static long four(int[] out, int n, int base, long bits) {
        long b0 = bits;
        long b1 = b0 & (b0 - 1);
        long b2 = b1 & (b1 - 1);
        long b3 = b2 & (b2 - 1);
        out[n] = base + Long.numberOfTrailingZeros(b0);
        out[n + 1] = base + Long.numberOfTrailingZeros(b1);
        out[n + 2] = base + Long.numberOfTrailingZeros(b2);
        out[n + 3] = base + Long.numberOfTrailingZeros(b3);
        return b3 & (b3 - 1);
    }
}
