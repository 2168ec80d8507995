import dev.s3logkit.common.accesslog.AccessLogGenerator;
import dev.s3logkit.local.fault.FaultPlan;
import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.s3.awssdk.S3Server;
import dev.s3logkit.local.s3.store.Bucket;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import dev.s3logkit.local.s3.store.ObjectAttributes;
import dev.s3logkit.local.s3.store.ObjectChange;
import dev.s3logkit.local.s3.store.WriteCondition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// The embedded S3 with logs of one day in it. Every request waits, for the given time on average.
/// Prints its port and serves until it is killed.
final class RollupS3 {

    private RollupS3() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int objects = Integer.parseInt(arguments[0]);
        int lines = Integer.parseInt(arguments[1]);
        long delayMillis = Long.parseLong(arguments[2]);
        EmbeddedStore store =
                EmbeddedStore.inMemory(Files.createTempDirectory("rollup-bench"), _ -> {});
        Bucket bucket = store.createBucket("bench-logs");
        Instant day = Instant.parse("2026-02-06T00:00:00Z");
        for (int i = 0; i < objects; i++) {
            ByteArrayOutputStream log = new ByteArrayOutputStream();
            new AccessLogGenerator(i, day, Duration.ofHours(1), lines, false).writeLines(log, lines);
            bucket.put(
                    "logs/2026-02-06-%02d-%02d-%02d-%016X".formatted(i / 3600, i / 60 % 60, i % 60, i),
                    store.spool().receive(new ByteArrayInputStream(log.toByteArray())),
                    new ObjectAttributes(Map.of(), Map.of(), "STANDARD"),
                    WriteCondition.NONE,
                    ObjectChange.Kind.PUT);
        }
        // Drawn evenly from 0 to the longest.
        FaultPlan plan = FaultPlan.quiet(1).withRequests(0, 0, Duration.ofMillis(2 * delayMillis));
        S3Server server = S3Server.start(store, "us-east-1", 0, new Faults(plan));
        System.out.println(server.endpoint());
        Thread.currentThread().join();
    }
}
