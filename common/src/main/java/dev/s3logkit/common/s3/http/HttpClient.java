package dev.s3logkit.common.s3.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Sends requests without a body over connections that are kept. No redirect is followed and
/// nothing is tried again, but for a kept connection that turns out to be closed. Safe for use by
/// any number of threads.
public final class HttpClient implements AutoCloseable {

    private final ConnectionPool pool;
    private final @Nullable SSLSocketFactory trust;

    /// Trusts the servers that the JVM trusts.
    ///
    /// @param maxConnections requests and open bodies at once; who wants more waits for one
    public HttpClient(int maxConnections, Timeouts timeouts) {
        this(maxConnections, timeouts, null);
    }

    HttpClient(int maxConnections, Timeouts timeouts, @Nullable SSLSocketFactory trust) {
        this.pool = new ConnectionPool(maxConnections, timeouts);
        this.trust = trust;
    }

    /// Sends a request and reads the head of its answer.
    ///
    /// @param request the whole request: line, headers and the empty line
    /// @return the answer, which the caller reads to its end or closes
    public HttpAnswer send(Endpoint endpoint, byte[] request) throws IOException {
        pool.acquire();
        HttpConnection connection = null;
        try {
            connection = pool.poll(endpoint);
            HttpHead head = connection == null ? null : tried(connection, request);
            if (connection == null || head == null) {
                connection = HttpConnection.open(endpoint, pool.timeouts(), trust);
                head = exchange(connection, request);
            }
            return new HttpAnswer(head, connection, pool);
        } catch (IOException | RuntimeException e) {
            if (connection != null) {
                connection.close();
            }
            pool.release();
            throw e;
        }
    }

    /// The answer over a connection that was kept, or null when the server had closed it.
    private @Nullable HttpHead tried(HttpConnection connection, byte[] request) throws IOException {
        try {
            return exchange(connection, request);
        } catch (IOException e) {
            boolean closedBefore =
                    !connection.isAnswered()
                            && !(e instanceof SocketTimeoutException)
                            && !Thread.currentThread().isInterrupted();
            if (!closedBefore) {
                throw e;
            }
            connection.close();
            return null;
        }
    }

    private HttpHead exchange(HttpConnection connection, byte[] request) throws IOException {
        connection.send(request, pool.timeouts().head().toMillis());
        return HttpHead.read(connection);
    }

    /// Closes the connections that are kept; those in use are closed after their answer.
    @Override
    public void close() {
        pool.close();
    }
}
