package dev.s3logkit.common.event;

import dev.s3logkit.common.s3.S3Uri;
import org.jspecify.annotations.Nullable;

/// One record of an S3 notification.
///
/// @param name the event without `s3:`, such as `ObjectCreated:Put`; EventBridge's detail types are
///   mapped to these names
/// @param object with the key decoded as its envelope demands
/// @param size bytes, or -1 when the record has none
/// @param etag without quotes, or null when the record has none
/// @param versionId or null
/// @param sequencer orders events of one key, or null
public record ObjectEvent(
        String name,
        S3Uri object,
        long size,
        @Nullable String etag,
        @Nullable String versionId,
        @Nullable String sequencer) {

    /// Whether the event says that an object is there now: put, post, copy or a completed upload.
    public boolean created() {
        return name.startsWith("ObjectCreated:");
    }
}
