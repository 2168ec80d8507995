package dev.s3logkit.local.logs;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Tells how far the reading is: a bar that is written over on a terminal, otherwise a line every
/// few seconds. Silent for what takes less than a second. Streams may be read by several threads.
public final class Progress {

    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long BAR_NANOS = 200_000_000L;
    private static final long LINE_NANOS = 5_000_000_000L;
    private static final int BAR = 30;

    private final Streams streams;
    private long expected;
    private long read;
    private long due = System.nanoTime() + FIRST_NANOS;
    private boolean barShown;

    public Progress(Streams streams) {
        this.streams = streams;
    }

    /// Adds to what is to be read, in bytes; an unknown size adds nothing.
    public void expect(long bytes) {
        expected += bytes;
    }

    long bytesRead() {
        return read;
    }

    /// Counts what is read from `in`.
    public InputStream watch(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int b = super.read();
                advance(b < 0 ? 0 : 1);
                return b;
            }

            @Override
            public int read(byte[] bytes, int from, int count) throws IOException {
                int n = super.read(bytes, from, count);
                advance(Math.max(0, n));
                return n;
            }
        };
    }

    private synchronized void advance(int bytes) {
        read += bytes;
        if (isDue()) {
            show("read", size(read), size(expected), read, expected);
        }
    }

    /// Tells how far work is that is counted in something else than bytes.
    ///
    /// @param verb what was done, such as `archived`
    /// @param total 0 while unknown
    /// @param unit what is counted, such as `objects`
    public synchronized void tell(String verb, long done, long total, String unit) {
        if (isDue()) {
            show(verb, Figures.grouped(done), Figures.grouped(total) + " " + unit, done, total);
        }
    }

    private boolean isDue() {
        long now = System.nanoTime();
        if (now - due < 0) {
            return false;
        }
        due = now + (streams.terminal() ? BAR_NANOS : LINE_NANOS);
        return true;
    }

    private void show(String verb, String doneText, String totalText, long done, long total) {
        String text = doneText;
        if (total > 0 && total >= done) {
            int percent = (int) (100 * done / total);
            text = percent + " %  " + doneText + " of " + totalText;
            if (streams.terminal()) {
                int filled = BAR * percent / 100;
                text = "[" + "#".repeat(filled) + " ".repeat(BAR - filled) + "] " + text;
            }
        }
        if (streams.terminal()) {
            streams.err().print("\r" + text + "\u001B[K");
            streams.err().flush();
            barShown = true;
        } else {
            streams.err().println(verb + " " + text.strip());
        }
    }

    /// Takes the bar away, so that a message can stand in its place.
    public synchronized void clear() {
        if (barShown) {
            streams.err().print("\r\u001B[K");
            streams.err().flush();
            barShown = false;
        }
    }

    /// A size for people.
    public static String size(long bytes) {
        return bytes < 1_000_000
                ? Figures.grouped(bytes) + " bytes"
                : bytes < 1_000_000_000
                        ? Figures.decimal(bytes / 100_000, 1) + " MB"
                        : Figures.decimal(bytes / 10_000_000, 2) + " GB";
    }
}
