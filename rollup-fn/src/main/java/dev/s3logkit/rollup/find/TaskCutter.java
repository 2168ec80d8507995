package dev.s3logkit.rollup.find;

import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.rollup.task.LogKey;
import dev.s3logkit.rollup.task.RollupTask;
import dev.s3logkit.rollup.task.TaskMessage;
import dev.s3logkit.rollup.task.TaskSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts the logs of one listing into tasks. Logs of one day under one prefix stand together in a
/// listing, so that only the task that is being filled is held.
final class TaskCutter {

    private final @Nullable String role;
    private final int maxMessageBytes;
    private final TaskSink sink;
    private final List<TaskSource> sources = new ArrayList<>();
    private @Nullable S3Uri prefix;
    private @Nullable LogKey first;
    private long bytes;
    private long messageBytes;

    TaskCutter(@Nullable String role, int maxMessageBytes, TaskSink sink) {
        this.role = role;
        this.maxMessageBytes = maxMessageBytes;
        this.sink = sink;
    }

    /// Takes the next log of the listing.
    void add(ObjectInfo object, LogKey log) throws IOException {
        TaskSource source = new TaskSource(log.name(), object.size(), object.etag());
        long added = TaskMessage.bytes(source);
        if (!belongs(log)
                || sources.size() == RollupTask.MAX_OBJECTS
                || bytes + source.size() > RollupTask.MAX_BYTES
                || messageBytes + added > maxMessageBytes) {
            end();
            prefix = new S3Uri(object.uri().bucket(), log.prefix());
            first = log;
            messageBytes = TaskMessage.baseBytes(role, prefix);
        }
        sources.add(source);
        bytes += source.size();
        messageBytes += added;
    }

    /// Hands out the task that is being filled.
    void end() throws IOException {
        if (prefix != null && first != null) {
            RollupTask task = new RollupTask(role, prefix, first.day(), sources);
            prefix = null;
            first = null;
            sources.clear();
            bytes = 0;
            sink.take(task);
        }
    }

    private boolean belongs(LogKey log) {
        return first != null
                && first.day().equals(log.day())
                && first.prefix().equals(log.prefix());
    }
}
