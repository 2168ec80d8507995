package dev.s3logkit.orchestrator.dispatch;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/// Lets so many pass in a second, evenly. Safe for use by any number of threads.
public final class Pacer {

    private final long nanosApart;
    private long next = System.nanoTime();

    public Pacer(int perSecond) {
        nanosApart = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /// Waits for its turn.
    public void await() throws InterruptedIOException {
        long wait = turn();
        try {
            TimeUnit.NANOSECONDS.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to start a compressor");
        }
    }

    private synchronized long turn() {
        long now = System.nanoTime();
        next = Math.max(next, now - nanosApart) + nanosApart;
        return next - now;
    }
}
