package dev.s3logkit.rollup.task;

import dev.s3logkit.common.s3.S3Uri;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Logs of one day that stand beside each other and are to become one tarball.
///
/// @param role to assume for everything in S3, or null for the function's own
/// @param prefix what all keys start with
/// @param day of all names, UTC
/// @param sources at least one, no two of one name; kept in the order of their names
public record RollupTask(
        @Nullable String role, S3Uri prefix, LocalDate day, List<TaskSource> sources) {

    /// The most objects that the producer puts into one task.
    public static final int MAX_OBJECTS = 6_000;

    /// The most bytes that the producer puts into one task, before compression: 5 GiB.
    public static final long MAX_BYTES = 5L << 30;

    public RollupTask {
        sources = sources.stream().sorted(TaskSource.BY_NAME).toList();
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("a task without logs");
        }
    }

    /// The object of a log.
    public S3Uri uri(TaskSource source) {
        return prefix.append(source.name());
    }

    /// The name of a log of this task by its object.
    public String nameOf(S3Uri log) {
        return log.key().substring(prefix.key().length());
    }

    /// Where the rollup's tarballs of this day are, and nothing else: the start of their names.
    public S3Uri tarballs() {
        return prefix.append("rollup-" + day + "-");
    }
}
