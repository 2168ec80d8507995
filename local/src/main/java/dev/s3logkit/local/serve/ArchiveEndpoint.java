package dev.s3logkit.local.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.s3logkit.local.http.LoopbackServer;
import dev.s3logkit.objectlambda.bucket.Body;
import dev.s3logkit.objectlambda.bucket.S3Answer;
import dev.s3logkit.objectlambda.bucket.S3Error;
import dev.s3logkit.objectlambda.bucket.S3Question;
import dev.s3logkit.objectlambda.bucket.VirtualBucket;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// The S3 endpoint of a virtual bucket, for programs of this machine only: path style, any
/// credentials, one virtual thread for each request.
public final class ArchiveEndpoint implements AutoCloseable {

    /// Waiting requests of programs that open many connections at once.
    private static final int BACKLOG = 1024;

    private static final int BUFFER = 64 << 10;

    static {
        // Without it every answer of two packets waits for an acknowledgement of 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // Connections that are kept open: one for each client of many.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1024");
    }

    private final LoopbackServer server;
    private final VirtualBucket bucket;

    private ArchiveEndpoint(LoopbackServer server, VirtualBucket bucket) {
        this.server = server;
        this.bucket = bucket;
    }

    /// Starts to serve.
    ///
    /// @param bucket stays open
    /// @param port 0 for any that is free
    /// @throws IOException when the port is taken
    public static ArchiveEndpoint start(VirtualBucket bucket, int port) throws IOException {
        LoopbackServer server = LoopbackServer.bind(port, "--port", BACKLOG);
        ArchiveEndpoint endpoint = new ArchiveEndpoint(server, bucket);
        server.serve(endpoint::handle);
        return endpoint;
    }

    /// Where clients find it; by address, so that they put the bucket into the path.
    public URI endpoint() {
        return server.endpoint();
    }

    /// Stops to serve; requests under way are cut off.
    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            // What is sent and not read would break the connection before the answer is read.
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            send(exchange, answer(exchange));
        }
    }

    private S3Answer answer(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        String method = exchange.getRequestMethod();
        String requestId = requestId();
        try {
            return bucket.handle(
                    S3Question.pathStyle(
                            method,
                            uri.getRawPath(),
                            uri.getRawQuery(),
                            headers(exchange),
                            requestId));
        } catch (S3Error e) {
            return e.answer(uri.getRawPath(), requestId, method.equals("HEAD"));
        }
    }

    private static String requestId() {
        return HexFormat.of().withUpperCase().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
            headers.put(
                    header.getKey().toLowerCase(Locale.ROOT), String.join(",", header.getValue()));
        }
        return headers;
    }

    /// An exchange that ends before its body was sent breaks the connection, so that no client
    /// takes a part of a body for all of it.
    private static void send(HttpExchange exchange, S3Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        answer.headers()
                .forEach(
                        (name, value) -> {
                            if (!name.equals("content-length")
                                    || answer.body() instanceof Body.Empty) {
                                headers.set(name, value);
                            }
                        });
        Body body = answer.body();
        if (body.length() == 0) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), body.length());
        try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), BUFFER)) {
            body.writeTo(out);
        }
    }
}
