package dev.s3logkit.common.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An HTTP server that answers with what a test prepared, one answer per request, and notes what
/// was asked.
final class ScriptedS3 implements AutoCloseable {

    private static final List<String> NOTED = List.of("range", "if-match", "if-none-match");

    /// Answers one request.
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();

    ScriptedS3() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /// The variables under which a store finds this server.
    Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + server.getAddress().getPort(),
                "AWS_ACCESS_KEY_ID", "id",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_REGION", "eu-west-1",
                "AWS_MAX_ATTEMPTS", "2");
    }

    ScriptedS3 then(Answer answer) {
        answers.add(answer);
        return this;
    }

    ScriptedS3 then(int status, String body, String... headers) {
        return then(
                exchange -> {
                    for (int i = 0; i < headers.length; i += 2) {
                        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
                    }
                    byte[] bytes = body.getBytes(UTF_8);
                    boolean head = exchange.getRequestMethod().equals("HEAD");
                    exchange.sendResponseHeaders(
                            status, bytes.length == 0 || head ? -1 : bytes.length);
                    if (!head) {
                        exchange.getResponseBody().write(bytes);
                    }
                });
    }

    /// S3's error document.
    ScriptedS3 error(int status, String code) {
        return then(
                status,
                "<Error><Code>%s</Code><Message>because</Message></Error>".formatted(code),
                "x-amz-request-id",
                "REQ1");
    }

    /// Method, path and query of what was asked, with `Range` and conditions where they were sent.
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            StringBuilder request = new StringBuilder();
            request.append(exchange.getRequestMethod())
                    .append(' ')
                    .append(exchange.getRequestURI());
            for (String name : NOTED) {
                String value = exchange.getRequestHeaders().getFirst(name);
                request.append(value == null ? "" : " " + name + " " + value);
            }
            requests.add(request.toString());
            Answer next = answers.poll();
            if (next == null) {
                exchange.sendResponseHeaders(418, -1);
            } else {
                next.to(exchange);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
