package dev.s3logkit.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills aggregator and transformer with SIGKILL at random moments of a run of 2,000 objects and
/// redelivers what was not acknowledged, and some of what was: output = input, line for line.
class CrashTest {

    private static final long T0 = Instant.parse("2026-02-06T10:00:00Z").getEpochSecond();
    private static final int OBJECTS = 2_000;
    private static final int KILLS = Boolean.getBoolean("s3logkit.long") ? 120 : 4;

    /// Longest life of a process that is to be killed; it starts in a third of this.
    private static final int LIFE_MILLIS = 1_500;

    @TempDir Path folder;

    private final Random random = new Random(20_260_206);

    @Test
    void whateverIsKilledEveryLineComesOutOnce() throws Exception {
        List<String> expected = new ArrayList<>();
        Set<String> unacknowledged = new LinkedHashSet<>(writeObjects(expected));
        List<String> acknowledged = new ArrayList<>();
        Path staging = Files.createDirectory(folder.resolve("staging"));
        Path output = Files.createDirectory(folder.resolve("output"));
        int kills = 0;
        while (kills < KILLS || !unacknowledged.isEmpty()) {
            List<String> deliveries = new ArrayList<>(unacknowledged);
            Collections.shuffle(deliveries, random);
            for (int i = 0; i < acknowledged.size() / 10; i++) {
                deliveries.add(acknowledged.get(random.nextInt(acknowledged.size())));
            }
            Path list = folder.resolve("deliveries");
            Files.write(list, deliveries);
            boolean kill = kills < KILLS;
            Process transformer = start("transform", staging, output);
            Process aggregator = start("aggregate", staging, list);
            if (kill) {
                kills += killAfter(random.nextInt(LIFE_MILLIS), aggregator, transformer);
            }
            aggregator.waitFor();
            for (String name : output("aggregate")) {
                if (unacknowledged.remove(name)) {
                    acknowledged.add(name);
                }
            }
            if (!kill) {
                assertThat(aggregator.exitValue()).isZero();
            }
            transformer.destroyForcibly().waitFor();
        }
        Process last = start("transform", staging, output);
        assertThat(last.waitFor()).isZero();
        assertThat(output("transform")).contains("done");

        assertThat(emitted(output)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private List<String> writeObjects(List<String> lines) throws IOException {
        Path objects = Files.createDirectory(folder.resolve("objects"));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            List<String> object = new ArrayList<>();
            for (int j = 0; j < 1 + random.nextInt(8); j++) {
                object.add(
                        LogLines.get(T0 + random.nextInt(3 * 3_600), "photos", "R" + i + "-" + j));
            }
            lines.addAll(object);
            Path file = objects.resolve("2026-02-06-13-00-00-%05d".formatted(i));
            Files.write(file, object);
            names.add(file.toString());
        }
        return names;
    }

    private Process start(String mode, Path staging, Path argument) throws IOException {
        return new ProcessBuilder(
                        ChildProcess.java(
                                "256m",
                                CrashingRun.class,
                                mode,
                                staging.toString(),
                                argument.toString()))
                .redirectOutput(folder.resolve(mode).toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// Kills both unless they end earlier; how many were alive.
    private static int killAfter(int millis, Process... processes) throws InterruptedException {
        processes[0].waitFor(millis, TimeUnit.MILLISECONDS);
        int killed = 0;
        for (Process process : processes) {
            killed += process.isAlive() ? 1 : 0;
            process.destroyForcibly();
        }
        return killed;
    }

    /// What the last process of this mode printed; its last line may be cut.
    private List<String> output(String mode) throws IOException {
        return Files.readAllLines(folder.resolve(mode));
    }

    private static List<String> emitted(Path output) throws IOException {
        List<String> lines = new ArrayList<>();
        Set<Path> files = new HashSet<>();
        try (Stream<Path> walk = Files.walk(output)) {
            walk.filter(file -> file.toString().endsWith(".accesslog.gz")).forEach(files::add);
        }
        for (Path file : files) {
            lines.addAll(Flow.lines(Files.readAllBytes(file)));
        }
        return lines;
    }
}
