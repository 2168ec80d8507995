package dev.s3logkit.common.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// From the SDK's exceptions to ours.
final class SdkFailure {

    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int PRECONDITION_FAILED = 412;

    private SdkFailure() {}

    /// The exception to throw for a request that failed. An interrupt is passed on as such, and the
    /// thread is interrupted again.
    static IOException of(S3Uri uri, String request, SdkException failure) {
        if (failure instanceof AbortedException || Thread.currentThread().isInterrupted()) {
            return interrupted(uri, request, failure);
        }
        if (!(failure instanceof S3Exception answer)) {
            return new ObjectStoreException(uri, request, "no answer: " + failure, failure);
        }
        String code = code(answer);
        if (answer.statusCode() == NOT_FOUND && code.equals("NoSuchBucket")) {
            return new NoSuchObjectException(uri, request, "no such bucket", answer);
        }
        if (answer.statusCode() == NOT_FOUND && code.equals("NoSuchKey")) {
            return new NoSuchObjectException(uri, request, "no such key", answer);
        }
        return new ObjectStoreException(uri, request, describe(answer, code), answer);
    }

    static InterruptedIOException interrupted(S3Uri uri, String request, Throwable cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted =
                new InterruptedIOException(request + " " + uri + ": interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }

    static boolean is(SdkException failure, int status) {
        return failure instanceof S3Exception answer && answer.statusCode() == status;
    }

    private static String code(S3Exception answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    private static String describe(S3Exception answer, String code) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String text = details == null ? null : details.errorMessage();
        return "status %d%s%s, request id %s"
                .formatted(
                        answer.statusCode(),
                        code.isEmpty() ? "" : " " + code,
                        text == null || text.isEmpty() ? "" : " (" + text + ")",
                        answer.requestId());
    }
}
