package dev.s3logkit.common.s3;

import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.config.Environment;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

/// The S3 client that the usual AWS variables ask for:
///
/// | variable | meaning |
/// |---|---|
/// | `AWS_REGION`, `AWS_DEFAULT_REGION` | region; else the profile's, else with an endpoint us-east-1 |
/// | `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL` | another endpoint than AWS's, with path style |
/// | `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` | credentials |
/// | `AWS_PROFILE` | credentials when no key is given; else the SDK's default chain |
/// | `AWS_RETRY_MODE` | `standard` (default) or `adaptive`, which slows down when S3 throttles |
/// | `AWS_MAX_ATTEMPTS` | tries per request, 1 to 20; 5 unless given |
final class S3ClientSettings {

    /// Waiting for S3 is what costs time with small objects, not the CPU.
    static final int DEFAULT_CONNECTIONS = 64;

    private static final int DEFAULT_ATTEMPTS = 5;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /// S3 sends something within seconds or not at all.
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    /// Callers may open more bodies than there are connections and read them one after the other.
    private static final Duration CONNECTION_WAIT = Duration.ofMinutes(1);

    private S3ClientSettings() {}

    static S3Client client(Map<String, String> variables, int maxConnections) {
        Environment environment = Environment.of(variables);
        URI endpoint = endpoint(environment);
        S3ClientBuilder builder =
                S3Client.builder()
                        .region(region(environment, endpoint != null))
                        .credentialsProvider(credentials(environment))
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_SUPPORTED)
                        .overrideConfiguration(
                                configuration -> configuration.retryStrategy(retry(environment)))
                        .httpClientBuilder(
                                Apache5HttpClient.builder()
                                        .maxConnections(maxConnections)
                                        .connectionTimeout(CONNECT_TIMEOUT)
                                        .socketTimeout(READ_TIMEOUT)
                                        .connectionAcquisitionTimeout(CONNECTION_WAIT));
        if (endpoint != null) {
            builder.endpointOverride(endpoint).forcePathStyle(true);
        }
        return builder.build();
    }

    private static @Nullable URI endpoint(Environment environment) {
        for (String name : new String[] {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"}) {
            String text = environment.text(name);
            if (text == null) {
                continue;
            }
            String expected = "a URL such as http://localhost:9000";
            try {
                URI uri = new URI(text.strip());
                boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
                if (!http || uri.getHost() == null) {
                    throw new ConfigException(name, text, expected);
                }
                return uri;
            } catch (URISyntaxException e) {
                throw new ConfigException(name, text, expected, e);
            }
        }
        return null;
    }

    private static Region region(Environment environment, boolean ownEndpoint) {
        String name = environment.text("AWS_REGION");
        if (name == null) {
            name = environment.text("AWS_DEFAULT_REGION");
        }
        if (name != null) {
            return Region.of(name.strip());
        }
        if (ownEndpoint) {
            return Region.US_EAST_1;
        }
        try {
            return DefaultAwsRegionProviderChain.builder()
                    .profileName(environment.text("AWS_PROFILE"))
                    .build()
                    .getRegion();
        } catch (SdkClientException e) {
            throw new ConfigException("AWS_REGION", "", "a region such as eu-west-1", e);
        }
    }

    private static AwsCredentialsProvider credentials(Environment environment) {
        String id = environment.text("AWS_ACCESS_KEY_ID");
        String secret = environment.text("AWS_SECRET_ACCESS_KEY");
        String token = environment.text("AWS_SESSION_TOKEN");
        if (id == null || secret == null) {
            return DefaultCredentialsProvider.builder()
                    .profileName(environment.text("AWS_PROFILE"))
                    .build();
        }
        return StaticCredentialsProvider.create(
                token == null
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, token));
    }

    private static RetryStrategy retry(Environment environment) {
        int attempts = environment.integer("AWS_MAX_ATTEMPTS", DEFAULT_ATTEMPTS, 1, 20);
        String mode = environment.oneOf("AWS_RETRY_MODE", "standard", "standard", "adaptive");
        RetryStrategy strategy =
                mode.equals("adaptive")
                        ? AwsRetryStrategy.adaptiveRetryStrategy()
                        : AwsRetryStrategy.standardRetryStrategy();
        return strategy.toBuilder().maxAttempts(attempts).build();
    }
}
