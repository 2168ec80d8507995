package dev.s3logkit.local.stack;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Clients of the embedded services, and what other clients need to find them.
final class LocalClients {

    /// The embedded services look at no credentials, but clients want some.
    private static final String KEY = "local";

    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, KEY));

    private LocalClients() {}

    static S3Client s3(URI endpoint, String region) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.of(region))
                .credentialsProvider(CREDENTIALS)
                .build();
    }

    static SqsClient sqs(URI endpoint, String region) {
        return SqsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(CREDENTIALS)
                .build();
    }

    static DynamoDbClient dynamodb(URI endpoint, String region) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(CREDENTIALS)
                .build();
    }

    /// The variables that every AWS client reads.
    ///
    /// @param dynamodb null when it does not run
    static Map<String, String> variables(
            URI s3, URI sqs, URI lambda, @Nullable URI dynamodb, URI ses, String region) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_ENDPOINT_URL_S3", s3.toString());
        variables.put("AWS_ENDPOINT_URL_SQS", sqs.toString());
        variables.put("AWS_ENDPOINT_URL_LAMBDA", lambda.toString());
        if (dynamodb != null) {
            variables.put("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.toString());
        }
        variables.put("AWS_ENDPOINT_URL_SESV2", ses.toString());
        variables.put("AWS_REGION", region);
        variables.put("AWS_DEFAULT_REGION", region);
        variables.put("AWS_ACCESS_KEY_ID", KEY);
        variables.put("AWS_SECRET_ACCESS_KEY", KEY);
        return variables;
    }
}
