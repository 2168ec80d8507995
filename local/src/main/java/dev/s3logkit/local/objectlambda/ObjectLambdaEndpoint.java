package dev.s3logkit.local.objectlambda;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import dev.s3logkit.local.http.LoopbackServer;
import dev.s3logkit.local.lambda.FunctionException;
import dev.s3logkit.local.lambda.LambdaFunction;
import dev.s3logkit.local.template.ObjectLambdaSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Object Lambda access points in the place of buckets: `/NAME/KEY`. GetObject, HeadObject and the
/// listings become events of the function; its answer to GetObject comes back by `POST
/// /WriteGetObjectResponse` at the same endpoint and is passed on while it is sent. All other
/// requests go to the bucket behind the supporting access point.
public final class ObjectLambdaEndpoint implements AutoCloseable {

    private static final String ROUTE = "io-local";
    private static final int MAX_BODY = 64 << 20;
    private static final String FORWARDED = "x-amz-fwd-header-";

    private final LoopbackServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI s3;
    private final Map<String, Served> accessPoints = new ConcurrentHashMap<>();
    private final Map<String, HttpExchange> waiting = new ConcurrentHashMap<>();

    private record Served(ObjectLambdaSpec spec, LambdaFunction function) {}

    private ObjectLambdaEndpoint(LoopbackServer server, URI s3) {
        this.server = server;
        this.s3 = s3;
    }

    /// Starts to listen on this machine only, on any port that is free.
    ///
    /// @param s3 where the buckets behind the access points are; looks at no signatures
    public static ObjectLambdaEndpoint start(URI s3) throws IOException {
        LoopbackServer server = LoopbackServer.bind();
        ObjectLambdaEndpoint endpoint = new ObjectLambdaEndpoint(server, s3);
        server.serve(endpoint::handle);
        return endpoint;
    }

    /// Serves an access point by a function.
    public void add(ObjectLambdaSpec spec, LambdaFunction function) {
        accessPoints.put(spec.name(), new Served(spec, function));
    }

