package dev.s3logkit.local.s3.store;

/// A request that S3 answers with an error.
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// S3's error codes, as far as the store gives them.
    public enum Code {
        NO_SUCH_BUCKET(404, "NoSuchBucket"),
        NO_SUCH_KEY(404, "NoSuchKey"),
        NO_SUCH_UPLOAD(404, "NoSuchUpload"),
        INVALID_PART(400, "InvalidPart"),
        INVALID_ARGUMENT(400, "InvalidArgument"),
        BAD_DIGEST(400, "BadDigest"),
        INCOMPLETE_BODY(400, "IncompleteBody"),
        INVALID_OBJECT_STATE(403, "InvalidObjectState"),
        BUCKET_NOT_EMPTY(409, "BucketNotEmpty"),
        BUCKET_EXISTS(409, "BucketAlreadyOwnedByYou"),
        PRECONDITION_FAILED(412, "PreconditionFailed"),
        INVALID_RANGE(416, "InvalidRange"),
        NOT_IMPLEMENTED(501, "NotImplemented");

        private final int status;
        private final String wireName;

        Code(int status, String wireName) {
            this.status = status;
            this.wireName = wireName;
        }

        /// The HTTP status.
        public int status() {
            return status;
        }

        /// The code in S3's error document.
        public String wireName() {
            return wireName;
        }
    }

    private final Code code;

    public StoreException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
