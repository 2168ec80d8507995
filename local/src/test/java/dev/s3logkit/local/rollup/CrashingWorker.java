package dev.s3logkit.local.rollup;

import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.rollup.RollupConfig;
import dev.s3logkit.rollup.task.TaskMessage;
import dev.s3logkit.rollup.work.Worker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/// The process that [RollupCrashTest] kills: says when it begins, does one task, and says so.
public final class CrashingWorker {

    private CrashingWorker() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("ROLLUP_DELETE", "true");
        environment.put("ROLLUP_CONCURRENCY", "4");
        Worker worker = new Worker(RollupConfig.of(environment).work(), Clock.systemUTC());
        try (S3ObjectStore store = S3ObjectStore.create(environment)) {
            store.region(EmbeddedLogs.BUCKET);
            System.out.println("begin");
            System.out.flush();
            worker.run(TaskMessage.parse(Files.readString(Path.of(args[0]))), store, () -> true);
            System.out.println("done");
        }
    }
}
