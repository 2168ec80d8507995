package dev.s3logkit.common.s3;

import org.jspecify.annotations.Nullable;

/// S3 refused the request (HTTP 403): permission, bucket policy or key policy. Without the
/// permission to list a bucket, S3 answers so for objects that are not there, too.
public final class ObjectAccessDeniedException extends ObjectStoreException {

    private static final long serialVersionUID = 1L;

    /// @param problem what S3 answered
    public ObjectAccessDeniedException(
            S3Uri uri, String request, String problem, @Nullable Throwable cause) {
        super(uri, request, problem, cause);
    }
}
