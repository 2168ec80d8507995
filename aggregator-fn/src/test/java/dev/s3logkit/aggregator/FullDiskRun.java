package dev.s3logkit.aggregator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.s3logkit.aggregator.staging.FragmentReader;
import dev.s3logkit.aggregator.transform.FolderOutputTarget;
import dev.s3logkit.aggregator.transform.TransformConfig;
import dev.s3logkit.aggregator.transform.TransformReport;
import dev.s3logkit.aggregator.transform.Transformer;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// The process of [FullDiskTest], on a disk of a few megabytes: fills it, runs, makes room, and
/// runs again. Ends with an exception when anything is lost, doubled, or left behind.
public final class FullDiskRun {

    private static final long T0 = Instant.parse("2026-02-06T10:00:00Z").getEpochSecond();
    private static final int OBJECTS = 60;

    private final Path disk;
    private final Path elsewhere;
    private final Random random = new Random(7);
    private final List<String> expected = new ArrayList<>();

    private FullDiskRun(Path disk, Path elsewhere) {
        this.disk = disk;
        this.elsewhere = elsewhere;
    }

    public static void main(String[] args) throws Exception {
        FullDiskRun run = new FullDiskRun(Path.of(args[1]), Path.of(args[2]));
        switch (args[0]) {
            case "staging" -> run.staging();
            case "spill" -> run.transform(run.disk, run.elsewhere.resolve("out"));
            case "output" -> run.transform(run.elsewhere.resolve("spill"), run.disk);
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.out.println("done");
    }

    /// Messages of objects whose lines, which do not compress, spread over twelve windows.
    private List<SQSEvent.SQSMessage> messages(Flow flow) throws IOException {
        List<SQSEvent.SQSMessage> messages = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            List<String> lines = new ArrayList<>();
            for (int j = 0; j < 100; j++) {
                StringBuilder id = new StringBuilder();
                for (int k = 0; k < 60; k++) {
                    id.append("%016X".formatted(random.nextLong()));
                }
                lines.add(LogLines.get(T0 + random.nextInt(3 * 3_600), "photos", id.toString()));
            }
            expected.addAll(lines);
            S3Uri object = flow.put("log-" + i, lines);
            messages.add(Flow.message(object.key(), Flow.body(object)));
        }
        return messages;
    }

    private void fill(long leaveBytes) throws IOException {
        long room = Files.getFileStore(disk).getUsableSpace() - leaveBytes;
        Files.write(disk.resolve("ballast"), new byte[Math.toIntExact(room)]);
    }

    private void makeRoom() throws IOException {
        Files.delete(disk.resolve("ballast"));
    }

    private void staging() throws Exception {
        Path staging = disk.resolve("staging");
        Flow flow = new Flow(staging);
        List<SQSEvent.SQSMessage> queue = messages(flow);
        fill(1_500_000);
        int failures = 0;
        int size = OBJECTS;
        while (!queue.isEmpty()) {
            List<SQSEvent.SQSMessage> batch = queue.subList(0, Math.min(queue.size(), size));
            // The whole queue breaks off while lines are read, a few objects when fragments are
            // closed.
            size = 10;
            List<String> failed = flow.deliver(batch.toArray(SQSEvent.SQSMessage[]::new));
            batch.removeIf(message -> !failed.contains(message.getMessageId()));
            requireWhole(staging);
            if (!failed.isEmpty()) {
                require(flow.log.toString(ISO_8859_1).contains("No space left"), "no reason");
                failures++;
                if (failures == 3) {
                    makeRoom();
                }
            }
        }
        require(failures >= 3, "the disk was not full");
        flow.transform(true);
        require(sorted(flow.emitted("year=")).equals(sorted(expected)), "lines differ");
    }

    private static void requireWhole(Path staging) throws IOException {
        for (Path file : files(staging)) {
            require(file.toString().endsWith(".frag.zst"), file + " is left");
            try (FragmentReader reader = FragmentReader.open(file)) {
                reader.read(_ -> true, (_, _, _) -> {});
            }
        }
    }

    private void transform(Path spill, Path output) throws Exception {
        Flow flow = new Flow(elsewhere.resolve("staging"));
        for (SQSEvent.SQSMessage message : messages(flow)) {
            require(flow.deliver(message).isEmpty(), "not staged");
        }
        TransformConfig c = flow.config.transform();
        TransformConfig config =
                new TransformConfig(
                        c.staging(),
                        c.zone(),
                        c.keyFormat(),
                        c.format(),
                        c.splitBytes(),
                        c.deduplicate(),
                        Duration.ZERO,
                        Duration.ZERO,
                        c.lease(),
                        c.keepLedger(),
                        100_000,
                        spill);
        fill(100_000);
        long open = -1;
        for (int i = 0; i < 5; i++) {
            TransformReport report = run(config, output);
            require(report.failed() > 0, "the disk was not full");
            for (Path file : files(disk)) {
                String name = file.getFileName().toString();
                require(name.equals("ballast") || name.endsWith(".accesslog.gz"), name);
            }
            long now = openFiles();
            require(open < 0 || now <= open, "open files grow from " + open + " to " + now);
            open = now;
        }
        makeRoom();
        require(run(config, output).failed() == 0, "still failing");
        List<String> emitted = new ArrayList<>();
        for (Path file : files(output)) {
            emitted.addAll(Flow.lines(Files.readAllBytes(file)));
        }
        require(sorted(emitted).equals(sorted(expected)), "lines differ");
        require(files(spill).isEmpty() || spill.equals(elsewhere), "runs are left");
    }

    private static TransformReport run(TransformConfig config, Path output) throws IOException {
        return new Transformer(
                        config,
                        List.of(new FolderOutputTarget(output)),
                        List.of(),
                        Clock.systemUTC())
                .run(
                        true,
                        () -> true,
                        (group, failure) -> require(isFull(failure), group + failure));
    }

    private static boolean isFull(Exception failure) {
        return String.valueOf(failure.getMessage()).contains("No space left");
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