    /// Where it listens.
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            if (path.equals("/WriteGetObjectResponse")) {
                respond(exchange);
                return;
            }
            int slash = path.indexOf('/', 1);
            String name = slash < 0 ? path.substring(1) : path.substring(1, slash);
            String key = slash < 0 ? "/" : path.substring(slash);
            Served served = accessPoints.get(name);
            if (served == null) {
                error(exchange, 404, "NoSuchBucket", "The specified bucket does not exist");
                return;
            }
            String action = action(exchange, key);
            if (!served.spec.actions().contains(action)) {
                forward(exchange, served.spec, key);
                return;
            }
            String missing = missingFeature(exchange, action);
            if (!missing.isEmpty() && !served.spec.features().contains(missing)) {
                error(
                        exchange,
                        501,
                        "NotImplemented",
                        "A header or query you provided requested a function that is not"
                                + " implemented: "
                                + missing);
                return;
            }
            invoke(exchange, served, action, key);
        }
    }

    private static String action(HttpExchange exchange, String key) {
        String method = exchange.getRequestMethod();
        String query = query(exchange);
        if (method.equals("HEAD") && !key.equals("/")) {
            return "HeadObject";
        }
        if (!method.equals("GET")) {
            return method;
        }
        if (!key.equals("/")) {
            return "GetObject";
        }
        if (query.contains("list-type=2")) {
            return "ListObjectsV2";
        }
        return query.matches(
                        "(?:.*&)?(?:location|versioning|uploads|versions|acl|policy)(?:[&=].*)?")
                ? "other"
                : "ListObjects";
    }

    /// The feature that a request needs besides its operation; empty for none.
    private static String missingFeature(HttpExchange exchange, String action) {
        if (!action.equals("GetObject") && !action.equals("HeadObject")) {
            return "";
        }
        if (exchange.getRequestHeaders().containsKey("Range")) {
            return action + "-Range";
        }
        return query(exchange).contains("partNumber=") ? action + "-PartNumber" : "";
    }

    private void invoke(HttpExchange exchange, Served served, String action, String key)
            throws IOException {
        String token = UUID.randomUUID().toString();
        boolean get = action.equals("GetObject");
        byte[] event = event(exchange, served, action, key, token);
        if (get) {
            waiting.put(token, exchange);
        }
        byte[] result;
        try {
            result = served.function.invoke(event);
        } catch (FunctionException e) {
            // Its log has the reason.
            if (!get || waiting.remove(token) != null) {
                error(exchange, 500, "LambdaRuntimeError", "The function failed.");
            }
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (get) {
            if (waiting.remove(token) != null) {
                error(
                        exchange,
                        500,
                        "LambdaResponseNotReceived",
                        "The function ended without WriteGetObjectResponse.");
            }
            return;
        }
        Map<String, Object> answer;
        try {
            answer = JSON.std.mapFrom(result);
        } catch (JacksonException e) {
            error(exchange, 500, "LambdaInvalidResponse", "The function's answer is no JSON.");
            return;
        }
        if (action.equals("HeadObject")) {
            head(exchange, answer);
        } else {
            list(exchange, answer);
        }
    }

    private byte[] event(
            HttpExchange exchange, Served served, String action, String key, String token)
            throws IOException {
        Map<String, Object> context = new LinkedHashMap<>();
        boolean list = action.startsWith("List");
        String query = query(exchange);
        String separator = list && !query.isEmpty() ? "?" + query + "&" : "?";
        context.put(
                "inputS3Url",
                s3 + "/" + served.spec.bucket() + key + separator + "X-Amz-SignedHeaders=host");
        if (action.equals("GetObject")) {
            context.put("outputRoute", ROUTE);
            context.put("outputToken", token);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name, String.join(",", values)));
        Map<String, Object> user = new LinkedHashMap<>();
        user.put(
                "url",
                "https://%s-000000000000.s3-object-lambda.us-east-1.amazonaws.com%s%s"
                        .formatted(served.spec.name(), key, query.isEmpty() ? "" : "?" + query));
        user.put("headers", headers);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("xAmzRequestId", UUID.randomUUID().toString());
        event.put(
                Character.toLowerCase(action.charAt(0)) + action.substring(1) + "Context", context);
        event.put(
                "configuration",
                Map.of(
                        "accessPointArn",
                        served.spec.logicalId(),
                        "supportingAccessPointArn",
                        served.spec.bucket(),
                        "payload",
                        ""));
        event.put("userRequest", user);
        event.put("userIdentity", Map.of("type", "IAMUser", "principalId", "local"));
        event.put("protocolVersion", "1.00");
        return JSON.std.asString(event).getBytes(StandardCharsets.UTF_8);
    }

    /// Passes on what the function sends, to who waits for it.
    private void respond(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("x-amz-request-token");
        HttpExchange caller = token == null ? null : waiting.remove(token);
        if (caller == null || !ROUTE.equals(header(exchange, "x-amz-request-route"))) {
            error(exchange, 400, "ValidationError", "Nobody waits for this token.");
            return;
        }
        int status = Integer.parseInt(header(exchange, "x-amz-fwd-status"));
        String code = header(exchange, "x-amz-fwd-error-code");
        if (!code.isEmpty()) {
            error(caller, status, code, header(exchange, "x-amz-fwd-error-message"));
        } else {
            exchange.getRequestHeaders()
                    .forEach(
                            (name, values) -> {
                                String lower = name.toLowerCase(Locale.ROOT);
                                if (lower.startsWith(FORWARDED)
                                        && !lower.equals(FORWARDED + "content-length")) {
                                    caller.getResponseHeaders()
                                            .set(
                                                    name.substring(FORWARDED.length()),
                                                    values.getFirst());
                                } else if (lower.startsWith("x-amz-meta-")) {
                                    caller.getResponseHeaders().set(name, values.getFirst());
                                }
                            });
            String length = header(exchange, "content-length");
            long bytes = length.isEmpty() ? 0 : Long.parseLong(length);
            caller.sendResponseHeaders(status, bytes == 0 ? -1 : bytes);
            if (bytes > 0) {
                exchange.getRequestBody().transferTo(caller.getResponseBody());
                caller.getResponseBody().close();
            }
        }
        exchange.sendResponseHeaders(200, -1);
    }

    private static void head(HttpExchange exchange, Map<String, Object> answer) throws IOException {
        if (answer.get("headers") instanceof Map<?, ?> headers) {
            headers.forEach(
                    (name, value) ->
                            exchange.getResponseHeaders()
                                    .set(String.valueOf(name), String.valueOf(value)));
        }
        exchange.sendResponseHeaders(status(answer), -1);
    }

    private static void list(HttpExchange exchange, Map<String, Object> answer) throws IOException {
        int status = status(answer);
        if (answer.get("errorCode") instanceof String code) {
            error(exchange, status, code, String.valueOf(answer.get("errorMessage")));
            return;
        }
        String xml =
                answer.get("listBucketResult") instanceof Map<?, ?> result
                        ? ListXml.of(result)
                        : String.valueOf(answer.get("listResultXml"));
        xml(exchange, status, xml);
    }

    private static int status(Map<String, Object> answer) {
        return answer.get("statusCode") instanceof Number number ? number.intValue() : 500;
    }

    /// To the bucket itself, whatever it is.
    private void forward(HttpExchange exchange, ObjectLambdaSpec spec, String key)
            throws IOException {
        String query = query(exchange);
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        s3
                                                + "/"
                                                + spec.bucket()
                                                + key
                                                + (query.isEmpty() ? "" : "?" + query)))
                        .method(
                                exchange.getRequestMethod(),
                                HttpRequest.BodyPublishers.ofByteArray(body));
        for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith("x-amz-") || name.startsWith("content-type")) {
                request.header(name, header.getValue().getFirst());
            }
        }
        HttpResponse<byte[]> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        response.headers()
                .map()
                .forEach(
                        (name, values) -> {
                            if (!name.equalsIgnoreCase("content-length")
                                    && !name.equalsIgnoreCase("transfer-encoding")) {
                                exchange.getResponseHeaders().put(name, values);
                            }
                        });
        byte[] answer = response.body();
        exchange.sendResponseHeaders(
                response.statusCode(), answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
    }

    private static void error(HttpExchange exchange, int status, String code, String message)
            throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        xml(
                exchange,
                status,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>%s</Message></Error>"
                        .formatted(ListXml.escaped(code), ListXml.escaped(message)));
    }

    private static void xml(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().close();
    }

    private static String query(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return query == null ? "" : query;
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
