package dev.s3logkit.local.s3.store;

import java.time.Instant;

/// A change that was made to a bucket.
///
/// @param size of the object that was written; 0 for a removal
/// @param etag of the object that was written, without quotes; empty for a removal
public record ObjectChange(
        Kind kind,
        String bucket,
        String key,
        long size,
        String etag,
        long sequencer,
        Instant time) {

    /// What happened, in the words of S3's notifications.
    public enum Kind {
        PUT("ObjectCreated:Put"),
        COPY("ObjectCreated:Copy"),
        COMPLETE_MULTIPART_UPLOAD("ObjectCreated:CompleteMultipartUpload"),
        DELETE("ObjectRemoved:Delete");

        private final String eventName;

        Kind(String eventName) {
            this.eventName = eventName;
        }

        public String eventName() {
            return eventName;
        }
    }

    /// Told of every change, those of one key in their order. It must not block: the key is locked.
    @FunctionalInterface
    public interface Listener {
        void changed(ObjectChange change);
    }
}
