package dev.s3logkit.rollup.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// A log of a task.
///
/// @param name of the object behind the task's prefix
/// @param size bytes, or [#UNKNOWN]
/// @param etag without quotes, or null when the task does not say
public record TaskSource(String name, long size, @Nullable String etag) {

    public static final long UNKNOWN = -1;

    /// The order in which S3 lists them: that of the UTF-8 bytes of their names.
    static final Comparator<TaskSource> BY_NAME =
            (a, b) -> Arrays.compareUnsigned(a.name.getBytes(UTF_8), b.name.getBytes(UTF_8));
}
