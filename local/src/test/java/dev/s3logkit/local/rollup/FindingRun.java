package dev.s3logkit.local.rollup;

import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.rollup.find.FindReport;
import dev.s3logkit.rollup.find.FindRules;
import dev.s3logkit.rollup.find.LogFinder;
import dev.s3logkit.rollup.task.TaskMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The process of [FindingMemoryTest]: searches so many prefixes with a small heap.
public final class FindingRun {

    private FindingRun() {}

    public static void main(String[] args) throws Exception {
        List<S3Uri> prefixes = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            prefixes.add(EmbeddedLogs.uri("p%03d/".formatted(i)));
        }
        long[] logs = {0};
        long[] bytes = {0};
        try (S3ObjectStore store = S3ObjectStore.create(System.getenv())) {
            FindReport report =
                    new LogFinder(
                                    store,
                                    null,
                                    FindRules.of(Instant.now(), 1, Duration.ZERO),
                                    1 << 20)
                            .find(
                                    null,
                                    prefixes,
                                    task -> {
                                        logs[0] += task.sources().size();
                                        bytes[0] += TaskMessage.write(task).length();
                                    });
            System.out.println("failures " + report.failures());
        }
        System.out.println("logs " + logs[0]);
    }
}
