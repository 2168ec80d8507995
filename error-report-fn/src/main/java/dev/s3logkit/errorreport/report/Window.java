package dev.s3logkit.errorreport.report;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A span of time in which errors were first stored: `[from, to)`.
public record Window(Instant from, Instant to) {

    /// What the sparkline and the comparison with earlier errors cover.
    public static final Duration DAY = Duration.ofHours(24);

    public Window {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException(
                    "window from %s to %s: it has to end after its start".formatted(from, to));
        }
    }

    /// The end of the last window of a grid that may be reported.
    ///
    /// @param length of a window; the grid starts at the epoch
    /// @param settling how long ago it has to have ended
    public static Instant latestEnd(Instant now, Duration length, Duration settling) {
        long step = length.toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(now.minus(settling).toEpochMilli(), step) * step);
    }

    /// Whether it ended so long ago that all of its errors are readable.
    public boolean isSettled(Instant now, Duration settling) {
        return !to.plus(settling).isAfter(now);
    }

    /// The window of the same length that ends where this one starts.
    public Window previous() {
        return new Window(from.minus(length()), from);
    }

    /// How long it is.
    public Duration length() {
        return Duration.between(from, to);
    }

    /// Whether an instant lies in it.
    public boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }

    /// The same end, from `start` on if that is earlier.
    public Window startingBy(Instant start) {
        return start.isBefore(from) ? new Window(start, to) : this;
    }

    /// As JSON: `{"from": …, "to": …}` in ISO 8601.
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", from.toString());
        json.put("to", to.toString());
        return json;
    }

    /// Reads what [#toJson] wrote.
    ///
    /// @throws IllegalArgumentException whose message says what is expected
    public static Window parse(@Nullable Object json) {
        if (json instanceof Map<?, ?> map
                && map.get("from") instanceof String from
                && map.get("to") instanceof String to) {
            try {
                return new Window(Instant.parse(from), Instant.parse(to));
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        "window %s: '%s' is no time; expected 2026-03-01T10:20:00Z"
                                .formatted(json, e.getParsedString()),
                        e);
            }
        }
        throw new IllegalArgumentException(
                "window %s: expected {\"from\": \"2026-03-01T10:10:00Z\", \"to\": …}"
                        .formatted(json));
    }
}
