package dev.s3logkit.objectlambda.bucket;

import java.time.Instant;

/// A file of an archive as an object.
///
/// @param key in the virtual bucket
/// @param size bytes
/// @param etag without quotes: 32 hex digits and `-1`, so that nobody takes it for an MD5; another
///   one when the archive is another
/// @param lastModified to the second; the archive's own where it says nothing of the file
/// @param contentType by the extension of the name
public record ServedObject(
        String key, long size, String etag, Instant lastModified, String contentType) {}
