package dev.s3logkit.rollup.find;

import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a search came to.
///
/// @param prefixes listed, failed ones included
/// @param tasks handed out
/// @param objects listed, by what they are
/// @param bytes of them, by what they are
/// @param remarks on objects that somebody should look at, each naming one; the first hundred
/// @param failures prefixes that could not be listed to their end, and why
public record FindReport(
        int prefixes,
        long tasks,
        Map<String, Long> objects,
        Map<String, Long> bytes,
        List<String> remarks,
        Map<S3Uri, IOException> failures) {

    public FindReport {
        objects = Map.copyOf(objects);
        bytes = Map.copyOf(bytes);
        remarks = List.copyOf(remarks);
        failures = Map.copyOf(failures);
    }

    /// Every count by its name, for the log line and `--json`.
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("prefixes", (long) prefixes);
        counts.put("prefixes_failed", (long) failures.size());
        counts.put("objects", sum(objects));
        counts.put("bytes", sum(bytes));
        for (Kind kind : Kind.values()) {
            counts.put(kind.plural(), objects.getOrDefault(kind.plural(), 0L));
        }
        counts.put("log_bytes", bytes.getOrDefault(Kind.LOG.plural(), 0L));
        counts.put("tasks", tasks);
        return counts;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
