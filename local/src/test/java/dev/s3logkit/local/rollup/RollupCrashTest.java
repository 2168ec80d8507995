package dev.s3logkit.local.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.local.fault.FaultPlan;
import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.s3.store.ObjectChange;
import dev.s3logkit.rollup.RollupConfig;
import dev.s3logkit.rollup.task.RollupTask;
import dev.s3logkit.rollup.task.TaskMessage;
import dev.s3logkit.rollup.task.TaskSource;
import dev.s3logkit.rollup.work.TaskFailedException;
import dev.s3logkit.rollup.work.Worker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Workers in processes of their own are killed at random moments, alone and while others work on
/// overlapping tasks. In the end each log is in exactly one tarball with all of its bytes, the logs
/// are gone, and none was gone before its tarball was there.
class RollupCrashTest {

    private static final boolean LONG = Boolean.getBoolean("s3logkit.long");
    private static final int KILLS = LONG ? 60 : 4;
    private static final int LOGS = 60;

    /// Makes the work of a killed process last long enough to be hit anywhere.
    private static final Duration LATENCY = Duration.ofMillis(12);

    @TempDir Path folder;

    private final Random random = new Random(20_220_701);

    /// When each log was deleted, and when each tarball was last written, by the sequence of S3.
    private final Map<String, Long> deleted = new ConcurrentHashMap<>();

    private final Map<String, Long> written = new ConcurrentHashMap<>();

    private void changed(ObjectChange change) {
        if (change.kind() == ObjectChange.Kind.DELETE) {
            deleted.put(change.key(), change.sequencer());
        } else {
            written.put(change.key(), change.sequencer());
        }
    }

    @Test
    void aWorkerThatIsKilledAnywhereLosesNothing() throws Exception {
        Faults faults = Faults.none();
        try (EmbeddedLogs logs = new EmbeddedLogs(folder, faults, this::changed)) {
            long life = lifetime(logs, faults);
            int kills = 0;
            Set<String> states = new HashSet<>();
            for (int round = 0; kills < KILLS; round++) {
                logs.logs.clear();
                String prefix = "r%03d/".formatted(round);
                List<String> names = EmbeddedLogs.names(LOGS);
                for (String name : names) {
                    logs.put(prefix + name, 1 + random.nextInt(8));
                }
                faults.follow(slow(round));
                List<RollupTask> tasks = new ArrayList<>(List.of(task(prefix, names)));
                if (round % 2 == 1) {
                    tasks.add(task(prefix, names.subList(LOGS / 3, LOGS)));
                }
                List<Process> workers = new ArrayList<>();
                for (RollupTask task : tasks) {
                    workers.add(start(logs, task));
                }
                for (Process worker : workers) {
                    awaitBegin(worker);
                }
                workers.getFirst().waitFor(random.nextLong(life), TimeUnit.MILLISECONDS);
                for (Process worker : workers) {
                    kills += worker.isAlive() ? 1 : 0;
                    worker.destroyForcibly().waitFor();
                }
                faults.follow(FaultPlan.quiet(0));
                states.add(state(logs, prefix));
                for (RollupTask task : tasks) {
                    finish(logs, task);
                }
                requireDone(logs, prefix);
            }
            if (LONG) {
                // Before the tarball, after it, and while logs were deleted.
                assertThat(states).hasSizeGreaterThan(2);
            }
        }
    }

    private FaultPlan slow(int seed) {
        return FaultPlan.quiet(seed).withRequests(0, 0, LATENCY);
    }

    /// How long a process that is not killed needs, and a bit.
    private long lifetime(EmbeddedLogs logs, Faults faults) throws Exception {
        String prefix = "warm/";
        List<String> names = EmbeddedLogs.names(LOGS);
        for (String name : names) {
            logs.put(prefix + name, 3);
        }
        faults.follow(slow(0));
        Process worker = start(logs, task(prefix, names));
        awaitBegin(worker);
        long begin = System.nanoTime();
        assertThat(worker.waitFor()).isZero();
        faults.follow(FaultPlan.quiet(0));
        logs.requireAllArchived();
        for (String key : logs.keys()) {
            logs.store.delete(EmbeddedLogs.uri(key), null);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) * 11 / 10;
    }

    private static RollupTask task(String prefix, List<String> names) {
        return new RollupTask(
                null,
                EmbeddedLogs.uri(prefix),
                LocalDate.parse(EmbeddedLogs.DAY),
                names.stream().map(n -> new TaskSource(n, TaskSource.UNKNOWN, null)).toList());
    }

    private Process start(EmbeddedLogs logs, RollupTask task) throws IOException {
        Path message = Files.createTempFile(folder, "task", ".json");
        Files.writeString(message, TaskMessage.write(task));
        return ChildProcess.java(
                        "256m", logs.environment(), CrashingWorker.class, message.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitBegin(Process worker) throws IOException {
        BufferedReader out = worker.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("begin");
    }

    /// What the killed processes left: nothing yet, a claim or tarball, logs deleted.
    private static String state(EmbeddedLogs logs, String prefix) throws IOException {
        List<String> keys = logs.keys().stream().filter(key -> key.startsWith(prefix)).toList();
        long tarballs = keys.stream().filter(key -> key.contains("rollup-")).count();
        return (tarballs == 0 ? "before" : "after")
                + (keys.size() - tarballs < LOGS ? ", deleted" : "");
    }

    private static void finish(EmbeddedLogs logs, RollupTask task) throws IOException {
        Worker worker =
                new Worker(
                        RollupConfig.of(Map.of("ROLLUP_DELETE", "true")).work(), Clock.systemUTC());
        try {
            worker.run(task, logs.store, () -> true);
        } catch (TaskFailedException e) {
            // As a queue that delivers it again.
            worker.run(task, logs.store, () -> true);
        }
    }

    private void requireDone(EmbeddedLogs logs, String prefix) throws IOException {
        List<String> keys = logs.keys();
        assertThat(keys).allMatch(key -> key.startsWith(prefix + "rollup-"));
        logs.requireAllArchived();
        long lastTarball = keys.stream().mapToLong(written::get).min().orElseThrow();
        for (String log : logs.logs.keySet()) {
            assertThat(deleted.get(log)).as(log).isGreaterThan(lastTarball);
        }
        for (String key : keys) {
            logs.store.delete(EmbeddedLogs.uri(key), null);
        }
    }
}
