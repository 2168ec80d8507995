package dev.s3logkit.local.s3.awssdk;

import dev.s3logkit.local.s3.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The store's errors as the exceptions of the SDK that S3Proxy turns into S3's error documents.
final class SdkErrors {

    private SdkErrors() {}

    /// Something that the store does.
    @FunctionalInterface
    interface Request<T> {
        T answer() throws IOException;
    }

    /// Something that the store does without a result.
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    static <T> T of(Request<T> request) {
        try {
            return request.answer();
        } catch (StoreException e) {
            throw exception(e);
        } catch (IOException e) {
            // A checksum that did not match comes as the cause; S3Proxy looks for it there.
            throw new UncheckedIOException(e);
        }
    }

    static void run(Action action) {
        Object _ =
                of(
                        () -> {
                            action.run();
                            return "";
                        });
    }

    /// An answer with a status, a code and headers.
    static S3Exception exception(
            int status, String code, String message, Map<String, String> headers) {
        return (S3Exception)
                S3Exception.builder()
                        .statusCode(status)
                        .message(message)
                        .awsErrorDetails(details(status, code, message, headers))
                        .build();
    }

    /// `304 Not Modified`, which has no body and so no code.
    static S3Exception notModified(String etag) {
        SdkHttpResponse response =
                SdkHttpResponse.builder()
                        .statusCode(304)
                        .putHeader("ETag", '"' + etag + '"')
                        .build();
        return (S3Exception)
                S3Exception.builder()
                        .statusCode(304)
                        .message("not modified")
                        .awsErrorDetails(
                                AwsErrorDetails.builder().sdkHttpResponse(response).build())
                        .build();
    }

    private static AwsServiceException exception(StoreException e) {
        int status = e.code().status();
        String message = String.valueOf(e.getMessage());
        AwsErrorDetails details = details(status, e.code().wireName(), message, Map.of());
        return switch (e.code()) {
            case NO_SUCH_BUCKET ->
                    NoSuchBucketException.builder()
                            .statusCode(status)
                            .message(message)
                            .awsErrorDetails(details)
                            .build();
            case NO_SUCH_KEY ->
                    NoSuchKeyException.builder()
                            .statusCode(status)
                            .message(message)
                            .awsErrorDetails(details)
                            .build();
            case NO_SUCH_UPLOAD,
                    INVALID_PART,
                    INVALID_ARGUMENT,
                    BAD_DIGEST,
                    INCOMPLETE_BODY,
                    INVALID_OBJECT_STATE,
                    BUCKET_NOT_EMPTY,
                    BUCKET_EXISTS,
                    PRECONDITION_FAILED,
                    INVALID_RANGE,
                    NOT_IMPLEMENTED ->
                    exception(status, e.code().wireName(), message, Map.of());
        };
    }

    private static AwsErrorDetails details(
            int status, String code, String message, Map<String, String> headers) {
        SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(status);
        headers.forEach(response::putHeader);
        return AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage(message)
                .sdkHttpResponse(response.build())
                .build();
    }
}
