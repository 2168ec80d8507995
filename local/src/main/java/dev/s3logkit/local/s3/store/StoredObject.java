package dev.s3logkit.local.s3.store;

import java.time.Instant;

/// An object as it stands; replaced as a whole, never changed.
///
/// @param etag without quotes
/// @param crc32 checksum of all bytes
/// @param lastModified in whole seconds, as S3 has it
/// @param sequencer greater than that of every change made before
public record StoredObject(
        String key,
        long size,
        String etag,
        int crc32,
        Instant lastModified,
        ObjectAttributes attributes,
        long sequencer,
        Body body) {

    StoredObject withBody(Body other) {
        return new StoredObject(key, size, etag, crc32, lastModified, attributes, sequencer, other);
    }
}
