package dev.s3logkit.errorreport.extract;

import org.jspecify.annotations.Nullable;

/// A record as it was logged, and with its JSON escapes resolved once and twice, which is made when
/// it is asked for. What an application said is in one of the three, whether its record was written
/// as it is, as JSON, or as JSON within JSON.
final class RecordBytes {

    /// Resolving twice reaches JSON within JSON.
    private static final int DEPTH = 2;

    /// Does the work of looking.
    @FunctionalInterface
    interface Test {
        boolean test(byte[] b, int from, int to);
    }

    private byte[] b = {};
    private int from;
    private int to;
    private final byte[] @Nullable [] resolved = new byte[DEPTH][];
    private boolean escaped;

    /// Makes this the record in `[from, to)`, whose bytes must stay as they are.
    void set(byte[] buffer, int start, int end) {
        b = buffer;
        from = start;
        to = end;
        escaped = Words.indexOf(b, from, to, (byte) '\\') < to;
        for (int i = 0; i < DEPTH; i++) {
            resolved[i] = null;
        }
    }

    /// Whether one of the three passes the test.
    boolean any(Test test) {
        if (test.test(b, from, to)) {
            return true;
        }
        if (!escaped) {
            return false;
        }
        byte[] before = b;
        int start = from;
        int end = to;
        for (int i = 0; i < DEPTH; i++) {
            byte[] view = resolved[i];
            if (view == null) {
                view = Escapes.resolve(before, start, end);
                resolved[i] = view;
            }
            if (view.length == end - start) {
                return false;
            }
            if (test.test(view, 0, view.length)) {
                return true;
            }
            before = view;
            start = 0;
            end = view.length;
        }
        return false;
    }
}
