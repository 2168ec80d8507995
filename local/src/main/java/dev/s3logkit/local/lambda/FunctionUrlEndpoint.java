package dev.s3logkit.local.lambda;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import dev.s3logkit.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// The URL of one function: each HTTP request is an event of payload format 2.0, and the function's
/// answer, buffered to its end, is the response. What Lambda does to requests and responses on the
/// way is done here too: at most 6 MB of either, and headers that belong to the connection,
/// `Content-Length` among them, reach the client under the name `x-amzn-remapped-…`.
///
/// With `AuthType: AWS_IAM` a request has to be signed for the service `lambda`; by whom is not
/// looked at, as nowhere in the embedded AWS.
public final class FunctionUrlEndpoint implements AutoCloseable {

    /// Of a request as of a response (Lambda quotas), in Base64 where it is no text.
    private static final int MAX_PAYLOAD = 6 << 20;

    private static final int BAD_GATEWAY = 502;

    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "connection",
                    "content-length",
                    "date",
                    "host",
                    "server",
                    "transfer-encoding",
                    "upgrade",
                    "www-authenticate");

    private final LoopbackServer server;
    private final LambdaFunction function;
    private final boolean iam;
    private final String accountId;
    private final Clock clock;

    private FunctionUrlEndpoint(
            LoopbackServer server, LambdaFunction function, boolean iam, String accountId) {
        this.server = server;
        this.function = function;
        this.iam = iam;
        this.accountId = accountId;
        this.clock = Clock.systemUTC();
    }

    /// Starts to listen on this machine only.
    ///
    /// @param port 0 for any that is free
    /// @param iam whether requests have to be signed for `lambda`
    public static FunctionUrlEndpoint start(
            int port, LambdaFunction function, boolean iam, String accountId) throws IOException {
        LoopbackServer server = LoopbackServer.bind(port, "--port-base");
        FunctionUrlEndpoint endpoint = new FunctionUrlEndpoint(server, function, iam, accountId);
        server.serve(endpoint::handle);
        return endpoint;
    }

    /// Where it listens.
    public URI endpoint() {
        return server.endpoint();
    }

    /// The function behind it.
    public LambdaFunction function() {
        return function;
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_PAYLOAD + 1);
            Map<String, String> headers = headers(exchange);
            if (iam && !isSignedForLambda(headers, exchange)) {
                message(exchange, 403, "Forbidden");
                return;
            }
            byte[] event = event(exchange, headers, body);
            if (event.length > MAX_PAYLOAD) {
                message(exchange, 413, "Request must be smaller than 6291456 bytes");
                return;
            }
            byte[] result;
            try {
                result = function.invoke(event);
            } catch (FunctionException e) {
                // Its log has the reason.
                message(exchange, BAD_GATEWAY, "Internal Server Error");
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                message(exchange, 503, "Service Unavailable");
                return;
            }
            if (result.length > MAX_PAYLOAD) {
                message(exchange, BAD_GATEWAY, "Internal Server Error");
                return;
            }
            respond(exchange, result);
        }
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) ->
                                headers.put(
                                        name.toLowerCase(Locale.ROOT), String.join(",", values)));
        headers.put("x-forwarded-for", "127.0.0.1");
        headers.put("x-forwarded-proto", "http");
        return headers;
    }

    private static boolean isSignedForLambda(Map<String, String> headers, HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return headers.getOrDefault("authorization", "").contains("/lambda/aws4_request")
                || (query != null && query.contains("%2Flambda%2Faws4_request"));
    }

    private byte[] event(HttpExchange exchange, Map<String, String> headers, byte[] body)
            throws IOException {
        URI uri = exchange.getRequestURI();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        Instant now = clock.instant();
        Map<String, Object> http = new LinkedHashMap<>();
        http.put("method", exchange.getRequestMethod());
        http.put("path", uri.getPath());
        http.put("protocol", exchange.getProtocol());
        http.put("sourceIp", "127.0.0.1");
        http.put("userAgent", headers.getOrDefault("user-agent", ""));
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("accountId", iam ? accountId : "anonymous");
        context.put("apiId", function.spec().name());
        if (iam) {
            Map<String, Object> caller = new LinkedHashMap<>();
            caller.put("accessKey", "local");
            caller.put("accountId", accountId);
            caller.put("callerId", "local");
            caller.put("userArn", "arn:aws:iam::" + accountId + ":user/local");
            caller.put("userId", "local");
            context.put("authorizer", Map.of("iam", caller));
        }
        context.put("domainName", headers.getOrDefault("host", ""));
        context.put("domainPrefix", function.spec().name());
        context.put("http", http);
        context.put("requestId", UUID.randomUUID().toString());
        context.put("routeKey", "$default");
        context.put("stage", "$default");
        context.put("time", now.toString());
        context.put("timeEpoch", now.toEpochMilli());
        if (iam) {
            headers.remove("authorization");
        }
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("routeKey", "$default");
        event.put("rawPath", uri.getRawPath());
        event.put("rawQueryString", query);
        event.put("headers", headers);
        event.put("requestContext", context);
        if (body.length > 0) {
            event.put("body", Base64.getEncoder().encodeToString(body));
        }
        event.put("isBase64Encoded", body.length > 0);
        return JSON.std.asString(event).getBytes(StandardCharsets.UTF_8);
    }

    private static void respond(HttpExchange exchange, byte[] result) throws IOException {
        Map<String, Object> response;
        try {
            response = JSON.std.mapFrom(result);
        } catch (JacksonException e) {
            message(exchange, BAD_GATEWAY, "Internal Server Error");
            return;
        }
        int status = response.get("statusCode") instanceof Number number ? number.intValue() : 200;
        if (response.get("headers") instanceof Map<?, ?> headers) {
            for (Map.Entry<?, ?> header : headers.entrySet()) {
                String name = String.valueOf(header.getKey());
                boolean renamed = OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT));
                exchange.getResponseHeaders()
                        .set(
                                renamed ? "x-amzn-remapped-" + name : name,
                                String.valueOf(header.getValue()));
            }
        }
        String text = response.get("body") instanceof String body ? body : "";
        send(
                exchange,
                status,
                Boolean.TRUE.equals(response.get("isBase64Encoded"))
                        ? Base64.getDecoder().decode(text)
                        : text.getBytes(StandardCharsets.UTF_8));
    }

    private static void message(HttpExchange exchange, int status, String message)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(
                exchange,
                status,
                JSON.std.asString(Map.of("Message", message)).getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
