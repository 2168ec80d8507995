package dev.s3logkit.local.orchestrate;

import dev.s3logkit.orchestrator.RunWatch;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Tells every few seconds how much of an inventory is read. Without a limit of time.
final class ReadProgress implements RunWatch {

    private static final long APART_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream err;
    private final AtomicLong due = new AtomicLong(System.nanoTime() + APART_NANOS);

    ReadProgress(PrintStream err) {
        this.err = err;
    }

    @Override
    public long millisLeft() {
        return Long.MAX_VALUE;
    }

    @Override
    public void read(long bytes, long total) {
        long now = System.nanoTime();
        long wanted = due.get();
        if (now - wanted >= 0 && due.compareAndSet(wanted, now + APART_NANOS)) {
            err.printf(Locale.ROOT, "read %,d of %,d bytes%n", bytes, total);
        }
    }
}
