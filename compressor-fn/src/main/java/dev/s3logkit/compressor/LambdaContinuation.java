package dev.s3logkit.compressor;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.aws.AwsSettings;
import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/// Invokes the function itself, asynchronously: Lambda tries such an invocation again when it
/// fails, and sends a record of it to the function's destination in the end.
final class LambdaContinuation implements Continuation {

    private final Map<String, String> environment;

    /// @param environment where Lambda is; the client is made when it is needed
    LambdaContinuation(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void start(String functionArn, Map<String, Object> event) throws IOException {
        String json = JSON.std.asString(event);
        try (LambdaClient client =
                AwsSettings.of(environment, "LAMBDA")
                        .apply(LambdaClient.builder())
                        .httpClientBuilder(Apache5HttpClient.builder())
                        .build()) {
            client.invoke(
                    invoke ->
                            invoke.functionName(functionArn)
                                    .invocationType(InvocationType.EVENT)
                                    .payload(SdkBytes.fromUtf8String(json)));
        } catch (SdkException e) {
            throw new IOException(
                    "the next run cannot be started: %s of %s (%s)"
                            .formatted(event.get("operation"), functionArn, e.getMessage()),
                    e);
        }
    }
}
