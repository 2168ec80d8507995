package dev.s3logkit.common.s3;

import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.s3.http.Credentials;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// The SDK's client as the settings ask for it.
final class SdkClients {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /// S3 sends something within seconds or not at all.
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    /// Callers may open more bodies than there are connections and read them one after the other.
    private static final Duration CONNECTION_WAIT = Duration.ofMinutes(1);

    private SdkClients() {}

    static S3Client client(S3Settings settings, int maxConnections) {
        S3ClientBuilder builder =
                S3Client.builder()
                        .region(Region.of(region(settings)))
                        .credentialsProvider(credentials(settings))
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_SUPPORTED)
                        .overrideConfiguration(
                                configuration -> configuration.retryStrategy(retry(settings)))
                        .httpClientBuilder(
                                Apache5HttpClient.builder()
                                        .maxConnections(maxConnections)
                                        .connectionTimeout(CONNECT_TIMEOUT)
                                        .socketTimeout(READ_TIMEOUT)
                                        .connectionAcquisitionTimeout(CONNECTION_WAIT));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint()).forcePathStyle(true);
        }
        return builder.build();
    }

    /// The region of the settings, or else the profile's.
    ///
    /// @throws ConfigException when there is none
    static String region(S3Settings settings) {
        if (settings.region() != null) {
            return settings.region();
        }
        try {
            return DefaultAwsRegionProviderChain.builder()
                    .profileName(settings.profile())
                    .build()
                    .getRegion()
                    .id();
        } catch (SdkClientException e) {
            throw new ConfigException("AWS_REGION", "", "a region such as eu-west-1", e);
        }
    }

    static AwsCredentialsProvider credentials(S3Settings settings) {
        Credentials keys = settings.credentials();
        if (keys == null) {
            return DefaultCredentialsProvider.builder().profileName(settings.profile()).build();
        }
        String token = keys.sessionToken();
        return StaticCredentialsProvider.create(
                token == null
                        ? AwsBasicCredentials.create(keys.accessKeyId(), keys.secretKey())
                        : AwsSessionCredentials.create(
                                keys.accessKeyId(), keys.secretKey(), token));
    }

    private static RetryStrategy retry(S3Settings settings) {
        RetryStrategy strategy =
                settings.adaptive()
                        ? AwsRetryStrategy.adaptiveRetryStrategy()
                        : AwsRetryStrategy.standardRetryStrategy();
        return strategy.toBuilder().maxAttempts(settings.attempts()).build();
    }
}
