package dev.s3logkit.orchestrator;

import dev.s3logkit.common.aws.AwsSettings;
import dev.s3logkit.orchestrator.dispatch.Compressor;
import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/// Starts a Lambda function with an event, without waiting for its end.
public final class LambdaCompressor implements Compressor, AutoCloseable {

    private final LambdaClient client;
    private final String functionArn;

    private LambdaCompressor(LambdaClient client, String functionArn) {
        this.client = client;
        this.functionArn = functionArn;
    }

    /// For the account, region and endpoint that the usual AWS variables name, see [AwsSettings].
    ///
    /// @throws dev.s3logkit.common.config.ConfigException when a variable cannot be used
    public static LambdaCompressor create(Map<String, String> variables, String functionArn) {
        LambdaClient client =
                AwsSettings.of(variables, "LAMBDA")
                        .apply(LambdaClient.builder())
                        .httpClientBuilder(Apache5HttpClient.builder())
                        .build();
        return new LambdaCompressor(client, functionArn);
    }

    @Override
    public void start(String event) throws IOException {
        try {
            client.invoke(
                    invoke ->
                            invoke.functionName(functionArn)
                                    .invocationType(InvocationType.EVENT)
                                    .payload(SdkBytes.fromUtf8String(event)));
        } catch (SdkException e) {
            throw new IOException("invoke %s: %s".formatted(functionArn, e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
