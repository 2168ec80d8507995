package dev.s3logkit.rollup.work;

import static dev.s3logkit.rollup.work.Rollup.DELETE;
import static dev.s3logkit.rollup.work.Rollup.KEEP;
import static dev.s3logkit.rollup.work.Rollup.names;
import static dev.s3logkit.rollup.work.Rollup.seedTask;
import static dev.s3logkit.rollup.work.Rollup.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.archive.tar.TarballFormat;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.rollup.task.RollupTask;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Workers that meet. In the end each log is in exactly one tarball, with all of its bytes, and
/// gone.
class OverlapTest {

    private static final int ROUNDS = Boolean.getBoolean("s3logkit.long") ? 3_000 : 150;

    private final Rollup rollup = new Rollup();

    @Test
    void oneTaskOverlappingAnotherInEveryStepOfIt() throws IOException {
        // The second runs as a whole before the n-th request of the first.
        for (int n = 0; n < 70; n++) {
            Rollup rollup = new Rollup();
            List<String> names = names(0, 12);
            rollup.putAll("p/", names);
            RollupTask first = seedTask("p/", names.subList(0, 8));
            RollupTask second = seedTask("p/", names.subList(4, 12));
            int[] left = {n};
            ObjectStore hooked =
                    new HookedStore(
                            rollup.s3,
                            (_, _) -> {
                                if (left[0]-- == 0) {
                                    runUntilDone(rollup, second);
                                }
                            });
            try {
                Rollup.run(DELETE, first, hooked);
            } catch (IOException e) {
                rollup.run(DELETE, first);
            }
            runUntilDone(rollup, second);
            rollup.requireAllArchived("p/");
            assertThat(rollup.keys()).isEqualTo(rollup.tarballs());
        }
    }

    @Test
    void oneTaskTwiceInEveryStepOfIt() throws IOException {
        for (int n = 0; n < 70; n++) {
            Rollup rollup = new Rollup();
            List<String> names = names(0, 12);
            rollup.putAll("p/", names);
            RollupTask task = seedTask("p/", names);
            int[] left = {n};
            ObjectStore hooked =
                    new HookedStore(
                            rollup.s3,
                            (_, _) -> {
                                if (left[0]-- == 0) {
                                    runUntilDone(rollup, task);
                                }
                            });
            try {
                Rollup.run(DELETE, task, hooked);
            } catch (IOException e) {
                rollup.run(DELETE, task);
            }
            rollup.requireAllArchived("p/");
            assertThat(rollup.keys()).hasSize(1);
        }
    }

