package dev.s3logkit.local.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits for Ctrl-C or a request to end, and holds the end of the process back until all is closed.
final class StopSignal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stop");

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void await() throws InterruptedException {
        asked.await();
    }

    private void stop() {
        asked.countDown();
        try {
            closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, which is why this is closed.
            return;
        }
    }
}
