package dev.s3logkit.errorreport.report;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The errors of one fingerprint. Texts came from a log: they have to be escaped.
///
/// @param headline what they have in common
/// @param exception class of the exception, or null
/// @param applications where they happened, most first
/// @param firstSeen the earliest time of those of the last 24 hours, by the log
/// @param lastSeen the latest time, by the log
/// @param example the first one of the window, or else the last one before it
public record ErrorGroup(
        String fingerprint,
        String headline,
        @Nullable String exception,
        GroupState state,
        Counts counts,
        List<ApplicationCounts> applications,
        Instant firstSeen,
        Instant lastSeen,
        Hours hours,
        Example example) {

    public ErrorGroup {
        applications = List.copyOf(applications);
    }

    /// Whether there are more than in the previous window, or fewer.
    public Trend trend() {
        return Trend.of(counts.window(), counts.previous());
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fingerprint", fingerprint);
        json.put("headline", headline);
        if (exception != null) {
            json.put("exception", exception);
        }
        json.put("state", state.word());
        json.put("trend", trend().word());
        counts.toJson(json);
        json.put("applications", applications.stream().map(ApplicationCounts::toJson).toList());
        json.put("first_seen", firstSeen.toString());
        json.put("last_seen", lastSeen.toString());
        json.put("hours", hours.counts());
        json.put("example", example.toJson());
        return json;
    }

    static ErrorGroup parse(@Nullable Object value, Instant end) {
        Map<?, ?> json = JsonMaps.map(value, "group");
        return new ErrorGroup(
                JsonMaps.text(json, "fingerprint"),
                JsonMaps.text(json, "headline"),
                JsonMaps.optional(json, "exception"),
                GroupState.valueOf(JsonMaps.text(json, "state").toUpperCase(java.util.Locale.ROOT)),
                Counts.parse(json),
                JsonMaps.list(json.get("applications"), "applications").stream()
                        .map(ApplicationCounts::parse)
                        .toList(),
                Instant.parse(JsonMaps.text(json, "first_seen")),
                Instant.parse(JsonMaps.text(json, "last_seen")),
                Hours.parse(end, json.get("hours")),
                Example.parse(json.get("example")));
    }
}
