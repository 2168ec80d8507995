package dev.s3logkit.common.s3;

import java.io.InterruptedIOException;

/// Requests that ended because their thread was interrupted.
final class Interruption {

    private Interruption() {}

    /// The exception to throw; the thread is interrupted again.
    static InterruptedIOException of(S3Uri uri, String request, Throwable cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted =
                new InterruptedIOException(request + " " + uri + ": interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }
}
