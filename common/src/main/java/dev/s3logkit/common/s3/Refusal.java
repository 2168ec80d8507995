package dev.s3logkit.common.s3;

import org.jspecify.annotations.Nullable;

/// An answer of S3 that is an error, in whatever way it was received.
///
/// @param code of S3's error document; empty when there was none, as in the answer to a HEAD
/// @param message of S3's error document
/// @param region `x-amz-bucket-region`; null when it was not sent
record Refusal(
        int status,
        String code,
        String message,
        @Nullable String requestId,
        @Nullable String region) {

    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int PRECONDITION_FAILED = 412;
    static final int RANGE_NOT_SATISFIABLE = 416;

    private static final int MOVED_PERMANENTLY = 301;
    private static final int MOVED_TEMPORARILY = 307;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;

    /// The exception to throw for it.
    ObjectStoreException exception(S3Uri uri, String request, @Nullable Throwable cause) {
        if (status == NOT_FOUND && code.equals("NoSuchBucket")) {
            return new NoSuchObjectException(uri, request, "no such bucket", cause);
        }
        if (status == NOT_FOUND && code.equals("NoSuchKey")) {
            return new NoSuchObjectException(uri, request, "no such key", cause);
        }
        if (status == FORBIDDEN && code.equals("InvalidObjectState")) {
            return new ObjectArchivedException(uri, request, cause);
        }
        if (status == FORBIDDEN && (code.equals("AccessDenied") || code.isEmpty())) {
            return new ObjectAccessDeniedException(uri, request, describe(), cause);
        }
        if (isElsewhere()) {
            return new WrongRegionException(uri, request, region, cause);
        }
        return new ObjectStoreException(uri, request, describe(), cause);
    }

    private boolean isElsewhere() {
        return status == MOVED_PERMANENTLY
                || status == MOVED_TEMPORARILY
                || (status == BAD_REQUEST
                        && region != null
                        && (code.equals("AuthorizationHeaderMalformed") || code.isEmpty()));
    }

    String describe() {
        return "status %d%s%s, request id %s"
                .formatted(
                        status,
                        code.isEmpty() ? "" : " " + code,
                        message.isEmpty() ? "" : " (" + message + ")",
                        requestId);
    }
}
