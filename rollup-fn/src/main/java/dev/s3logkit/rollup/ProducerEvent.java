package dev.s3logkit.rollup;

import dev.s3logkit.common.s3.S3Uri;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the schedule, or a person, asks of the producer. Other fields are ignored, since a schedule
/// adds its own.
///
/// @param role for workers and producer to assume for everything in S3, or null for their own
/// @param prefixes what the keys of logs start with; at least one
/// @param minAgeDays as `ROLLUP_MIN_AGE_DAYS`, or null for the configured ones
/// @param quietMinutes as `ROLLUP_QUIET_MINUTES`, or null for the configured ones
record ProducerEvent(
        @Nullable String role,
        List<S3Uri> prefixes,
        @Nullable Integer minAgeDays,
        @Nullable Integer quietMinutes) {

    /// @throws IllegalArgumentException names the field, what was found and what was expected
    static ProducerEvent of(Map<String, Object> input) {
        Object role = input.get("s3_role");
        if (role != null && !(role instanceof String)) {
            throw new IllegalArgumentException(
                    "\"s3_role\" is %s, expected the ARN of a role".formatted(role));
        }
        return new ProducerEvent(
                role == null || ((String) role).isEmpty() ? null : (String) role,
                prefixes(input.get("prefixes")),
                number(input, "min_age_days", RollupConfig.MAX_AGE_DAYS),
                number(input, "quiet_minutes", RollupConfig.MAX_QUIET_MINUTES));
    }

    private static List<S3Uri> prefixes(@Nullable Object value) {
        List<S3Uri> prefixes = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object element : list) {
                if (!(element instanceof String text)) {
                    throw new IllegalArgumentException(
                            "\"prefixes\" holds %s, expected texts such as s3://bucket/logs/"
                                    .formatted(element));
                }
                prefixes.add(S3Uri.parse(text));
            }
        }
        if (prefixes.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"prefixes\" is %s, expected a list such as [\"s3://bucket/logs/\"]"
                            .formatted(value));
        }
        return prefixes;
    }

    private static @Nullable Integer number(Map<String, Object> input, String name, int max) {
        Object value = input.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Number number
                && number.doubleValue() == number.intValue()
                && number.intValue() >= 0
                && number.intValue() <= max) {
            return number.intValue();
        }
        throw new IllegalArgumentException(
                "\"%s\" is %s, expected an integer from 0 to %d".formatted(name, value, max));
    }
}
