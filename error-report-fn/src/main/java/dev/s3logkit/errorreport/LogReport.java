package dev.s3logkit.errorreport;

import dev.s3logkit.errorreport.extract.ExtractCounts;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the extraction from one log or several came to.
///
/// @param logs that were read to their end
/// @param read what they held
/// @param stored errors that were not there before
/// @param existed errors that were there before
public record LogReport(long logs, ExtractCounts read, long stored, long existed) {

    /// Of no log.
    public static final LogReport NONE = new LogReport(0, ExtractCounts.ZERO, 0, 0);

    /// This and that together.
    public LogReport plus(LogReport other) {
        return new LogReport(
                logs + other.logs,
                read.plus(other.read),
                stored + other.stored,
                existed + other.existed);
    }

    /// The counts by name, for a log line.
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("logs", logs);
        counts.put("bytes", read.bytes());
        counts.put("lines", read.lines());
        counts.put("candidates", read.candidates());
        counts.put("errors_found", read.found());
        counts.put("errors_stored", stored);
        counts.put("errors_known", existed);
        counts.put("errors_dropped", read.dropped());
        counts.put("lines_rejected", read.rejected());
        return counts;
    }
}
