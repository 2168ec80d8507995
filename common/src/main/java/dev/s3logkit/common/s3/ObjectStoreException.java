package dev.s3logkit.common.s3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A request to S3 that failed after its retries; the message names the request, the object and
/// what S3 answered.
public class ObjectStoreException extends IOException {

    private static final long serialVersionUID = 1L;

    public ObjectStoreException(
            S3Uri uri, String request, String problem, @Nullable Throwable cause) {
        super(request + " " + uri + ": " + problem, cause);
    }
}
