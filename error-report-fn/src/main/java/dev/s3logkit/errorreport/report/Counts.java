package dev.s3logkit.errorreport.report;

import java.util.Map;

/// How many errors there were.
///
/// @param window first stored in the window
/// @param previous first stored in the previous window
/// @param day first stored in the 24 hours up to the end of the window, or in the window if it is
///   longer
public record Counts(long window, long previous, long day) {

    void toJson(Map<String, Object> json) {
        json.put("count", window);
        json.put("previous", previous);
        json.put("day", day);
    }

    static Counts parse(Map<?, ?> json) {
        return new Counts(
                JsonMaps.number(json, "count"),
                JsonMaps.number(json, "previous"),
                JsonMaps.number(json, "day"));
    }

    /// Collects counts.
    static final class Tally {
        private long window;
        private long previous;
        private long day;

        void add(boolean inWindow, boolean inPrevious) {
            window += inWindow ? 1 : 0;
            previous += inPrevious ? 1 : 0;
            day++;
        }

        Counts counts() {
            return new Counts(window, previous, day);
        }
    }
}
