package dev.s3logkit.rollup;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.rollup.find.FindReport;
import dev.s3logkit.rollup.find.FindRules;
import dev.s3logkit.rollup.find.LogFinder;
import dev.s3logkit.rollup.queue.BatchingSender;
import dev.s3logkit.rollup.queue.TaskQueue;
import dev.s3logkit.rollup.task.TaskMessage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the logs that are old enough, and sends them as tasks.
public final class Producer {

    private Producer() {}

    /// Searches the prefixes, which are to be in this region, and sends what is found while it
    /// searches. Running it again is safe: workers leave out what tarballs hold already.
    ///
    /// @param region or null for any
    /// @param role for the workers to assume, or null
    /// @throws IOException when messages cannot be sent
    public static FindReport run(
            ObjectStore store,
            @Nullable String region,
            TaskQueue queue,
            FindRules rules,
            @Nullable String role,
            List<S3Uri> prefixes)
            throws IOException {
        BatchingSender sender = new BatchingSender(queue);
        FindReport report =
                new LogFinder(store, region, rules, queue.maxMessageBytes())
                        .find(role, prefixes, task -> sender.send(TaskMessage.write(task)));
        sender.flush();
        return report;
    }
}
