package dev.s3logkit.common.s3.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// One connection to a server, with a buffer for what was read and not yet taken. For one thread at
/// a time.
final class HttpConnection implements Closeable {

    /// A small object and its headers in one read.
    private static final int BUFFER_BYTES = 16 << 10;

    private final Endpoint endpoint;
    private final Socket socket;
    private final InputStream in;
    private final int readMillis;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long idleSince;
    private long deadline;
    private boolean answered;

    private HttpConnection(Endpoint endpoint, Socket socket, int readMillis) throws IOException {
        this.endpoint = endpoint;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.readMillis = readMillis;
    }

    /// Connects; over TLS the server's certificate has to be trusted and to name the host (RFC
    /// 2818, section 3.1).
    ///
    /// @param trust makes encrypted connections; null for those that the JVM trusts by default
    static HttpConnection open(
            Endpoint endpoint, Timeouts timeouts, @Nullable SSLSocketFactory trust)
            throws IOException {
        int readMillis = Math.toIntExact(timeouts.read().toMillis());
        int connectMillis = Math.toIntExact(timeouts.connect().toMillis());
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(readMillis);
            socket.connect(
                    new InetSocketAddress(address(endpoint.host()), endpoint.port()),
                    connectMillis);
            return new HttpConnection(
                    endpoint,
                    endpoint.tls() ? encrypted(socket, endpoint, trust) : socket,
                    readMillis);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /// One of the host's addresses of the family that comes first. S3 has several, which share the
    /// load when they are drawn.
    private static InetAddress address(String host) throws IOException {
        InetAddress[] all = InetAddress.getAllByName(host);
        InetAddress[] alike =
                Arrays.stream(all)
                        .filter(address -> address.getClass() == all[0].getClass())
                        .toArray(InetAddress[]::new);
        return alike[ThreadLocalRandom.current().nextInt(alike.length)];
    }

    private static Socket encrypted(
            Socket plain, Endpoint endpoint, @Nullable SSLSocketFactory trust) throws IOException {
        SSLSocketFactory factory =
                trust == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : trust;
        SSLSocket socket =
                (SSLSocket) factory.createSocket(plain, endpoint.host(), endpoint.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /// Sends a request, whose answer's head has to be there before `headMillis` are over.
    void send(byte[] request, long headMillis) throws IOException {
        answered = false;
        deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(headMillis);
        socket.getOutputStream().write(request);
    }

    /// Ends the time limit of the head: from now on only the pauses count.
    void headIsComplete() throws IOException {
        deadline = 0;
        socket.setSoTimeout(readMillis);
    }

    /// Whether any byte of an answer to the last request has come.
    boolean isAnswered() {
        return answered;
    }

    /// Whether nothing is left that the last answer did not account for.
    boolean isClean() {
        return position == limit;
    }

    void idleFrom(long nanos) {
        idleSince = nanos;
    }

    long idleSince() {
        return idleSince;
    }

    /// A line without its end, which is LF or CRLF (RFC 9112, section 2.2).
    ///
    /// @throws HttpProtocolException when it is longer than `max` bytes
    String readLine(int max) throws IOException {
        int scanned = 0;
        for (; ; ) {
            for (int i = position + scanned; i < limit; i++) {
                if (buffer[i] == '\n') {
                    int end = i > position && buffer[i - 1] == '\r' ? i - 1 : i;
                    String line = new String(buffer, position, end - position, ISO_8859_1);
                    position = i + 1;
                    return line;
                }
            }
            scanned = limit - position;
            if (scanned > max) {
                throw new HttpProtocolException(
                        "a line of the answer's head is longer than %d bytes".formatted(max));
            }
            if (!fill()) {
                throw new EOFException("the connection was closed within the answer's head");
            }
        }
    }

    /// Some bytes of the body, at most `length`; -1 when the server has closed the connection.
    int read(byte[] into, int at, int length) throws IOException {
        int held = limit - position;
        if (held == 0) {
            return in.read(into, at, length);
        }
        int n = Math.min(held, length);
        System.arraycopy(buffer, position, into, at, n);
        position += n;
        return n;
    }

    private boolean fill() throws IOException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        if (deadline != 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new SocketTimeoutException("the answer's head took too long");
            }
            socket.setSoTimeout((int) Math.min(left, readMillis));
        }
        int n = in.read(buffer, limit, buffer.length - limit);
        if (n > 0) {
            answered = true;
            limit += n;
        }
        return n > 0;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing more is expected of it.
        }
    }
}
