package dev.s3logkit.objectlambda.functionurl;

import dev.s3logkit.objectlambda.event.EventFields;
import dev.s3logkit.objectlambda.event.InvalidEventException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A request to a function URL, out of an event of payload format 2.0.
///
/// @param method in upper case
/// @param rawPath percent-encoded as it was sent
/// @param rawQuery as it was sent, without the question mark; empty for none
/// @param headers by lower-case names; several values of one name joined by commas
/// @param body the whole of it; not copied
/// @param requestId of Lambda
/// @param checkedByIam whether Lambda has let the caller in by IAM, which only a URL of `AuthType:
///   AWS_IAM` does
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
public record UrlRequest(
        String method,
        String rawPath,
        String rawQuery,
        Map<String, String> headers,
        byte[] body,
        String requestId,
        boolean checkedByIam) {

    private static final String VERSION = "2.0";

    /// Reads an event.
    ///
    /// @throws InvalidEventException when it is none of a function URL
    public static UrlRequest of(EventFields event) {
        String version = event.text("version", "");
        if (!version.equals(VERSION) || !event.has("requestContext")) {
            throw new InvalidEventException(
                    "the event is none of a function URL: expected \"version\": \"2.0\" and a"
                            + " \"requestContext\"");
        }
        EventFields context = event.below("requestContext");
        EventFields http = context.below("http");
        Map<String, String> headers = new TreeMap<>();
        event.below("headers")
                .texts()
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new UrlRequest(
                http.text("method").toUpperCase(Locale.ROOT),
                event.text("rawPath", "/"),
                event.text("rawQueryString", ""),
                headers,
                body(event),
                context.text("requestId", ""),
                !context.below("authorizer").below("iam").texts().isEmpty());
    }

    private static byte[] body(EventFields event) {
        String body = event.text("body", "");
        if (!event.flag("isBase64Encoded")) {
            return body.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new InvalidEventException("\"body\" of the event is no Base64", e);
        }
    }
}
