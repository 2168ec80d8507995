package dev.s3logkit.errorreport.report;

import dev.s3logkit.errorreport.rule.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a report says about one window.
///
/// @param title for people
/// @param window by the time at which errors were first stored
/// @param applications with errors in the last 24 hours, those with most in the window first
/// @param groups what a reader needs first comes first: new ones, those that are back, ongoing ones
///   that grow, and so on; at most as many as the builder keeps
/// @param leftOut groups beyond that
/// @param leftOutErrors errors of the window in those
public record Report(
        String reportId,
        String title,
        Severity severity,
        Window window,
        Counts counts,
        Hours hours,
        List<ApplicationCounts> applications,
        List<ErrorGroup> groups,
        long leftOut,
        long leftOutErrors) {

    public Report {
        applications = List.copyOf(applications);
        groups = List.copyOf(groups);
    }

    /// The groups of a state, in order.
    public List<ErrorGroup> groups(GroupState state) {
        return groups.stream().filter(group -> group.state() == state).toList();
    }

    /// As JSON; [#parse] reads it.
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("report_id", reportId);
        json.put("title", title);
        json.put("severity", severity.name().toLowerCase(java.util.Locale.ROOT));
        json.put("window", window.toJson());
        counts.toJson(json);
        Map<String, Object> states = new LinkedHashMap<>();
        for (GroupState state : GroupState.values()) {
            states.put(state.word(), groups(state).size());
        }
        json.put("states", states);
        json.put("hours", hours.counts());
        json.put("applications", applications.stream().map(ApplicationCounts::toJson).toList());
        json.put("groups", groups.stream().map(ErrorGroup::toJson).toList());
        json.put("left_out", leftOut);
        json.put("left_out_errors", leftOutErrors);
        return json;
    }

    /// Reads what [#toJson] wrote.
    ///
    /// @throws IllegalArgumentException when it is something else
    public static Report parse(@Nullable Object value) {
        Map<?, ?> json = JsonMaps.map(value, "report");
        Window window = Window.parse(json.get("window"));
        Instant end = window.to();
        return new Report(
                JsonMaps.text(json, "report_id"),
                JsonMaps.text(json, "title"),
                Severity.valueOf(
                        JsonMaps.text(json, "severity").toUpperCase(java.util.Locale.ROOT)),
                window,
                Counts.parse(json),
                Hours.parse(end, json.get("hours")),
                JsonMaps.list(json.get("applications"), "applications").stream()
                        .map(ApplicationCounts::parse)
                        .toList(),
                JsonMaps.list(json.get("groups"), "groups").stream()
                        .<ErrorGroup>map(group -> ErrorGroup.parse(group, end))
                        .toList(),
                JsonMaps.number(json, "left_out"),
                JsonMaps.number(json, "left_out_errors"));
    }
}
