package dev.s3logkit.errorreport;

import dev.s3logkit.errorreport.store.ErrorItem;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.errorreport.store.ErrorStore.Stored;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Stores errors while more are being found, many at once, since storing one is mostly waiting.
final class ItemWriter implements AutoCloseable {

    private static final int CONCURRENCY = 32;

    private final ErrorStore store;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(CONCURRENCY);
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private final LongAdder stored = new LongAdder();
    private final LongAdder existed = new LongAdder();

    ItemWriter(ErrorStore store) {
        this.store = store;
    }

    /// Stores an item, now or soon; waits while too many are under way.
    ///
    /// @throws IOException when an earlier one could not be stored
    void add(ErrorItem item) throws IOException {
        throwFailure();
        acquire(1);
        threads.execute(
                () -> {
                    try {
                        if (store.put(item) == Stored.STORED) {
                            stored.increment();
                        } else {
                            existed.increment();
                        }
                    } catch (IOException e) {
                        failure.compareAndSet(null, e);
                    } catch (RuntimeException e) {
                        failure.compareAndSet(null, new IOException(e.toString(), e));
                    } finally {
                        permits.release();
                    }
                });
    }

    /// Waits until everything is stored.
    ///
    /// @throws IOException when something could not be stored
    void flush() throws IOException {
        acquire(CONCURRENCY);
        permits.release(CONCURRENCY);
        throwFailure();
    }

    private void acquire(int count) throws IOException {
        try {
            permits.acquire(count);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while errors were stored");
        }
    }

    private void throwFailure() throws IOException {
        IOException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    long stored() {
        return stored.sum();
    }

    long existed() {
        return existed.sum();
    }

    @Override
    public void close() {
        threads.close();
    }
}
