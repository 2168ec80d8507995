package dev.s3logkit.local.s3.store;

import java.util.Map;

/// What a writer says of an object and a reader gets back.
///
/// @param headers `Content-Type`, `Content-Encoding` and the like, by name in lower case
/// @param metadata user metadata, keys in lower case without `x-amz-meta-`
/// @param storageClass S3's name of it, such as `STANDARD`
public record ObjectAttributes(
        Map<String, String> headers, Map<String, String> metadata, String storageClass) {

    public ObjectAttributes {
        headers = Map.copyOf(headers);
        metadata = Map.copyOf(metadata);
    }
}
