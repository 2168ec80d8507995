package dev.s3logkit.errorreport;

import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.config.Environment;
import dev.s3logkit.common.s3.S3Uri;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The settings of the handlers of the state machine, besides those of [ErrorReportConfig].
///
/// @param contexts folder of what runs count; ends in a slash
/// @param dashboard folder of the dashboard; ends in a slash
/// @param window length of the windows of a schedule
/// @param settling how long ago a window has to have ended
/// @param sender address that mails come from; null when no mail is sent
/// @param dashboardUrl that mails link to, or null
/// @param configurationSet of SES, or null
record ReportConfig(
        S3Uri contexts,
        S3Uri dashboard,
        Duration window,
        Duration settling,
        @Nullable String sender,
        @Nullable String dashboardUrl,
        @Nullable String configurationSet) {

    private static final int DAY_MINUTES = 1440;

    /// @throws ConfigException when a variable cannot be used
    static ReportConfig of(Map<String, String> variables) {
        Environment environment = Environment.of(variables);
        return new ReportConfig(
                folder(environment, "ERROR_REPORT_CONTEXTS"),
                folder(environment, "ERROR_REPORT_DASHBOARD"),
                Duration.ofMinutes(
                        environment.integer("ERROR_REPORT_WINDOW_MINUTES", 10, 1, DAY_MINUTES)),
                Duration.ofSeconds(
                        environment.integer("ERROR_REPORT_SETTLING_SECONDS", 60, 0, 3600)),
                environment.text("ERROR_REPORT_SENDER"),
                environment.text("ERROR_REPORT_DASHBOARD_URL"),
                environment.text("ERROR_REPORT_CONFIGURATION_SET"));
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
}
