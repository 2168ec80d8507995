package dev.s3logkit.common.s3.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Connections in use and kept. Safe for use by any number of threads.
final class ConnectionPool implements AutoCloseable {

    private final Timeouts timeouts;
    private final int max;
    private final Semaphore permits;

    /// Those that are kept, the one used last in front.
    private final Map<Endpoint, Deque<HttpConnection>> kept = new HashMap<>();

    private int keptCount;
    private boolean closed;

    ConnectionPool(int max, Timeouts timeouts) {
        this.max = max;
        this.permits = new Semaphore(max);
        this.timeouts = timeouts;
    }

    Timeouts timeouts() {
        return timeouts;
    }

    /// Waits until one more connection may be used. Who gets a permit gives it back with
    /// [#giveBack(HttpConnection)] or [#drop(HttpConnection)], or by [#release()].
    ///
    /// @throws IOException when none comes free in time
    void acquire() throws IOException {
        try {
            if (!permits.tryAcquire(timeouts.permit().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "none of %d connections came free within %s"
                                .formatted(max, timeouts.permit()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a connection");
        }
    }

    /// Gives a permit back that no connection was opened with.
    void release() {
        permits.release();
    }

    /// A connection that was kept and may still be open, or null.
    synchronized @Nullable HttpConnection poll(Endpoint endpoint) {
        Deque<HttpConnection> connections = kept.get(endpoint);
        if (connections == null || connections.isEmpty()) {
            return null;
        }
        HttpConnection connection = connections.removeFirst();
        keptCount--;
        if (System.nanoTime() - connection.idleSince() < timeouts.idle().toNanos()) {
            return connection;
        }
        // All others have been idle for longer.
        connection.close();
        closeAll(connections);
        return null;
    }

    /// Keeps a connection for the next request.
    void giveBack(HttpConnection connection) {
        connection.idleFrom(System.nanoTime());
        boolean keep;
        synchronized (this) {
            keep = !closed && keptCount < max;
            if (keep) {
                keptCount++;
                kept.computeIfAbsent(connection.endpoint(), endpoint -> new ArrayDeque<>())
                        .addFirst(connection);
            }
        }
        if (!keep) {
            connection.close();
        }
        permits.release();
    }

    /// Closes a connection that cannot be used again.
    void drop(HttpConnection connection) {
        connection.close();
        permits.release();
    }

    /// Closes what is kept; what is in use is closed when it comes back.
    @Override
    public synchronized void close() {
        closed = true;
        kept.values().forEach(this::closeAll);
        kept.clear();
    }

    private void closeAll(Deque<HttpConnection> connections) {
        keptCount -= connections.size();
        connections.forEach(HttpConnection::close);
        connections.clear();
    }
}
