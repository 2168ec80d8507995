package dev.s3logkit.common.s3;

import org.jspecify.annotations.Nullable;

/// The object has to be restored before it can be read: it is in an archive storage class or tier
/// (HTTP 403, `InvalidObjectState`).
public final class ObjectArchivedException extends ObjectStoreException {

    private static final long serialVersionUID = 1L;

    public ObjectArchivedException(S3Uri uri, String request, @Nullable Throwable cause) {
        super(
                uri,
                request,
                "the object is archived and has to be restored before it can be read",
                cause);
    }
}
