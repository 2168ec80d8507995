package dev.s3logkit.local.lambda;

import com.sun.net.httpserver.HttpExchange;
import dev.s3logkit.local.http.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Lambda's Runtime API, version 2018-06-01, for one process: it asks for the next event, and posts
/// what came of it.
final class RuntimeApi implements AutoCloseable {

    private static final String ROOT = "/2018-06-01/runtime/";
    private static final String NEXT = ROOT + "invocation/next";
    private static final String INVOCATION = ROOT + "invocation/";
    private static final String INIT_ERROR = ROOT + "init/error";

    /// The largest answer of a synchronous invocation: 6 MiB and what JSON needs around it.
    static final int MAX_RESPONSE = (6 << 20) + 1024;

    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;

    private final LoopbackServer server;
    private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> underWay = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private static final class Invocation {

        final byte[] event;
        final InvocationContext context;
        final CompletableFuture<byte[]> answer = new CompletableFuture<>();

        Invocation(byte[] event, InvocationContext context) {
            this.event = event;
            this.context = context;
        }
    }

    private RuntimeApi(LoopbackServer server) {
        this.server = server;
    }

    /// Starts to listen on any port of this machine.
    static RuntimeApi start() throws IOException {
        RuntimeApi api = new RuntimeApi(LoopbackServer.bind());
        api.server.serve(api::serve);
        return api;
    }

    /// What `AWS_LAMBDA_RUNTIME_API` says.
    String address() {
        return server.endpoint().getAuthority();
    }

    /// Done when the process first asks for an event; fails when it says that it cannot start.
    Future<Void> ready() {
        return ready;
    }

    /// Gives the process an event when it next asks for one.
    CompletableFuture<byte[]> invoke(byte[] event, InvocationContext context) {
        Invocation invocation = new Invocation(event, context);
        underWay.put(context.awsRequestId(), invocation);
        waiting.add(invocation);
        return invocation.answer;
    }

    /// Says that the process has ended: nothing that is under way will be answered.
    void ended(int exit) {
        RemoteFailure cause =
                failure("Runtime.ExitError", "the runtime exited with status " + exit);
        ready.completeExceptionally(cause);
        underWay.values().forEach(invocation -> invocation.answer.completeExceptionally(cause));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals(NEXT)) {
                ready.complete(null);
                next(exchange);
            } else if (path.equals(INIT_ERROR)) {
                ready.completeExceptionally(failure(exchange));
                exchange.sendResponseHeaders(ACCEPTED, -1);
            } else if (path.startsWith(INVOCATION)) {
                answered(exchange, path.substring(INVOCATION.length()).split("/", -1));
            } else {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
            }
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        Invocation invocation;
        try {
            invocation = waiting.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        InvocationContext context = invocation.context;
        long left = context.deadlineNanos() - System.nanoTime();
        long deadline = System.currentTimeMillis() + TimeUnit.NANOSECONDS.toMillis(left);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Lambda-Runtime-Aws-Request-Id", context.awsRequestId());
        headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(deadline));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", context.getInvokedFunctionArn());
        headers.set(
                "Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0");
        exchange.sendResponseHeaders(
                OK, invocation.event.length == 0 ? -1 : invocation.event.length);
        exchange.getResponseBody().write(invocation.event);
    }

    /// @param path request id, and `response` or `error`
    private void answered(HttpExchange exchange, String[] path) throws IOException {
        Invocation invocation = underWay.remove(path[0]);
        if (invocation == null || path.length != 2) {
            exchange.sendResponseHeaders(NOT_FOUND, -1);
            return;
        }
        if (path[1].equals("error")) {
            invocation.answer.completeExceptionally(failure(exchange));
            exchange.sendResponseHeaders(ACCEPTED, -1);
            return;
        }
        byte[] body = body(exchange);
        if (body == null) {
            invocation.answer.completeExceptionally(
                    failure(
                            "Function.ResponseSizeTooLarge",
                            "the answer has more than %d bytes".formatted(MAX_RESPONSE)));
            exchange.sendResponseHeaders(TOO_LARGE, -1);
            return;
        }
        invocation.answer.complete(body);
        exchange.sendResponseHeaders(ACCEPTED, -1);
    }

    private static RemoteFailure failure(HttpExchange exchange) throws IOException {
        byte[] body = body(exchange);
        String report = body == null ? "" : new String(body, StandardCharsets.UTF_8);
        return new RemoteFailure(ErrorReport.parse(report));
    }

    private static RemoteFailure failure(String errorType, String message) {
        return new RemoteFailure(new ErrorReport(errorType, message, List.of()));
    }

    /// Null when it is longer than an answer may be.
    private static byte @Nullable [] body(HttpExchange exchange) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            byte[] body = in.readNBytes(MAX_RESPONSE + 1);
            if (body.length <= MAX_RESPONSE) {
                return body;
            }
            in.transferTo(OutputStream.nullOutputStream());
            return null;
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
