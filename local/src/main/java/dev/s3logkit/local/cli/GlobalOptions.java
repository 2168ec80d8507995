package dev.s3logkit.local.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Options that every command takes, before or behind its name.
final class GlobalOptions {

    private static final List<String> KEYS =
            List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            order = 100,
            description = "where S3 is, if not at AWS (default: AWS_ENDPOINT_URL_S3)")
    private @Nullable String endpointUrl;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            scope = ScopeType.INHERIT,
            order = 101,
            description = "the AWS region (default: AWS_REGION)")
    private @Nullable String region;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            order = 102,
            description = "the AWS profile whose credentials are used (default: AWS_PROFILE)")
    private @Nullable String profile;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            order = 103,
            description = "writes results as JSON")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            order = 104,
            description = "says more, and shows where an error came from")
    private boolean verbose;

    boolean json() {
        return json;
    }

    boolean verbose() {
        return verbose;
    }

    @Nullable String region() {
        return region;
    }

    /// The variables of the process with the options put in, which win as they do in the AWS
    /// command line: an endpoint over those of single services, a profile over keys.
    Map<String, String> variables(Map<String, String> process) {
        Map<String, String> variables = new HashMap<>(process);
        if (endpointUrl != null) {
            variables.put("AWS_ENDPOINT_URL", endpointUrl);
            variables.put("AWS_ENDPOINT_URL_S3", endpointUrl);
        }
        if (region != null) {
            variables.put("AWS_REGION", region);
        }
        if (profile != null) {
            variables.put("AWS_PROFILE", profile);
            KEYS.forEach(variables::remove);
        }
        return variables;
    }
}
