package dev.s3logkit.errorreport.extract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Looks for many texts in one pass over bytes, after Wu and Manber: the pair of bytes under the
/// end of a window says how far the window may be moved without missing any text, which is nearly
/// its whole width most of the time. The width is that of the shortest text, so one short text
/// slows all of them down.
final class NeedleScanner {

    /// A text to look for.
    static final class Needle {

        private final int id;
        private final byte[] bytes;
        private final boolean fold;

        /// @param id told when it is found
        /// @param bytes at least [#MIN_BYTES], kept as they are
        /// @param fold whether ASCII letters match in either case
        Needle(int id, byte[] bytes, boolean fold) {
            this.id = id;
            this.bytes = bytes;
            this.fold = fold;
        }

        int id() {
            return id;
        }

        byte[] bytes() {
            return bytes;
        }

        boolean fold() {
            return fold;
        }
    }

    /// Hears of what was found.
    @FunctionalInterface
    interface Listener {
        /// A text was found.
        ///
        /// @param position where the text starts; never before that of the call before by more than
        ///   a window
        /// @return where to go on at the earliest
        int found(int position, int id);
    }

    /// Shorter texts cannot be looked for.
    static final int MIN_BYTES = 2;

    private static final int MAX_WINDOW = 32;

    private final int window;
    private final byte[] shifts = new byte[1 << 16];
    private final short[] buckets = new short[1 << 16];
    private final List<List<Needle>> needles = new ArrayList<>();

    NeedleScanner(List<Needle> wanted) {
        int shortest = MAX_WINDOW;
        for (Needle needle : wanted) {
            shortest = Math.min(shortest, needle.bytes().length);
        }
        window = shortest;
        Arrays.fill(shifts, (byte) (window - 1));
        for (Needle needle : wanted) {
            add(needle);
        }
    }

    private void add(Needle needle) {
        byte[] b = needle.bytes();
        for (int end = 1; end < window; end++) {
            int shift = window - 1 - end;
            for (byte first : cases(b[end - 1], needle.fold())) {
                for (byte second : cases(b[end], needle.fold())) {
                    int pair = Words.pair(first, second);
                    shifts[pair] = (byte) Math.min(shifts[pair], shift);
                    if (shift == 0) {
                        bucket(pair).add(needle);
                    }
                }
            }
        }
    }

    private List<Needle> bucket(int pair) {
        if (buckets[pair] == 0) {
            needles.add(new ArrayList<>());
            buckets[pair] = (short) needles.size();
        }
        return needles.get(buckets[pair] - 1);
    }

    private static byte[] cases(byte c, boolean fold) {
        return fold && Words.lower(c) != Words.upper(c)
                ? new byte[] {Words.lower(c), Words.upper(c)}
                : new byte[] {c};
    }

    /// Tells of every occurrence in `[from, to)` that starts where the listener lets it go on.
    void scan(byte[] b, int from, int to, Listener listener) {
        int last = window - 1;
        int i = from + last;
        int earliest = from;
        while (i < to) {
            int pair = Words.pair(b, i - 1);
            int shift = shifts[pair];
            if (shift > 0) {
                i += shift;
                continue;
            }
            int start = i - last;
            for (Needle needle : needles.get(buckets[pair] - 1)) {
                if (start >= earliest
                        && start + needle.bytes().length <= to
                        && Words.startsWith(b, start, needle.bytes(), needle.fold())) {
                    earliest = Math.max(earliest, listener.found(start, needle.id()));
                }
            }
            i = Math.max(i + 1, earliest + last);
        }
    }
}
