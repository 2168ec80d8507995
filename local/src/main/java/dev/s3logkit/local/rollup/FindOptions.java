package dev.s3logkit.local.rollup;

import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.rollup.RollupConfig;
import dev.s3logkit.rollup.find.FindRules;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// What the commands that search for logs have in common.
final class FindOptions {

    @Option(
            names = "--s3-role",
            paramLabel = "ARN",
            description = "a role to assume for everything in S3, here and in the workers")
    private @Nullable String role;

    @Option(
            names = "--min-age-days",
            paramLabel = "N",
            description = {
                "so many days lie between the day of a log and today, UTC (default:"
                        + " ROLLUP_MIN_AGE_DAYS, or 1). Today's logs are never taken"
            })
    private @Nullable Integer minAgeDays;

    @Option(
            names = "--quiet-minutes",
            paramLabel = "N",
            description =
                    "leaves logs that were written since (default: ROLLUP_QUIET_MINUTES, or 0)")
    private @Nullable Integer quietMinutes;

    @Nullable String role() {
        return role;
    }

    /// The options that were given, by the variable that each stands for.
    Map<String, @Nullable String> variables() {
        Map<String, @Nullable String> variables = new LinkedHashMap<>();
        variables.put("ROLLUP_MIN_AGE_DAYS", minAgeDays == null ? null : minAgeDays.toString());
        variables.put(
                "ROLLUP_QUIET_MINUTES", quietMinutes == null ? null : quietMinutes.toString());
        return variables;
    }

    static FindRules rules(RollupConfig config) {
        Duration quiet = config.quiet();
        return FindRules.of(Clock.systemUTC().instant(), config.work().minAgeDays(), quiet);
    }

    /// An `s3://` URL.
    static final class Prefix implements ITypeConverter<S3Uri> {
        @Override
        public S3Uri convert(String value) {
            try {
                return S3Uri.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
