package dev.s3logkit.common.s3;

import org.jspecify.annotations.Nullable;

/// An object to delete.
///
/// @param ifMatch ETag without quotes that it has to have; null for any
public record Deletion(S3Uri uri, @Nullable String ifMatch) {

    /// The object as it was when this was said of it.
    public static Deletion of(ObjectInfo object) {
        return new Deletion(object.uri(), object.etag());
    }
}
