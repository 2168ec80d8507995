package dev.s3logkit.common.aws;

import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.config.Environment;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

/// The client that the usual AWS variables ask for:
///
/// | variable | meaning |
/// |---|---|
/// | `AWS_REGION`, `AWS_DEFAULT_REGION` | region; else the profile's, else with an endpoint us-east-1 |
/// | `AWS_ENDPOINT_URL_S3` and so on, `AWS_ENDPOINT_URL` | another endpoint than AWS's |
/// | `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` | credentials |
/// | `AWS_PROFILE` | credentials when no key is given; else the SDK's default chain |
/// | `AWS_RETRY_MODE` | `standard` (default) or `adaptive`, which slows down when AWS throttles |
/// | `AWS_MAX_ATTEMPTS` | tries per request, 1 to 20; 5 unless given |
///
/// They are taken from a map, not from the process, so that functions of one process can differ.
public final class AwsSettings {

    private static final int DEFAULT_ATTEMPTS = 5;

    private final Environment environment;
    private final @Nullable URI endpoint;

    private AwsSettings(Environment environment, @Nullable URI endpoint) {
        this.environment = environment;
        this.endpoint = endpoint;
    }

    /// The settings of the clients of one service.
    ///
    /// @param service as `AWS_ENDPOINT_URL_…` names it, such as `S3` or `SQS`
    /// @throws ConfigException when an endpoint is no URL
    public static AwsSettings of(Map<String, String> variables, String service) {
        Environment environment = Environment.of(variables);
        return new AwsSettings(environment, endpoint(environment, service));
    }

    /// Another endpoint than AWS's, if there is one.
    public Optional<URI> endpoint() {
        return Optional.ofNullable(endpoint);
    }

    /// The region that the client asks in.
    ///
    /// @throws ConfigException when none is to be found
    public Region region() {
        String name = environment.text("AWS_REGION");
        if (name == null) {
            name = environment.text("AWS_DEFAULT_REGION");
        }
        if (name != null) {
            return Region.of(name.strip());
        }
        if (endpoint != null) {
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

    /// Gives a client that is being built its region, endpoint, credentials and retries.
    ///
    /// @return the same builder
    /// @throws ConfigException when a variable cannot be used
    public <B extends AwsClientBuilder<B, ?>> B apply(B builder) {
        RetryStrategy retry = retry();
        builder.region(region())
                .credentialsProvider(credentials())
                .overrideConfiguration(configuration -> configuration.retryStrategy(retry));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder;
    }

    private static @Nullable URI endpoint(Environment environment, String service) {
        for (String name : new String[] {"AWS_ENDPOINT_URL_" + service, "AWS_ENDPOINT_URL"}) {
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

    private AwsCredentialsProvider credentials() {
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

    private RetryStrategy retry() {
        int attempts = environment.integer("AWS_MAX_ATTEMPTS", DEFAULT_ATTEMPTS, 1, 20);
        String mode = environment.oneOf("AWS_RETRY_MODE", "standard", "standard", "adaptive");
        RetryStrategy strategy =
                mode.equals("adaptive")
                        ? AwsRetryStrategy.adaptiveRetryStrategy()
                        : AwsRetryStrategy.standardRetryStrategy();
        return strategy.toBuilder().maxAttempts(attempts).build();
    }
}
