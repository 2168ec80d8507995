package dev.s3logkit.compressor.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Work on numbered items by a few virtual threads.
final class Workers {

    private Workers() {}

    /// Work on one item.
    @FunctionalInterface
    interface Work {
        void on(int item) throws IOException;
    }

    /// Works on the items 0 to `count` - 1; the first failure ends it and is thrown.
    ///
    /// @param workers items at once
    static void forEach(int workers, int count, Work work) throws IOException {
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean failed = new AtomicBoolean();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Math.min(workers, count); i++) {
                running.add(
                        threads.submit(
                                () -> {
                                    work(next, count, failed, work);
                                    return null;
                                }));
            }
            for (Future<?> worker : running) {
                join(worker, threads);
            }
        }
    }

    private static void work(AtomicInteger next, int count, AtomicBoolean failed, Work work)
            throws IOException {
        try {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                if (failed.get()) {
                    return;
                }
                work.on(i);
            }
        } catch (IOException | RuntimeException e) {
            failed.set(true);
            throw e;
        }
    }

    private static void join(Future<?> worker, ExecutorService threads) throws IOException {
        try {
            worker.get();
        } catch (ExecutionException e) {
            threads.shutdownNow();
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while objects were looked up");
        }
    }
}
