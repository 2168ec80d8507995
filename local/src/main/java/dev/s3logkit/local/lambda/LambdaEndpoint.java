package dev.s3logkit.local.lambda;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import dev.s3logkit.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The part of Lambda's API that invokes functions: `POST /2015-03-31/functions/NAME/invocations`,
/// where NAME is a name or an ARN, and the header `X-Amz-Invocation-Type` says whether the caller
/// waits (`RequestResponse`), does not (`Event`) or only asks whether it may (`DryRun`).
public final class LambdaEndpoint implements AutoCloseable {

    private static final Pattern PATH =
            Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");

    /// Of an event that nobody waits for (Lambda quotas).
    private static final int MAX_ASYNC = 1 << 20;

    /// Of an event that the caller waits for.
    private static final int MAX_SYNC = 6 << 20;

    private final LoopbackServer server;
    private final Supplier<List<LambdaFunction>> functions;
    private final AsyncInvocations async;

    private LambdaEndpoint(
            LoopbackServer server,
            Supplier<List<LambdaFunction>> functions,
            AsyncInvocations async) {
        this.server = server;
        this.functions = functions;
        this.async = async;
    }

    /// Starts to listen on this machine only.
    ///
    /// @param port 0 for any that is free
    /// @param functions asked at each request
    /// @param async takes events that nobody waits for
    public static LambdaEndpoint start(
            int port, Supplier<List<LambdaFunction>> functions, AsyncInvocations async)
            throws IOException {
        LoopbackServer server = LoopbackServer.bind(port, "--port-base");
        LambdaEndpoint endpoint = new LambdaEndpoint(server, functions, async);
        server.serve(endpoint::handle);
        return endpoint;
    }

    /// Where it listens.
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher path = PATH.matcher(exchange.getRequestURI().getRawPath());
            if (!path.matches() || !exchange.getRequestMethod().equals("POST")) {
                refuse(exchange, 404, "UnknownOperationException", "only invocations are served");
                return;
            }
            String name = URLDecoder.decode(path.group(1), StandardCharsets.UTF_8);
            Optional<LambdaFunction> function = find(name);
            if (function.isEmpty()) {
                refuse(exchange, 404, "ResourceNotFoundException", "Function not found: " + name);
                return;
            }
            String type = exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type");
            int limit = "Event".equals(type) ? MAX_ASYNC : MAX_SYNC;
            byte[] event = exchange.getRequestBody().readNBytes(limit + 1);
            if (event.length > limit) {
                refuse(
                        exchange,
                        413,
                        "RequestTooLargeException",
                        "more than %d bytes were sent".formatted(limit));
                return;
            }
            if (event.length == 0) {
                event = "{}".getBytes(StandardCharsets.UTF_8);
            }
            invoke(exchange, function.get(), type == null ? "RequestResponse" : type, event);
        }
    }

    private void invoke(HttpExchange exchange, LambdaFunction function, String type, byte[] event)
            throws IOException {
        switch (type) {
            case "DryRun" -> answer(exchange, 204, new byte[0]);
            case "Event" -> {
                async.submit(function, event);
                answer(exchange, 202, new byte[0]);
            }
            case "RequestResponse" -> {
                byte[] result;
                try {
                    result = function.invoke(event);
                } catch (FunctionException e) {
                    exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
                    result = json(InvocationFailure.payload(e));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    refuse(exchange, 500, "ServiceException", "the service is being stopped");
                    return;
                }
                exchange.getResponseHeaders().set("X-Amz-Executed-Version", "$LATEST");
                answer(exchange, 200, result);
            }
            default ->
                    refuse(
                            exchange,
                            400,
                            "InvalidParameterValueException",
                            "invocation type " + type);
        }
    }

    /// A function by its name, an ARN or a part of one, with or without a qualifier.
    private Optional<LambdaFunction> find(String name) {
        int function = name.toLowerCase(Locale.ROOT).lastIndexOf("function:");
        String rest = function < 0 ? name : name.substring(function + "function:".length());
        String plain = rest.split(":", 2)[0];
        return functions.get().stream().filter(f -> f.spec().name().equals(plain)).findFirst();
    }

    private static void refuse(HttpExchange exchange, int status, String code, String message)
            throws IOException {
        exchange.getResponseHeaders().set("X-Amzn-ErrorType", code);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("Type", status < 500 ? "User" : "Service");
        body.put("Message", message);
        answer(exchange, status, json(body));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("X-Amzn-RequestId", UUID.randomUUID().toString());
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] json(Map<String, Object> value) throws IOException {
        return JSON.std.asString(value).getBytes(StandardCharsets.UTF_8);
    }
}
