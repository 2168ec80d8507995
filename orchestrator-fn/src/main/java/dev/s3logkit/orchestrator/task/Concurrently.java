package dev.s3logkit.orchestrator.task;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs what waits on a network in virtual threads, so many at a time; memory does not grow with
/// the number of tasks. Used by one thread, which learns of the first failure.
public final class Concurrently implements AutoCloseable {

    private final int most;
    private final Semaphore free;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    public Concurrently(int most) {
        this.most = most;
        this.free = new Semaphore(most);
    }

    /// What is done.
    @FunctionalInterface
    public interface Task {
        /// Does it.
        void run() throws IOException;
    }

    /// Starts a task once there is room.
    ///
    /// @throws IOException when an earlier one failed; the task is not started then
    public void run(Task task) throws IOException {
        acquire(1);
        if (failure.get() != null) {
            free.release();
            throwFailure();
        }
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                task.run();
                            } catch (IOException | RuntimeException | Error e) {
                                failure.compareAndSet(null, e);
                            } finally {
                                free.release();
                            }
                        });
    }

    /// Waits for all.
    ///
    /// @throws IOException when one failed
    public void join() throws IOException {
        acquire(most);
        free.release(most);
        throwFailure();
    }

    /// Waits for all, whatever became of them.
    @Override
    public void close() throws IOException {
        acquire(most);
        free.release(most);
    }

    private void acquire(int permits) throws IOException {
        try {
            free.acquire(permits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for requests");
        }
    }

    private void throwFailure() throws IOException {
        switch (failure.get()) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
