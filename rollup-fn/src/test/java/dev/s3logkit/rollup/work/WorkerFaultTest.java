package dev.s3logkit.rollup.work;

import static dev.s3logkit.rollup.work.Rollup.DELETE;
import static dev.s3logkit.rollup.work.Rollup.names;
import static dev.s3logkit.rollup.work.Rollup.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.s3.FailingObjectStore;
import dev.s3logkit.common.s3.Fault;
import dev.s3logkit.common.s3.FaultPlan;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.rollup.task.RollupTask;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Requests that fail, bodies that break off, and bytes that are not what was written.
class WorkerFaultTest {

    private static final int ROUNDS = Boolean.getBoolean("s3logkit.long") ? 2_000 : 60;

    @Test
    void whateverFailsNothingIsLostAndTheNextRunsFinish() throws IOException {
        List<String> names = names(0, 24);
        int failed = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Rollup rollup = new Rollup();
            rollup.putAll("p/", names);
            RollupTask task = rollup.task("p/", names);
            FailingObjectStore failing =
                    new FailingObjectStore(
                            rollup.s3,
                            FaultPlan.random(
                                    seed,
                                    0.02,
                                    (_, _) -> true,
                                    new Fault.Unavailable(),
                                    new Fault.TruncatedBody(),
                                    new Fault.ChecksumMismatch(),
                                    new Fault.ConnectionReset(),
                                    new Fault.AnswerLost()));
            for (int attempt = 0; attempt < 6; attempt++) {
                try {
                    Rollup.run(DELETE, task, failing);
                } catch (IOException e) {
                    failed++;
                }
                requireNothingLost(rollup, names);
            }
            rollup.run(DELETE, task);
            rollup.requireAllArchived("p/");
            assertThat(rollup.keys()).hasSize(1);
        }
        assertThat(failed).isGreaterThan(ROUNDS / 10);
    }

    /// A log that is not there any more is in a tarball.
    private static void requireNothingLost(Rollup rollup, List<String> names) throws IOException {
        boolean gone =
                rollup.keys().stream().filter(key -> !key.contains("rollup-")).count()
                        < names.size();
        if (gone) {
            rollup.requireAllArchived("p/");
        }
    }

    @Test
    void aTarballWhoseBytesAreNotWhatWasWrittenKeepsAllFromBeingDeleted() throws IOException {
        List<String> names = names(0, 24);
        Rollup rollup = new Rollup();
        rollup.putAll("p/", names);
        RollupTask task = rollup.task("p/", names);
        // Flips one bit of the tarball before it is read back, at one place after the other.
        for (int at = 0; ; at += 97) {
            int place = at;
            boolean[] flipped = {false};
            ObjectStore store =
                    new HookedStore(
                            rollup.s3,
                            (request, uri) -> {
                                if (request.equals("GET") && uri.key().contains("rollup-")) {
                                    flipped[0] = flip(rollup, uri, place);
                                }
                            });
            if (place == 0) {
                rollup.run(Rollup.KEEP, task);
            }
            try {
                Rollup.run(DELETE, task, store);
                assertThat(flipped[0]).isFalse();
                break;
            } catch (IOException e) {
                assertThat(flipped[0]).isTrue();
                assertThat(rollup.keys()).hasSize(25);
                flip(rollup, uri(rollup.tarballs().getFirst()), place);
            }
        }
        rollup.requireAllArchived("p/");
    }

    /// Returns false when the object is shorter.
    private static boolean flip(Rollup rollup, S3Uri uri, int place) throws IOException {
        byte[] bytes = rollup.s3.content(uri);
        if (place >= bytes.length) {
            return false;
        }
        bytes[place] ^= 4;
        ObjectInfo info = rollup.s3.head(uri).orElseThrow();
        rollup.s3.put(uri, bytes, info.lastModified(), info.metadata());
        return true;
    }

    @Test
    void aDamagedTarballOfTheDayIsNamed() throws IOException {
        List<String> names = names(0, 4);
        Rollup rollup = new Rollup();
        rollup.putAll("p/", names);
        RollupTask task = rollup.task("p/", names);
        rollup.run(Rollup.KEEP, task);
        flip(rollup, uri(rollup.tarballs().getFirst()), 60);

        assertThatThrownBy(() -> rollup.run(DELETE, task))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("s3://logs/p/rollup-2022-07-01-");
        assertThat(rollup.keys()).hasSize(5);
    }

    @Test
    void aLogThatMayNotBeDeletedIsNamed() throws IOException {
        List<String> names = names(0, 4);
        Rollup rollup = new Rollup();
        rollup.putAll("p/", names);
        FailingObjectStore failing =
                new FailingObjectStore(
                        rollup.s3,
                        FaultPlan.when(
                                (operation, uri) ->
                                        operation == FaultPlan.Operation.DELETE
                                                && uri.key().endsWith(names.get(2)),
                                new Fault.Unavailable()));

        assertThatThrownBy(() -> Rollup.run(DELETE, rollup.task("p/", names), failing))
                .isInstanceOf(TaskFailedException.class)
                .hasMessageContaining("s3://logs/p/" + names.get(2) + " could not be deleted");
        assertThat(rollup.keys()).hasSize(2);
    }
}
