package dev.s3logkit.common.s3;

import java.time.Instant;
import java.util.Map;

/// What S3 says of an object.
///
/// @param size bytes
/// @param etag without quotes
/// @param metadata user metadata, keys in lower case, without `x-amz-meta-`; empty in listings
public record ObjectInfo(
        S3Uri uri, long size, String etag, Instant lastModified, Map<String, String> metadata) {

    public ObjectInfo {
        metadata = Map.copyOf(metadata);
    }
}
