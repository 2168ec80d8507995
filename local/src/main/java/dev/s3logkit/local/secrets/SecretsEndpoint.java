package dev.s3logkit.local.secrets;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import dev.s3logkit.local.http.LoopbackServer;
import dev.s3logkit.local.template.SecretSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// `GetSecretValue` for the secrets of a template, whose values are made up at each start.
public final class SecretsEndpoint implements AutoCloseable {

    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int MAX_REQUEST = 65_536;

    private final LoopbackServer server;
    private final Map<String, String> values;

    private SecretsEndpoint(LoopbackServer server, Map<String, String> values) {
        this.server = server;
        this.values = values;
    }

    /// Starts to listen on this machine only, on any port that is free.
    public static SecretsEndpoint start(List<SecretSpec> secrets) throws IOException {
        Map<String, String> values = new ConcurrentHashMap<>();
        for (SecretSpec secret : secrets) {
            values.put(secret.arn(), value(secret));
        }
        LoopbackServer server = LoopbackServer.bind();
        SecretsEndpoint endpoint = new SecretsEndpoint(server, values);
        server.serve(endpoint::handle);
        return endpoint;
    }

    private static String value(SecretSpec secret) throws IOException {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < secret.length(); i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        Map<String, Object> fields = new LinkedHashMap<>(JSON.std.mapFrom(secret.template()));
        fields.put(secret.key(), text.toString());
        return JSON.std.asString(fields);
    }

    /// Where it listens.
    public URI endpoint() {
        return server.endpoint();
    }

    /// The text of a secret by its ARN.
    public Map<String, String> values() {
        return Map.copyOf(values);
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, Object> request =
                    JSON.std.mapFrom(exchange.getRequestBody().readNBytes(MAX_REQUEST));
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            String id = String.valueOf(request.get("SecretId"));
            if (!"secretsmanager.GetSecretValue".equals(target)) {
                answer(exchange, 400, Map.of("__type", "InvalidRequestException"));
                return;
            }
            String value = values.get(id);
            if (value == null) {
                answer(
                        exchange,
                        400,
                        Map.of(
                                "__type",
                                "ResourceNotFoundException",
                                "Message",
                                "Secrets Manager can't find the specified secret."));
                return;
            }
            answer(exchange, 200, Map.of("ARN", id, "Name", id, "SecretString", value));
        }
    }

    private static void answer(HttpExchange exchange, int status, Map<String, String> body)
            throws IOException {
        byte[] json = JSON.std.asString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
    }
}
