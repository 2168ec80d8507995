package dev.s3logkit.rollup.work;

import static dev.s3logkit.rollup.work.Rollup.CLOCK;
import static dev.s3logkit.rollup.work.Rollup.DELETE;
import static dev.s3logkit.rollup.work.Rollup.KEEP;
import static dev.s3logkit.rollup.work.Rollup.names;
import static dev.s3logkit.rollup.work.Rollup.seedTask;
import static dev.s3logkit.rollup.work.Rollup.uri;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.common.archive.tar.TableEntry;
import dev.s3logkit.common.archive.tar.TableOfContents;
import dev.s3logkit.common.archive.tar.TarballFormat;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectArchivedException;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3Source;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.rollup.task.RollupTask;
import dev.s3logkit.rollup.task.TarballName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerTest {

    private final Rollup rollup = new Rollup();

    @ParameterizedTest
    @ValueSource(strings = {"", "photos/", "my-prefix", "1/eu-west-1/src/2022/07/01/"})
    void theLogsOfADayBecomeOneTarballBesideThem(String prefix) throws IOException {
        List<String> names = names(0, 300);
        rollup.putAll(prefix, names);

        TaskReport report = rollup.run(DELETE, rollup.task(prefix, names));

        String digest = TarballName.digest(names).substring(0, 8);
        assertThat(rollup.keys()).containsExactly(prefix + "rollup-2022-07-01-" + digest + ".tgz");
        rollup.requireAllArchived(prefix);
        ObjectInfo tarball = rollup.s3.head(uri(rollup.keys().getFirst())).orElseThrow();
        long bytes = rollup.logs.values().stream().mapToLong(log -> log.length).sum();
        assertThat(tarball.metadata())
                .isEqualTo(
                        Map.of(
                                "originalfilecount",
                                "300",
                                "originalfilesize",
                                Long.toString(bytes)));
        assertThat(report)
                .isEqualTo(
                        new TaskReport(
                                300,
                                300,
                                bytes,
                                0,
                                tarball.uri(),
                                tarball.size(),
                                300,
                                300,
                                bytes));
    }

    @Test
    void theTableSaysWhatTheSourcesWere() throws IOException {
        List<String> names = names(0, 20);
        rollup.putAll("p/", names);
        RollupTask task = rollup.task("p/", names);

        S3Source source =
                new S3Source(
                        rollup.s3,
                        rollup.s3.head(rollup.run(DELETE, task).tarball()).orElseThrow());

        TableOfContents table = TableOfContents.read(source).orElseThrow();
        assertThat(table.entries()).extracting(TableEntry::name).isEqualTo(names);
        assertThat(table.entries()).extracting(TableEntry::mtime).containsOnly(Rollup.WRITTEN);
        assertThat(table.entries())
                .extracting(TableEntry::etag)
                .isEqualTo(task.sources().stream().map(s -> s.etag()).toList());
    }

    @Test
    void theTaskOfTheSystemBeforeIsDoneAsItIs() throws IOException {
        List<String> names = names(0, 10);
        rollup.putAll("p/", names);

        rollup.run(DELETE, seedTask("p/", names));

        assertThat(rollup.keys()).hasSize(1);
        rollup.requireAllArchived("p/");
    }

    @Test
    void nothingIsDeletedUnlessAskedFor() throws IOException {
        List<String> names = names(0, 10);
        rollup.putAll("p/", names);

        TaskReport report = rollup.run(KEEP, rollup.task("p/", names));

        assertThat(report.deleted()).isZero();
        assertThat(rollup.keys()).hasSize(11);
        rollup.requireAllArchived("p/");
    }

    @Test
    void aTaskDeliveredFiveTimesMakesOneTarball() throws IOException {
        List<String> names = names(0, 30);
        rollup.putAll("p/", names);
        RollupTask task = rollup.task("p/", names);

        for (int delivery = 0; delivery < 5; delivery++) {
            RequestCounts before = rollup.s3.requests();
            TaskReport report = rollup.run(DELETE, task);
            assertThat(report.archived() + report.held()).isEqualTo(30);
            if (delivery > 0) {
                assertThat(report.tarball()).isNull();
                assertThat(rollup.s3.requests().since(before).put()).isZero();
            }
        }

        assertThat(rollup.keys()).hasSize(1);
        rollup.requireAllArchived("p/");
    }

    @Test
    void whatWasKeptIsDeletedByALaterRunFromTheSameTarball() throws IOException {
        List<String> names = names(0, 30);
        rollup.putAll("p/", names);
        RollupTask task = rollup.task("p/", names);
        rollup.run(KEEP, task);

        TaskReport report = rollup.run(DELETE, task);

        assertThat(report.held()).isEqualTo(30);
        assertThat(report.deleted()).isEqualTo(30);
        assertThat(report.proven()).isEqualTo(30);
        assertThat(rollup.keys()).hasSize(1);
        rollup.requireAllArchived("p/");
    }

    @Test
    void aLateLogMakesAFurtherTarballWithOnlyThatLog() throws IOException {
        List<String> names = names(0, 30);
        rollup.putAll("p/", names);
        rollup.run(DELETE, rollup.task("p/", names));
        List<String> late = names(30, 31);
        rollup.putAll("p/", late);

        TaskReport report = rollup.run(DELETE, rollup.task("p/", late));

        assertThat(report.archived()).isOne();
        assertThat(rollup.keys()).hasSize(2);
        rollup.requireAllArchived("p/");
    }

    @Test
    void aLateLogWithDeletionOffLeavesTheOthersInTheirTarball() throws IOException {
        List<String> names = names(0, 31);
        rollup.putAll("p/", names.subList(0, 30));
        rollup.run(KEEP, rollup.task("p/", names.subList(0, 30)));
        rollup.putAll("p/", names.subList(30, 31));

        TaskReport report = rollup.run(KEEP, rollup.task("p/", names));

        assertThat(report.archived()).isOne();
        assertThat(report.held()).isEqualTo(30);
        assertThat(rollup.tarballs()).hasSize(2);
        rollup.requireAllArchived("p/");
    }

    @Test
    void logsYoungerThanAllowedAreArchivedAndNotDeleted() throws IOException {
        List<String> names = names(0, 5);
        rollup.putAll("p/", names);
        WorkRules rules = new WorkRules(true, 5, TarballFormat.TGZ, "STANDARD", 8, Duration.ZERO);

        assertThat(rollup.run(rules, rollup.task("p/", names)).deleted()).isZero();
        assertThat(rollup.keys()).hasSize(6);
    }

    @Test
    void logsOfTodayAreNeverDeleted() throws IOException {
        String name = "2022-07-05-00-00-00-A";
        rollup.put("p/" + name, 10);
        WorkRules rules = new WorkRules(true, 0, TarballFormat.TGZ, "STANDARD", 8, Duration.ZERO);

        assertThat(rollup.run(rules, seedTask("p/", List.of(name))).deleted()).isZero();
    }

    @Test
    void aTarballOfZstdIsMadeWhenAskedFor() throws IOException {
        List<String> names = names(0, 50);
        rollup.putAll("p/", names);
        WorkRules rules =
                new WorkRules(true, 1, TarballFormat.TAR_ZST, "GLACIER_IR", 8, Duration.ZERO);

        rollup.run(rules, rollup.task("p/", names));

        assertThat(rollup.keys()).singleElement().asString().endsWith(".tar.zst");
        assertThat(rollup.s3.head(uri(rollup.keys().getFirst())).orElseThrow().storageClass())
                .isEqualTo("GLACIER_IR");
        rollup.requireAllArchived("p/");
    }

    @Test
    void logsLargerThanWhatIsHeldInMemoryAreStreamed() throws IOException {
        List<String> names = names(0, 4);
        rollup.put("p/" + names.get(0), 0);
        rollup.put("p/" + names.get(1), 9 << 20);
        rollup.put("p/" + names.get(2), 1);
        rollup.put("p/" + names.get(3), 5 << 20);

        rollup.run(DELETE, rollup.task("p/", names));

        rollup.requireAllArchived("p/");
    }

    @Test
    void namesThatNeedExtendedHeadersAreKept() throws IOException {
        List<String> names =
                List.of(
                        "2022-07-01-00-00-00-" + "L".repeat(800),
                        "2022-07-01-00-00-00-Ärger-日本-🚀",
                        "2022-07-01-00-00-00-\"quoted\\",
                        "2022-07-01-00-00-00- with spaces ");
        rollup.putAll("p/", names);

        rollup.run(DELETE, rollup.task("p/", names));

        assertThat(rollup.keys()).hasSize(1);
        rollup.requireAllArchived("p/");
    }

    @Test
    void anotherSetOfLogsOfTheSameNamesGetsALongerName() throws IOException {
        List<String> names = names(0, 3);
        rollup.putAll("p/", names);
        rollup.run(DELETE, rollup.task("p/", names));
        for (String name : names) {
            rollup.s3.put(uri("p/" + name), "changed".getBytes(UTF_8));
        }

        rollup.run(DELETE, rollup.task("p/", names));

        String digest = TarballName.digest(names);
        assertThat(rollup.keys())
                .containsExactly(
                        "p/rollup-2022-07-01-" + digest.substring(0, 8) + ".tgz",
                        "p/rollup-2022-07-01-" + digest.substring(0, 16) + ".tgz");
    }

    @Test
    void aLogThatIsNowhereIsNamedAndNothingIsDone() throws IOException {
        List<String> names = names(0, 3);
        rollup.putAll("p/", names);
        RollupTask task = rollup.task("p/", names);
        rollup.s3.delete(uri("p/" + names.get(1)));

        assertThatThrownBy(() -> rollup.run(DELETE, task))
                .isInstanceOf(TaskFailedException.class)
                .hasMessage(
                        "s3://logs/p/%s is not there, and no tarball of its day holds it"
                                .formatted(names.get(1)));
        assertThat(rollup.keys()).hasSize(2);
    }

    @Test
    void aLogThatChangedSinceItWasFoundIsNamedAndNothingIsDone() throws IOException {
        List<String> names = names(0, 3);
        rollup.putAll("p/", names);
        RollupTask task = rollup.task("p/", names);
        rollup.put("p/" + names.get(2), 77);

        assertThatThrownBy(() -> rollup.run(DELETE, task))
                .isInstanceOf(TaskFailedException.class)
                .hasMessageContaining(
                        "s3://logs/p/" + names.get(2) + " was changed after it was found");
        assertThat(rollup.keys()).hasSize(3);
    }

    @Test
    void theTarballOfAnotherProgramCountsByTheBytesThatItHolds() throws IOException {
        List<String> names = names(0, 3);
        rollup.putAll("p/", names);
        rollup.s3.put(uri("p/rollup-2022-07-01-e26daa03.tgz"), foreignTarball(names.subList(0, 2)));

        TaskReport report = rollup.run(DELETE, seedTask("p/", names));

        assertThat(report.archived()).isOne();
        assertThat(report.deleted()).isEqualTo(3);
        assertThat(rollup.keys()).hasSize(2);
        rollup.requireAllArchived("p/");
    }

    /// As a program that knows of no table writes it: the blocks of ours, without what stands in
    /// front of them.
    private byte[] foreignTarball(List<String> names) throws IOException {
        Rollup other = new Rollup();
        for (String name : names) {
            other.s3.put(uri("p/" + name), rollup.logs.get("p/" + name), Rollup.WRITTEN, Map.of());
        }
        other.run(DELETE, seedTask("p/", names));
        byte[] ours = other.s3.content(uri(other.keys().getFirst()));
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(plain);
                InputStream tar = Decompression.open(new ByteArrayInputStream(ours), "ours")) {
            tar.transferTo(gzip);
        }
        return plain.toByteArray();
    }

    @Test
    void theClaimOfAKilledWorkerIsRemovedWhenATarballHoldsItsLogs() throws IOException {
        List<String> names = names(0, 30);
        rollup.putAll("p/", names);
        List<LogId> claimed = new ArrayList<>();
        for (String name : names.subList(10, 20)) {
            ObjectInfo log = rollup.s3.head(uri("p/" + name)).orElseThrow();
            claimed.add(new LogId(name, log.etag()));
        }
        RollupTask task = rollup.task("p/", names);
        rollup.run(DELETE, task);
        String claim = "p/rollup-2022-07-01-ffffffff.tgz";
        rollup.s3.put(uri(claim), Claim.write("17", claimed));

        rollup.run(DELETE, task);

        assertThat(rollup.keys()).hasSize(1).doesNotContain(claim);
        rollup.requireAllArchived("p/");
    }

    @Test
    void aTarballInAnArchiveClassIsNamedAndTheTaskIsDoneOnceItIsRestored() throws IOException {
        List<String> names = names(0, 30);
        rollup.putAll("p/", names);
        rollup.run(DELETE, rollup.task("p/", names));
        S3Uri tarball = uri(rollup.tarballs().getFirst());
        moveToGlacier(tarball);
        List<String> late = names(30, 31);
        rollup.putAll("p/", late);

        assertThatThrownBy(() -> rollup.run(DELETE, rollup.task("p/", late)))
                .isInstanceOf(ObjectArchivedException.class)
                .hasMessageContaining(tarball.toString());
        assertThat(rollup.keys()).containsExactly("p/" + late.getFirst(), tarball.key());

        rollup.s3.restore(tarball);
        rollup.run(DELETE, rollup.task("p/", late));
        rollup.requireAllArchived("p/");
    }

    private void moveToGlacier(S3Uri uri) throws IOException {
        ObjectInfo info = rollup.s3.head(uri).orElseThrow();
        CreateOptions archived =
                new CreateOptions(
                        "application/gzip",
                        "GLACIER",
                        info.metadata(),
                        CreateOptions.MIN_PART_SIZE,
                        false);
        try (ObjectWriter copy = rollup.s3.create(uri, archived)) {
            copy.write(rollup.s3.content(uri));
            copy.commit();
        }
    }

    @Test
    void whatIsNoTarballUnderTheNameOfOneIsNamed() throws IOException {
        List<String> names = names(0, 3);
        rollup.putAll("p/", names);
        rollup.s3.put(uri("p/rollup-2022-07-01-00000000.tgz"), "no tarball".getBytes(UTF_8));
        rollup.s3.put(uri("p/rollup-2022-07-01-notes.txt"), "not looked at".getBytes(UTF_8));

        assertThatThrownBy(() -> rollup.run(DELETE, rollup.task("p/", names)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("s3://logs/p/rollup-2022-07-01-00000000.tgz");
        assertThat(rollup.keys()).hasSize(5);
    }

    @Test
    void aTaskThatRunsOutOfTimeLeavesNothing() throws IOException {
        List<String> names = names(0, 50);
        rollup.putAll("p/", names);
        RollupTask task = rollup.task("p/", names);
        for (int steps = 0; steps < 52; steps += 5) {
            AtomicInteger left = new AtomicInteger(steps);
            assertThatThrownBy(
                            () ->
                                    new Worker(DELETE, CLOCK)
                                            .run(task, rollup.s3, () -> left.getAndDecrement() > 0))
                    .isInstanceOf(TaskFailedException.class)
                    .hasMessageContaining("out of time");
            assertThat(rollup.keys()).hasSize(50);
        }

        rollup.run(DELETE, task);

        rollup.requireAllArchived("p/");
    }

    @Test
    void aTaskThatRunsOutOfTimeAfterTheTarballIsFinishedByTheNext() throws IOException {
        List<String> names = names(0, 50);
        rollup.putAll("p/", names);
        RollupTask task = rollup.task("p/", names);
        AtomicInteger left = new AtomicInteger(70);

        assertThatThrownBy(
                        () ->
                                new Worker(DELETE, CLOCK)
                                        .run(task, rollup.s3, () -> left.getAndDecrement() > 0))
                .hasMessage("out of time while a tarball was proven");
        assertThat(rollup.keys()).hasSize(51);
        assertThat(rollup.run(DELETE, task).held()).isEqualTo(50);

        rollup.requireAllArchived("p/");
        assertThat(rollup.keys()).hasSize(1);
    }

    @Test
    void aClaimThatAKilledWorkerLeftIsTakenOver() throws IOException {
        List<String> names = names(0, 20);
        rollup.putAll("p/", names);
        RollupTask task = rollup.task("p/", names);
        LogId other = new LogId(names.get(3), task.sources().get(3).etag());
        String own = "p/rollup-2022-07-01-" + TarballName.digest(names).substring(0, 8) + ".tgz";
        for (String key :
                List.of(
                        own,
                        "p/rollup-2022-07-01-00000000.tgz",
                        "p/rollup-2022-07-01-ffffffff.tgz")) {
            rollup.s3.put(uri(key), Claim.write("number of " + key, List.of(other)));
        }

        rollup.run(DELETE, task);

        assertThat(rollup.keys()).containsExactly(own);
        rollup.requireAllArchived("p/");
    }

    @Test
    void theClaimOfOtherLogsIsLeftAlone() throws IOException {
        List<String> names = names(0, 20);
        rollup.putAll("p/", names);
        LogId other = new LogId(names(30, 31).getFirst(), "0123");
        rollup.s3.put(uri("p/rollup-2022-07-01-00000000.tgz"), Claim.write("n", List.of(other)));

        rollup.run(DELETE, rollup.task("p/", names));

        assertThat(rollup.keys()).hasSize(2);
    }
}
