package dev.s3logkit.common.aws;

import dev.s3logkit.common.config.ConfigException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.RetryStrategy;

/// The client that the usual AWS variables ask for, see [AwsVariables]. They are taken from a map,
/// not from the process, so that functions of one process can differ.
public final class AwsSettings {

    private final AwsVariables variables;

    private AwsSettings(AwsVariables variables) {
        this.variables = variables;
    }

    /// The settings of the clients of one service.
    ///
    /// @param service as `AWS_ENDPOINT_URL_…` names it, such as `S3` or `SQS`
    /// @throws ConfigException when a variable cannot be used
    public static AwsSettings of(Map<String, String> variables, String service) {
        return new AwsSettings(AwsVariables.of(variables, service));
    }

    /// Another endpoint than AWS's, if there is one.
    public Optional<URI> endpoint() {
        return Optional.ofNullable(variables.endpoint());
    }

    /// The region that the client asks in.
    ///
    /// @throws ConfigException when none is to be found
    public Region region() {
        if (variables.region() != null) {
            return Region.of(variables.region());
        }
        try {
            return DefaultAwsRegionProviderChain.builder()
                    .profileName(variables.profile())
                    .build()
                    .getRegion();
        } catch (SdkClientException e) {
            throw new ConfigException("AWS_REGION", "", "a region such as eu-west-1", e);
        }
    }

    /// The keys that were given, or else what the SDK's chain finds.
    public AwsCredentialsProvider credentials() {
        Credentials keys = variables.credentials();
        if (keys == null) {
            return DefaultCredentialsProvider.builder().profileName(variables.profile()).build();
        }
        String token = keys.sessionToken();
        return StaticCredentialsProvider.create(
                token == null
                        ? AwsBasicCredentials.create(keys.accessKeyId(), keys.secretKey())
                        : AwsSessionCredentials.create(
                                keys.accessKeyId(), keys.secretKey(), token));
    }

    /// Gives a client that is being built its region, endpoint, credentials and retries.
    ///
    /// @return the same builder
    /// @throws ConfigException when there is no region
    public <B extends AwsClientBuilder<B, ?>> B apply(B builder) {
        RetryStrategy retry = retry();
        builder.region(region())
                .credentialsProvider(credentials())
                .overrideConfiguration(configuration -> configuration.retryStrategy(retry));
        if (variables.endpoint() != null) {
            builder.endpointOverride(variables.endpoint());
        }
        return builder;
    }

    private RetryStrategy retry() {
        RetryStrategy strategy =
                variables.adaptive()
                        ? AwsRetryStrategy.adaptiveRetryStrategy()
                        : AwsRetryStrategy.standardRetryStrategy();
        return strategy.toBuilder().maxAttempts(variables.attempts()).build();
    }
}
