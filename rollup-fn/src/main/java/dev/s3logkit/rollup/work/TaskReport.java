package dev.s3logkit.rollup.work;

import dev.s3logkit.common.s3.S3Uri;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a task came to. Every log of it was archived now, or held by a tarball before.
///
/// @param logs of the task
/// @param archived those that the new tarball holds
/// @param archivedBytes of them
/// @param held those that older tarballs hold
/// @param tarball that was made, or null when there was nothing to put into it
/// @param tarballBytes of it
/// @param proven logs read back from tarballs, this one's and those that are to be deleted
/// @param deleted logs
/// @param deletedBytes of them
public record TaskReport(
        int logs,
        int archived,
        long archivedBytes,
        int held,
        @Nullable S3Uri tarball,
        long tarballBytes,
        int proven,
        int deleted,
        long deletedBytes) {

    /// Every count by its name, for the log line and `--json`.
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("logs", (long) logs);
        counts.put("archived", (long) archived);
        counts.put("archived_bytes", archivedBytes);
        counts.put("held", (long) held);
        counts.put("tarballs", tarball == null ? 0L : 1L);
        counts.put("tarball_bytes", tarballBytes);
        counts.put("proven", (long) proven);
        counts.put("deleted", (long) deleted);
        counts.put("deleted_bytes", deletedBytes);
        return counts;
    }
}
