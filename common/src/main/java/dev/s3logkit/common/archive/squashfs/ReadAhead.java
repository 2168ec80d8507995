package dev.s3logkit.common.archive.squashfs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Something that is read while other work goes on.
final class ReadAhead<T> {

    private final FutureTask<T> task;

    ReadAhead(Callable<T> read) {
        task = new FutureTask<>(read);
        Thread.startVirtualThread(task);
    }

    /// What was read, or the failure that reading it met.
    T join() throws IOException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading ahead");
        }
    }

    /// What another thread met, to be thrown here.
    static IOException failure(ExecutionException met) {
        return switch (met.getCause()) {
            case IOException failure -> failure;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(met.getCause());
        };
    }
}