    private static void runUntilDone(Rollup rollup, RollupTask task) throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                rollup.run(DELETE, task);
                return;
            } catch (TaskFailedException e) {
                if (attempt == 3) {
                    throw e;
                }
            }
        }
    }

    /// What a removed tarball would lose: the workers of one task rely on the same tarball, while
    /// those of an overlapping one are about to make theirs.
    @Test
    void manyWorkersOnSameAndOverlappingTasksAtOnce() throws Exception {
        Random random = new Random(20_220_701);
        for (int round = 0; round < ROUNDS; round++) {
            Rollup rollup = new Rollup();
            List<String> names = names(0, 16);
            rollup.putAll("p/", names);
            List<RollupTask> tasks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int from = random.nextInt(8);
                tasks.add(
                        seedTask("p/", names.subList(from, from + 1 + random.nextInt(16 - from))));
            }
            tasks.add(seedTask("p/", names));
            List<Callable<Void>> workers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                RollupTask task = tasks.get(i % tasks.size());
                boolean delete = random.nextInt(4) > 0;
                WorkRules rules =
                        new WorkRules(
                                delete,
                                1,
                                random.nextBoolean() ? TarballFormat.TGZ : TarballFormat.TAR_ZST,
                                "STANDARD",
                                4,
                                Duration.ofMillis(random.nextInt(3) * 20L));
                workers.add(
                        () -> {
                            rollup.run(rules, task);
                            return null;
                        });
            }
            try (ExecutorService threads = Executors.newFixedThreadPool(workers.size())) {
                for (Future<Void> worker : threads.invokeAll(workers)) {
                    try {
                        worker.get();
                    } catch (ExecutionException e) {
                        assertThat(e.getCause()).isInstanceOf(IOException.class);
                    }
                }
            }
            for (RollupTask task : tasks) {
                rollup.run(DELETE, task);
            }
            rollup.requireAllArchived("p/");
            assertThat(rollup.keys()).isEqualTo(rollup.tarballs());
        }
    }

    @Test
    void aLogThatChangesDuringTheWorkKeepsAllFromBeingDeleted() throws IOException {
        List<String> names = names(0, 10);
        for (int n = 0; n < 60; n++) {
            Rollup rollup = new Rollup();
            rollup.putAll("p/", names);
            int[] left = {n};
            AtomicBoolean changed = new AtomicBoolean();
            boolean[] deleting = {false};
            ObjectStore hooked =
                    new HookedStore(
                            rollup.s3,
                            (request, _) -> {
                                deleting[0] |= request.equals("DELETE");
                                if (left[0]-- == 0 && !deleting[0]) {
                                    rollup.s3.put(uri("p/" + names.get(7)), new byte[3]);
                                    changed.set(true);
                                }
                            });
            RollupTask task = rollup.task("p/", names);
            if (n > 40) {
                Rollup.run(DELETE, task, hooked);
                continue;
            }
            try {
                Rollup.run(DELETE, task, hooked);
                assertThat(changed).as("step " + n).isFalse();
            } catch (TaskFailedException e) {
                assertThat(changed).isTrue();
                assertThat(e).hasMessageContaining("s3://logs/p/" + names.get(7));
                assertThat(rollup.keys()).containsAll(names.stream().map("p/"::concat).toList());
            }
        }
    }

    @Test
    void aLogThatVanishesDuringTheWorkKeepsAllFromBeingDeleted() throws IOException {
        List<String> names = names(0, 10);
        boolean vanished = false;
        for (int n = 0; n < 40; n++) {
            Rollup rollup = new Rollup();
            rollup.putAll("p/", names);
            int[] left = {n};
            boolean[] done = {false};
            boolean[] deleting = {false};
            ObjectStore hooked =
                    new HookedStore(
                            rollup.s3,
                            (request, _) -> {
                                deleting[0] |= request.equals("DELETE");
                                if (left[0]-- == 0 && !deleting[0]) {
                                    rollup.s3.delete(uri("p/" + names.get(4)));
                                    done[0] = true;
                                }
                            });
            try {
                Rollup.run(DELETE, rollup.task("p/", names), hooked);
                assertThat(done[0]).as("step " + n).isFalse();
            } catch (TaskFailedException e) {
                assertThat(done[0]).isTrue();
                vanished = true;
                assertThat(e).hasMessageContaining("s3://logs/p/" + names.get(4));
                assertThat(rollup.keys()).hasSizeGreaterThanOrEqualTo(9);
            }
        }
        assertThat(vanished).isTrue();
    }

    @Test
    void aTarballThatHoldsALogAlreadyIsNamed() throws IOException {
        List<String> names = names(0, 10);
        rollup.putAll("p/", names);
        RollupTask task = rollup.task("p/", names);
        boolean[] done = {false};
        ObjectStore hooked =
                new HookedStore(
                        rollup.s3,
                        (request, _) -> {
                            if (request.equals("CLAIM") && !done[0]) {
                                done[0] = true;
                                rollup.run(KEEP, seedTask("p/", names.subList(2, 4)));
                            }
                        });

        assertThatThrownBy(() -> Rollup.run(DELETE, task, hooked))
                .isInstanceOf(TaskFailedException.class)
                .hasMessageMatching(
                        "s3://logs/p/rollup-2022-07-01-\\w{8}.tgz holds 2022-07-01-\\S+ already, which was about to go into .*");
        assertThat(rollup.tarballs()).hasSize(1);
    }
}
