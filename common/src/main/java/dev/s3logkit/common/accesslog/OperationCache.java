package dev.s3logkit.common.accesslog;

import static dev.s3logkit.common.accesslog.DelimiterIndex.WORD;

/// Remembers operations that have their shape, by all of their bytes: a log holds few.
final class OperationCache {

    private static final int SLOTS = 64;
    private static final int MIN_BYTES = 8;
    private static final int MAX_BYTES = 24;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /// First, middle and last word, which overlap unless there are 24 bytes, and the length.
    private final long[] slots = new long[4 * SLOTS];

    /// Whether the bytes have [the shape][OperationName] of an operation.
    boolean matches(byte[] b, int from, int to) {
        int length = to - from;
        if (length < MIN_BYTES || length > MAX_BYTES) {
            return OperationName.matches(b, from, to);
        }
        long first = (long) WORD.get(b, from);
        long middle = (long) WORD.get(b, Math.max(from, to - 2 * Long.BYTES));
        long last = (long) WORD.get(b, to - Long.BYTES);
        int slot = (int) (((first ^ (middle * 31) ^ (last * 961)) * SPREAD) >>> 58) * 4;
        if (slots[slot] == first
                && slots[slot + 1] == middle
                && slots[slot + 2] == last
                && slots[slot + 3] == length) {
            return true;
        }
        if (!OperationName.matches(b, from, to)) {
            return false;
        }
        slots[slot] = first;
        slots[slot + 1] = middle;
        slots[slot + 2] = last;
        slots[slot + 3] = length;
        return true;
    }
}
