package dev.s3logkit.rollup;

import dev.s3logkit.common.aws.AwsSettings;
import java.util.Map;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/// Clients of what the rollup needs besides S3.
final class Clients {

    private Clients() {}

    static SqsClient sqs(Map<String, String> environment) {
        return AwsSettings.of(environment, "SQS")
                .apply(SqsClient.builder())
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }

    static StsClient sts(Map<String, String> environment) {
        return AwsSettings.of(environment, "STS")
                .apply(StsClient.builder())
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }
}
