package dev.s3logkit.common.s3;

import dev.s3logkit.common.aws.AwsVariables;
import dev.s3logkit.common.config.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/// Settings that only the SDK follows.
final class SdkOnly {

    private static final List<String> PROXIES =
            List.of("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy");

    private static final List<String> PROXY_PROPERTIES =
            List.of("http.proxyHost", "https.proxyHost");

    private static final List<String> ENDPOINT_KINDS =
            List.of("AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT");

    private static final List<String> ENDPOINT_PROPERTIES =
            List.of(
                    "aws.useFipsEndpoint",
                    "aws.useDualstackEndpoint",
                    "aws.endpointUrl",
                    "aws.endpointUrlS3");

    /// Settings of a profile that name or change endpoints.
    private static final Set<String> PROFILE_ENDPOINTS =
            Set.of("endpoint_url", "services", "use_fips_endpoint", "use_dualstack_endpoint");

    private SdkOnly() {}

    static boolean isNeeded(AwsVariables settings, Map<String, String> variables) {
        Environment environment = Environment.of(variables);
        return settings.adaptive()
                || PROXIES.stream().anyMatch(name -> environment.text(name) != null)
                || PROXY_PROPERTIES.stream().anyMatch(name -> System.getProperty(name) != null)
                || ENDPOINT_KINDS.stream().anyMatch(name -> environment.flag(name, false))
                || ENDPOINT_PROPERTIES.stream().anyMatch(name -> System.getProperty(name) != null)
                || (Files.exists(configFile(environment)) && profileNamesEndpoints(settings));
    }

    private static Path configFile(Environment environment) {
        return environment.path(
                "AWS_CONFIG_FILE",
                Path.of(System.getProperty("user.home", ""), ".aws", "config").toString());
    }

    private static boolean profileNamesEndpoints(AwsVariables settings) {
        String name = Objects.requireNonNullElse(settings.profile(), "default");
        return ProfileFile.defaultProfileFile()
                .profile(name)
                .map(Profile::properties)
                .map(Map::keySet)
                .map(keys -> !Collections.disjoint(keys, PROFILE_ENDPOINTS))
                .orElse(false);
    }
}
