package dev.s3logkit.objectlambda.bucket;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request of S3's REST API, as an adapter has taken it apart.
///
/// @param method in capitals
/// @param bucket empty when the request is about no bucket
/// @param key percent-decoded, without the slash before it; empty when it is about the bucket
/// @param parameters of the query, percent-decoded, in their order
/// @param headers by lower-case names; several values of one name joined by commas
/// @param requestId what the answer carries as `x-amz-request-id`
public record S3Question(
        String method,
        String bucket,
        String key,
        List<Parameter> parameters,
        Map<String, String> headers,
        String requestId) {

    public S3Question {
        parameters = List.copyOf(parameters);
        headers = Map.copyOf(headers);
    }

    /// Takes a request in path style apart: `/bucket/key`.
    ///
    /// @param rawPath as it was sent, still percent-encoded; a `+` in it is a plus
    /// @param rawQuery as it was sent, without the question mark; null or empty when there is none;
    ///   a `+` in it is a space
    /// @throws S3Error `InvalidURI` when a `%` is not followed by two hex digits, or what is
    ///   decoded is not UTF-8
    public static S3Question pathStyle(
            String method,
            String rawPath,
            @Nullable String rawQuery,
            Map<String, String> headers,
            String requestId)
            throws S3Error {
        String path = rawPath.startsWith("/") ? rawPath.substring(1) : rawPath;
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String key = slash < 0 ? "" : path.substring(slash + 1);
        return new S3Question(
                method,
                PercentEncoding.decode(bucket, false),
                PercentEncoding.decode(key, false),
                PercentEncoding.parameters(rawQuery),
                headers,
                requestId);
    }

    /// The value of a parameter, or null when it is not there; of several the first one.
    public @Nullable String parameter(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                return parameter.value();
            }
        }
        return null;
    }

    /// The value of a header, or null when it is not there.
    ///
    /// @param name in lower case
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
