package dev.s3logkit.objectlambda.functionurl;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.objectlambda.event.EventFields;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Requests to a front door as events, and its answers as Lambda sees them.
public final class Doors {

    private Doors() {}

    /// A sample event.
    public static EventFields sample(String name) throws IOException {
        Path file = Path.of(System.getProperty("s3logkit.root")).resolve("events").resolve(name);
        return EventFields.read(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    /// An event.
    ///
    /// @param iam whether the URL is one of IAM
    public static EventFields event(
            String method, String path, String query, Map<String, String> headers, boolean iam)
            throws IOException {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("http", Map.of("method", method, "path", path));
        context.put("requestId", "request-1");
        if (iam) {
            context.put("authorizer", Map.of("iam", Map.of("userId", "reader")));
        }
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("rawPath", path);
        event.put("rawQueryString", query);
        event.put("headers", headers);
        event.put("requestContext", context);
        event.put("isBase64Encoded", false);
        byte[] json = JSON.std.asString(event).getBytes(StandardCharsets.UTF_8);
        return EventFields.read(new ByteArrayInputStream(json));
    }

    /// What Lambda takes out of an answer.
    public static Answer answer(FrontDoor door, EventFields event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        door.answer(UrlRequest.of(event)).writeTo(out);
        Map<String, Object> json = JSON.std.mapFrom(out.toByteArray());
        Map<String, String> headers = new HashMap<>();
        ((Map<?, ?>) json.get("headers"))
                .forEach((name, value) -> headers.put("" + name, "" + value));
        return new Answer(
                (Integer) json.get("statusCode"),
                headers,
                new String(
                        Base64.getDecoder().decode("" + json.get("body")),
                        StandardCharsets.ISO_8859_1),
                out.size());
    }

    /// An answer.
    ///
    /// @param body its bytes as characters
    /// @param size of the JSON, bytes
    public record Answer(int status, Map<String, String> headers, String body, int size) {}
}
