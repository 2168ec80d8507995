package dev.s3logkit.aggregator;

import dev.s3logkit.aggregator.transform.FolderOutputTarget;
import dev.s3logkit.aggregator.transform.TransformConfig;
import dev.s3logkit.aggregator.transform.TransformReport;
import dev.s3logkit.aggregator.transform.Transformer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The process that [CrashTest] kills: stages the files that a list names and reports each batch
/// once it is safe, or writes out again and again.
public final class CrashingRun {

    private static final int BATCH = 25;

    private CrashingRun() {}

    public static void main(String[] args) throws Exception {
        Path staging = Path.of(args[1]);
        AggregatorConfig config =
                AggregatorConfig.of(
                        Map.of(
                                "S3LOGS_STAGING_ROOT_PATH", staging.toString(),
                                "S3LOGS_TRANSFORM_SPILL_PATH",
                                        staging.resolve("spill").toString()));
        switch (args[0]) {
            case "aggregate" -> aggregate(config, Path.of(args[2]));
            case "transform" -> transform(config, Path.of(args[2]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void aggregate(AggregatorConfig config, Path list) throws Exception {
        Aggregator aggregator = new Aggregator(config, Clock.systemUTC());
        List<String> names = Files.readAllLines(list);
        for (int from = 0; from < names.size(); from += BATCH) {
            List<String> batch = names.subList(from, Math.min(names.size(), from + BATCH));
            List<FileLogSource> sources = new ArrayList<>();
            for (String name : batch) {
                sources.add(new FileLogSource(Path.of(name), null));
            }
            AggregateReport report = aggregator.aggregate(sources, () -> true);
            for (String name : batch) {
                if (!report.failures().containsKey(name)) {
                    System.out.println(name);
                }
            }
            System.out.flush();
        }
    }

    /// Leases that run out at once let a restarted process go on, and two hold a group together.
    private static void transform(AggregatorConfig config, Path output) throws Exception {
        TransformConfig c = config.transform();
        TransformConfig hasty =
                new TransformConfig(
                        c.staging(),
                        c.zone(),
                        c.keyFormat(),
                        c.format(),
                        c.splitBytes(),
                        c.deduplicate(),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofMillis(-1),
                        c.keepLedger(),
                        1 << 20,
                        c.spillFolder());
        Transformer transformer =
                new Transformer(
                        hasty,
                        List.of(new FolderOutputTarget(output)),
                        List.of(),
                        Clock.systemUTC());
        long idle = 0;
        while (idle < 3) {
            TransformReport report =
                    transformer.run(
                            true, () -> true, (group, failure) -> System.err.println(failure));
            idle = report.sets() + report.failed() == 0 ? idle + 1 : 0;
        }
        System.out.println("done");
    }
}
