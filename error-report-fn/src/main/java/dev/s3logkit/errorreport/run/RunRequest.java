package dev.s3logkit.errorreport.run;

import dev.s3logkit.errorreport.report.Window;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a run is asked for.
///
/// @param execution under which its retries are known; empty for a run without retries
/// @param reportIds the only reports; all when empty
/// @param window instead of the one that is due
public record RunRequest(
        Optional<String> execution, List<String> reportIds, Optional<Window> window) {

    private static final Set<String> FIELDS = Set.of("execution", "report_ids", "window");

    /// Part of the name under which windows are agreed on.
    private static final int MAX_EXECUTION = 120;

    public RunRequest {
        reportIds = List.copyOf(reportIds);
    }

    /// Whether this is the run that goes on where the last one ended, and whose end the next one
    /// starts from.
    boolean isScheduled() {
        return reportIds.isEmpty() && window.isEmpty();
    }

    /// Reads `{"report_ids": ["…"], "window": {"from": "…", "to": "…"}}`, each of which may be
    /// missing or null.
    ///
    /// @throws InvalidRunException when something else is in it
    public static RunRequest parse(Map<String, Object> event) {
        Set<String> unknown = new TreeSet<>(event.keySet());
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            throw new InvalidRunException(
                    "%s: not known; expected some of report_ids and window".formatted(unknown));
        }
        return new RunRequest(execution(event), reportIds(event), window(event));
    }

    private static Optional<String> execution(Map<String, Object> event) {
        Object value = event.get("execution");
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text && !text.isEmpty() && text.length() <= MAX_EXECUTION) {
            return Optional.of(text);
        }
        throw new InvalidRunException(
                "execution: expected a name of at most %d characters".formatted(MAX_EXECUTION));
    }

    private static List<String> reportIds(Map<String, Object> event) {
        Object value = event.get("report_ids");
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).distinct().toList();
        }
        throw new InvalidRunException("report_ids: expected a list of report ids");
    }

    private static Optional<Window> window(Map<String, Object> event) {
        Object value = event.get("window");
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Window.parse(value));
        } catch (IllegalArgumentException e) {
            throw new InvalidRunException(String.valueOf(e.getMessage()), e);
        }
    }
}
