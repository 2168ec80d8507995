package dev.s3logkit.common.s3;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What headers of S3 mean that may be absent.
final class ObjectHeaders {

    private ObjectHeaders() {}

    /// S3 leaves the header out for the class that objects have by default.
    static String storageClass(@Nullable String name) {
        return name == null ? ObjectInfo.STANDARD : name;
    }

    static String unquoted(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }

    static Instant orEpoch(@Nullable Instant time) {
        return time == null ? Instant.EPOCH : time;
    }
}
