package dev.s3logkit.aggregator;

import dev.s3logkit.common.accesslog.LineCounts;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What one batch of sources came to. Every source is either staged, with all of its lines on disk,
/// or failed; lines are those of staged sources, accepted + rejected = read.
///
/// @param sources sources given
/// @param failures those not staged, by their name, and why
/// @param logs logs staged: sources, or the entries of tarballs
/// @param lines their lines
/// @param fragments fragments made
public record AggregateReport(
        int sources,
        Map<String, IOException> failures,
        long logs,
        LineCounts lines,
        int fragments) {

    public AggregateReport {
        failures = Map.copyOf(failures);
    }

    /// Every count by its name, for the log line and `--json`.
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("sources", (long) sources);
        counts.put("sources_failed", (long) failures.size());
        counts.put("logs", logs);
        counts.put("lines", lines.lines());
        counts.put("lines_accepted", lines.accepted());
        counts.put("lines_rejected", lines.rejected());
        counts.put("bytes", lines.bytes());
        counts.put("fragments", (long) fragments);
        return counts;
    }
}
