package dev.s3logkit.common.s3;

import org.jspecify.annotations.Nullable;

/// The object, or its bucket, does not exist.
public final class NoSuchObjectException extends ObjectStoreException {

    private static final long serialVersionUID = 1L;

    /// @param problem what is missing, such as `"no such key"` or `"no such bucket"`
    public NoSuchObjectException(
            S3Uri uri, String request, String problem, @Nullable Throwable cause) {
        super(uri, request, problem, cause);
    }
}
