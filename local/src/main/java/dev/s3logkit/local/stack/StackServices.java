package dev.s3logkit.local.stack;

import dev.s3logkit.local.lambda.FunctionException;
import dev.s3logkit.local.lambda.LambdaFunction;
import dev.s3logkit.local.lambda.LambdaService;
import dev.s3logkit.local.states.StateFailure;
import dev.s3logkit.local.states.StatesServices;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/// What state machines reach: the functions and the objects of the stack.
final class StackServices implements StatesServices {

    private final LambdaService lambda;
    private final S3Client s3;
    private final Duration longestPause;

    /// @param longestPause between two tries
    StackServices(LambdaService lambda, S3Client s3, Duration longestPause) {
        this.lambda = lambda;
        this.s3 = s3;
        this.longestPause = longestPause;
    }

    @Override
    public String invoke(String name, String payload) throws StateFailure, InterruptedException {
        Optional<LambdaFunction> function =
                lambda.functions().stream()
                        .filter(f -> f.spec().arn().equals(name) || f.spec().name().equals(name))
                        .findFirst();
        if (function.isEmpty()) {
            throw new StateFailure(
                    "Lambda.ResourceNotFoundException", "Function not found: " + name);
        }
        try {
            byte[] result = function.get().invoke(payload.getBytes(StandardCharsets.UTF_8));
            return new String(result, StandardCharsets.UTF_8);
        } catch (FunctionException e) {
            throw new StateFailure(e.errorType(), e.errorMessage(), e);
        }
    }

    @Override
    public String read(String bucket, String key) throws StateFailure {
        try {
            return s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asUtf8String();
        } catch (SdkException e) {
            throw new StateFailure(
                    "States.ItemReaderFailed",
                    "s3://%s/%s: %s".formatted(bucket, key, e.getMessage()),
                    e);
        }
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        Thread.sleep(time.compareTo(longestPause) < 0 ? time : longestPause);
    }
}
