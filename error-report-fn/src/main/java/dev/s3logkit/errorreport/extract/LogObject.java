package dev.s3logkit.errorreport.extract;

import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A log as its key describes it: `…logs/{application}/yyyyMMdd/name`.
///
/// @param name `s3://bucket/key`, or a path
/// @param application `unknown` where the key has none
/// @param day `yyyyMMdd`, or [#UNDATED]
/// @param modified when it was written last; stands in for what a record does not say
public record LogObject(String name, String application, String day, Instant modified) {

    /// In place of a day that a key does not name.
    public static final String UNDATED = "undated";

    private static final String UNKNOWN = "unknown";

    private static final Pattern KEY =
            Pattern.compile("(?:.*/)?logs/([^/]+)/(\\d{8})/(?:[^/]+/)*[^/]+");

    private static final Pattern DATED =
            Pattern.compile("(?:.*/)?([^/]+)/(\\d{8})/(?:[^/]+/)*[^/]+");

    /// A log by its name.
    ///
    /// @param application null to take the one of the name
    public static LogObject of(String name, @Nullable String application, Instant modified) {
        Matcher key = KEY.matcher(name);
        Matcher dated = DATED.matcher(name);
        Matcher found = key.matches() ? key : dated.matches() ? dated : null;
        String named = found == null ? UNKNOWN : found.group(1);
        return new LogObject(
                name,
                application == null ? named : application,
                found == null ? UNDATED : found.group(2),
                modified);
    }

    /// Whether the name says which application wrote the log, and when.
    public boolean recognised() {
        return !day.equals(UNDATED);
    }

    /// How its time stamps are read.
    Timestamps timestamps(ZoneId zone) {
        return new Timestamps(zone, modified);
    }
}
