package dev.s3logkit.errorreport;

import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.config.Environment;
import dev.s3logkit.common.s3.S3Uri;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The settings of the handlers of the state machine.
///
/// @param contexts folder of what runs count; ends in a slash
/// @param dashboard folder of the dashboard; ends in a slash
/// @param window length of the windows of a schedule
/// @param dashboardUrl that mails link to, or null
/// @param configurationSet of SES, or null
record ReportConfig(
        S3Uri contexts,
        S3Uri dashboard,
        Duration window,
        @Nullable String optionalSender,
        @Nullable String dashboardUrl,
        @Nullable String configurationSet) {

    private static final String SENDER = "ERRORREPORT_SENDER";
    private static final int DAY_MINUTES = 1440;

    /// @throws ConfigException when a variable cannot be used
    static ReportConfig of(Map<String, String> variables) {
        Environment environment = Environment.of(variables);
        return new ReportConfig(
                folder(environment, "ERRORREPORT_CONTEXTS"),
                folder(environment, "ERRORREPORT_DASHBOARD"),
                Duration.ofMinutes(
                        environment.integer("ERRORREPORT_WINDOW_MINUTES", 10, 1, DAY_MINUTES)),
                environment.text(SENDER),
                environment.text("ERRORREPORT_DASHBOARD_URL"),
                environment.text("ERRORREPORT_CONFIGURATION_SET"));
    }

    private static S3Uri folder(Environment environment, String name) {
        String url = environment.text(name, "");
        if (url.isEmpty()) {
            throw new ConfigException(name, "", "a folder such as s3://bucket/folder/");
        }
        try {
            S3Uri uri = S3Uri.parse(url);
            return uri.key().isEmpty() || uri.key().endsWith("/") ? uri : uri.append("/");
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, e);
        }
    }

    /// The address that mails come from.
    ///
    /// @throws ConfigException when there is none
    String sender() {
        if (optionalSender == null) {
            throw new ConfigException(SENDER, "", "an address that SES has verified");
        }
        return optionalSender;
    }
}
