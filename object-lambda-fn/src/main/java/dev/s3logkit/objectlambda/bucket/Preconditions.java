package dev.s3logkit.objectlambda.bucket;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Conditions of a request, in the order of RFC 9110, section 13.2.2, which is S3's.
final class Preconditions {

    private Preconditions() {}

    /// @throws S3Error `PreconditionFailed` or `NotModified`
    static void check(ObjectRequest.Conditions conditions, ServedObject object) throws S3Error {
        if (conditions.ifMatch() != null) {
            if (!matches(conditions.ifMatch(), object)) {
                throw failed("If-Match");
            }
        } else {
            Instant limit = HttpDate.parse(conditions.ifUnmodifiedSince());
            if (limit != null && object.lastModified().isAfter(limit)) {
                throw failed("If-Unmodified-Since");
            }
        }
        if (conditions.ifNoneMatch() != null) {
            if (matches(conditions.ifNoneMatch(), object)) {
                throw notModified(object);
            }
        } else {
            Instant limit = HttpDate.parse(conditions.ifModifiedSince());
            if (limit != null && !object.lastModified().isAfter(limit)) {
                throw notModified(object);
            }
        }
    }

    /// @param header one or several ETags, with or without quotes, or `*`
    private static boolean matches(@Nullable String header, ServedObject object) {
        if (header == null) {
            return false;
        }
        for (String tag : header.split(",", -1)) {
            String bare = tag.strip();
            if (bare.startsWith("W/")) {
                bare = bare.substring(2);
            }
            if (bare.equals("*") || bare.replace("\"", "").equals(object.etag())) {
                return true;
            }
        }
        return false;
    }

    private static S3Error failed(String condition) {
        return new S3Error(
                412,
                "PreconditionFailed",
                "At least one of the pre-conditions you specified did not hold",
                Map.of("Condition", condition),
                Map.of());
    }

    private static S3Error notModified(ServedObject object) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("etag", '"' + object.etag() + '"');
        headers.put("last-modified", HttpDate.header(object.lastModified()));
        return new S3Error(304, "NotModified", "Not Modified", Map.of(), headers);
    }
}
