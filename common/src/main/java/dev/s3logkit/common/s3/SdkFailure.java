package dev.s3logkit.common.s3;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// From the SDK's exceptions to ours.
final class SdkFailure {

    private SdkFailure() {}

    /// The exception to throw for a request that failed. An interrupt is passed on as such, and the
    /// thread is interrupted again.
    static IOException of(S3Uri uri, String request, SdkException failure) {
        if (failure instanceof AbortedException || Thread.currentThread().isInterrupted()) {
            return Interruption.of(uri, request, failure);
        }
        return failure instanceof S3Exception answer
                ? refusal(answer).exception(uri, request, answer)
                : new ObjectStoreException(uri, request, "no answer: " + failure, failure);
    }

    static boolean is(SdkException failure, int status) {
        return failure instanceof S3Exception answer && answer.statusCode() == status;
    }

    /// S3's error code; empty when there was no answer, or none with a code.
    static String code(@Nullable Throwable failure) {
        return failure instanceof S3Exception answer ? refusal(answer).code() : "";
    }

    private static Refusal refusal(S3Exception answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        SdkHttpResponse response = details == null ? null : details.sdkHttpResponse();
        return new Refusal(
                answer.statusCode(),
                details == null ? "" : Objects.requireNonNullElse(details.errorCode(), ""),
                details == null ? "" : Objects.requireNonNullElse(details.errorMessage(), ""),
                answer.requestId(),
                response == null
                        ? null
                        : response.firstMatchingHeader("x-amz-bucket-region").orElse(null));
    }
}
