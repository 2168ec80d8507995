package dev.s3logkit.common.aws;

import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.config.Environment;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the usual AWS variables say, as far as they say it without the SDK, which takes long to
/// load:
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
/// @param endpoint null for AWS's own
/// @param region null when the profile has to tell
/// @param credentials null when the SDK's chain has to tell
/// @param profile null for the default one
public record AwsVariables(
        @Nullable URI endpoint,
        @Nullable String region,
        @Nullable Credentials credentials,
        @Nullable String profile,
        boolean adaptive,
        int attempts) {

    private static final int DEFAULT_ATTEMPTS = 5;

    /// Reads the variables for the clients of one service.
    ///
    /// @param service as `AWS_ENDPOINT_URL_…` names it, such as `S3` or `SQS`
    /// @throws ConfigException when one cannot be used
    public static AwsVariables of(Map<String, String> variables, String service) {
        Environment environment = Environment.of(variables);
        URI endpoint = endpoint(environment, service);
        String mode = environment.oneOf("AWS_RETRY_MODE", "standard", "standard", "adaptive");
        return new AwsVariables(
                endpoint,
                region(environment, endpoint),
                credentials(environment),
                environment.text("AWS_PROFILE"),
                mode.equals("adaptive"),
                environment.integer("AWS_MAX_ATTEMPTS", DEFAULT_ATTEMPTS, 1, 20));
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

    private static @Nullable String region(Environment environment, @Nullable URI endpoint) {
        for (String name : new String[] {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
            String region = environment.text(name);
            if (region != null) {
                return region.strip();
            }
        }
        return endpoint == null ? null : "us-east-1";
    }

    private static @Nullable Credentials credentials(Environment environment) {
        String id = environment.text("AWS_ACCESS_KEY_ID");
        String secret = environment.text("AWS_SECRET_ACCESS_KEY");
        String token = environment.text("AWS_SESSION_TOKEN");
        return id == null || secret == null
                ? null
                : new Credentials(id.strip(), secret.strip(), token == null ? null : token.strip());
    }
}
