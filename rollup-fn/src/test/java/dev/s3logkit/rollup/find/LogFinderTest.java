package dev.s3logkit.rollup.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.s3.FailingObjectStore;
import dev.s3logkit.common.s3.Fault;
import dev.s3logkit.common.s3.FaultPlan;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.NoSuchObjectException;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.s3.WrongRegionException;
import dev.s3logkit.rollup.task.RollupTask;
import dev.s3logkit.rollup.task.TaskMessage;
import dev.s3logkit.rollup.task.TaskSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogFinderTest {

    private static final Instant NOW = Instant.parse("2022-07-05T06:00:00Z");
    private static final FindRules RULES = FindRules.of(NOW, 1, Duration.ZERO);
    private static final int LIMIT = 1 << 20;

    private final InMemoryObjectStore s3 = new InMemoryObjectStore("bucket1", "bucket2");
    private final List<RollupTask> tasks = new ArrayList<>();

    private void put(String... keys) throws IOException {
        for (String key : keys) {
            s3.put(
                    new S3Uri("bucket1", key),
                    new byte[10],
                    Instant.parse("2022-07-04T12:00:00Z"),
                    Map.of());
        }
    }

    private FindReport find(String... prefixes) throws IOException {
        return find(s3, RULES, LIMIT, prefixes);
    }

    private FindReport find(ObjectStore store, FindRules rules, int limit, String... prefixes)
            throws IOException {
        return new LogFinder(store, null, rules, limit)
                .find(null, List.of(prefixes).stream().map(S3Uri::parse).toList(), tasks::add);
    }

    private Set<String> found() {
        Set<String> found = new TreeSet<>();
        for (RollupTask task : tasks) {
            List<String> names = task.sources().stream().map(TaskSource::name).toList();
            assertThat(found.add(task.prefix().key() + " " + task.day() + " " + names)).isTrue();
        }
        return found;
    }

    @Test
    void logsOfADayUnderOnePrefixBecomeOneTask() throws IOException {
        put(
                "example.com/2022-07-01-05-15-43-42117B9A70B0F1BA",
                "example.com/2022-07-01-05-21-46-66A49E4B82CEA312",
                "example.com/2022-07-02-00-21-50-EA56CA33F44CFE0E",
                "my-prefix2022-07-02-05-13-29-E4E5C6CF6881DCA8",
                "logs/1/us-west-2/src/2022/07/02/2022-07-02-00-00-00-0000000000000001",
                "logs/1/us-west-2/src/2022/07/02/2022-07-02-00-00-00-0000000000000002",
                "a/b/c/d/e/f/2022-07-04-23-59-59-1");

        FindReport report = find("s3://bucket1");

        assertThat(found())
                .containsExactly(
                        "a/b/c/d/e/f/ 2022-07-04 [2022-07-04-23-59-59-1]",
                        "example.com/ 2022-07-01 [2022-07-01-05-15-43-42117B9A70B0F1BA, 2022-07-01-05-21-46-66A49E4B82CEA312]",
                        "example.com/ 2022-07-02 [2022-07-02-00-21-50-EA56CA33F44CFE0E]",
                        "logs/1/us-west-2/src/2022/07/02/ 2022-07-02 [2022-07-02-00-00-00-0000000000000001, 2022-07-02-00-00-00-0000000000000002]",
                        "my-prefix 2022-07-02 [2022-07-02-05-13-29-E4E5C6CF6881DCA8]");
        assertThat(report.counts())
                .containsEntry("objects", 7L)
                .containsEntry("logs", 7L)
                .containsEntry("log_bytes", 70L)
                .containsEntry("tasks", 5L)
                .containsEntry("prefixes_failed", 0L);
        assertThat(tasks.getFirst().sources().getFirst().size()).isEqualTo(10);
        assertThat(tasks.getFirst().sources().getFirst().etag()).hasSize(32);
    }

    @Test
    void aPrefixMayEndInsideAName() throws IOException {
        put("app/2022-07-01-05-15-43-A", "app/2022-07-02-05-15-43-B", "app2022-07-01-05-15-43-C");

        find("s3://bucket1/app/2022-07-01");
        find("s3://bucket1/app2");

        assertThat(found())
                .containsExactly(
                        "app 2022-07-01 [2022-07-01-05-15-43-C]",
                        "app/ 2022-07-01 [2022-07-01-05-15-43-A]");
    }

    @Test
    void onlyDaysBeforeTodayAreTaken() throws IOException {
        put(
                "2022-07-03-01-00-00-A",
                "2022-07-04-23-59-59-B",
                "2022-07-05-00-00-00-C",
                "2022-08-05-00-00-00-D");

        assertThat(find("s3://bucket1").counts())
                .containsEntry("logs", 2L)
                .containsEntry("young", 2L);
        assertThat(find(s3, FindRules.of(NOW, 0, Duration.ZERO), LIMIT, "s3://bucket1").counts())
                .containsEntry("logs", 2L);
        assertThat(find(s3, FindRules.of(NOW, 2, Duration.ZERO), LIMIT, "s3://bucket1").counts())
                .containsEntry("logs", 1L)
                .containsEntry("young", 3L);
    }

    @Test
    void todayIsTheDayInUtc() {
        assertThat(FindRules.of(Instant.parse("2022-07-05T00:00:00Z"), 1, Duration.ZERO).lastDay())
                .isEqualTo(LocalDate.of(2022, 7, 4));
        assertThat(FindRules.of(Instant.parse("2022-07-04T23:59:59Z"), 1, Duration.ZERO).lastDay())
                .isEqualTo(LocalDate.of(2022, 7, 3));
    }

    @Test
    void aLogThatWasJustWrittenIsLeftForTheNextRun() throws IOException {
        S3Uri late = new S3Uri("bucket1", "2022-07-01-00-00-00-LATE");
        s3.put(late, new byte[1], NOW.minusSeconds(60), Map.of());
        put("2022-07-01-00-00-00-A");

        assertThat(
                        find(s3, FindRules.of(NOW, 1, Duration.ofHours(1)), LIMIT, "s3://bucket1")
                                .counts())
                .containsEntry("logs", 1L)
                .containsEntry("young", 1L);
        assertThat(find("s3://bucket1").counts()).containsEntry("logs", 2L);
    }

    @Test
    void ownTarballsAndOtherObjectsAreLeftOut() throws IOException {
        put(
                "rollup-2022-07-01-e26daa03.tgz",
                "p/rollup-2022-07-01-e26daa03e26daa03.tar.zst",
                "prefixrollup-2022-07-01-e26daa03.tgz",
                "p/photo.jpg",
                "p/",
                "p/2022-07-01-00-00-00-A.gz");

        assertThat(find("s3://bucket1").counts())
                .containsEntry("tarballs", 3L)
                .containsEntry("others", 3L)
                .containsEntry("tasks", 0L);
    }

    @Test
    void theMarkerOfAFolderThatLooksLikeALogIsNamed() throws IOException {
        put("p/2022-07-01-05-15-43-42117B9A70B0F1BA/");

        FindReport report = find("s3://bucket1");

        assertThat(report.counts()).containsEntry("folders", 1L).containsEntry("logs", 0L);
        assertThat(report.remarks())
                .containsExactly(
                        "s3://bucket1/p/2022-07-01-05-15-43-42117B9A70B0F1BA/ has the name of a log, but is the marker of a folder");
    }

    @Test
    void anObjectOverFiveGibibytesIsNamedAndLeftAsItIs() throws IOException {
        FindReport report =
                find(
                        new GeneratedStore(1, 3, i -> i == 1 ? (5L << 30) + 1 : 1),
                        FindRules.of(NOW, 1, Duration.ofDays(-365)),
                        LIMIT,
                        "s3://bucket1/p/");

        assertThat(report.counts()).containsEntry("too_large", 1L).containsEntry("logs", 2L);
        assertThat(report.remarks())
                .containsExactly(
                        "s3://bucket1/p/2022-07-01-00-00-00-0000000000000001 has 5368709121 bytes, more than the 5368709120 of a task; it is left as it is");
    }

    @Test
    void aTaskIsCutAtSixThousandObjects() throws IOException {
        find(
                new GeneratedStore(1, 13_000, _ -> 3_000),
                FindRules.of(NOW, 1, Duration.ofDays(-365)),
                LIMIT,
                "s3://bucket1/");

        assertThat(tasks)
                .extracting(task -> task.sources().size())
                .containsExactly(6000, 6000, 1000);
    }

    @Test
    void aTaskIsCutAtFiveGibibytes() throws IOException {
        find(
                new GeneratedStore(1, 12, _ -> 1L << 30),
                FindRules.of(NOW, 1, Duration.ofDays(-365)),
                LIMIT,
                "s3://bucket1/");

        assertThat(tasks).extracting(task -> task.sources().size()).containsExactly(5, 5, 2);
    }

    @Test
    void aTaskIsCutAtTheLimitOfTheQueue() throws IOException {
        for (int limit : new int[] {1 << 20, 256 << 10, 4 << 10}) {
            tasks.clear();
            find(
                    new GeneratedStore(1, 7_000, i -> 5 * i),
                    FindRules.of(NOW, 1, Duration.ofDays(-365)),
                    limit,
                    "s3://bucket1/" + "p".repeat(900) + "/");

            assertThat(tasks.stream().mapToInt(task -> task.sources().size()).sum())
                    .isEqualTo(7_000);
            assertThat(tasks).allMatch(task -> TaskMessage.write(task).length() <= limit);
            assertThat(TaskMessage.write(tasks.getFirst()).length())
                    .isGreaterThan(limit == 1 << 20 ? 470_000 : limit - 200);
        }
    }

    @Test
    void prefixesBelowOthersAreSearchedOnce() throws IOException {
        put("a/2022-07-01-00-00-00-1", "a/b/2022-07-01-00-00-00-2");

        FindReport report =
                find("s3://bucket1/a/b/", "s3://bucket1/a/", "s3://bucket1/a/", "s3://bucket2/a/");

        assertThat(report.counts()).containsEntry("prefixes", 2L).containsEntry("logs", 2L);
    }

    @Test
    void tasksOfSeveralPrefixesComeMixed() throws IOException {
        String[] prefixes =
                IntStream.range(0, 20)
                        .mapToObj(i -> "s3://bucket1/p%02d/".formatted(i))
                        .toArray(String[]::new);
        find(
                new GeneratedStore(28, 10, _ -> 1),
                FindRules.of(NOW.plus(Duration.ofDays(40)), 1, Duration.ZERO),
                LIMIT,
                prefixes);

        assertThat(tasks).hasSize(20 * 28);
        Set<String> seen = new HashSet<>();
        for (RollupTask task : tasks.subList(0, 60)) {
            seen.add(task.prefix().key());
        }
        assertThat(seen.size()).isGreaterThan(4);
        int neighbours = 0;
        for (int i = 1; i < tasks.size(); i++) {
            neighbours += tasks.get(i).prefix().equals(tasks.get(i - 1).prefix()) ? 1 : 0;
        }
        assertThat(neighbours).isLessThan(60);
    }

    @Test
    void tasksOfDayFoldersCountAsOfOnePrefix() throws IOException {
        for (int day = 1; day < 5; day++) {
            put("x/2022/07/%02d/2022-07-%02d-00-00-00-1".formatted(day, day));
            put("y/2022/07/%02d/2022-07-%02d-00-00-00-1".formatted(day, day));
        }
        find("s3://bucket1/");

        assertThat(tasks)
                .extracting(task -> task.prefix().key().charAt(0))
                .containsExactly('x', 'y', 'x', 'y', 'x', 'y', 'x', 'y');
    }

    @Test
    void aPrefixThatCannotBeListedKeepsNoOtherFromBeingSearched() throws IOException {
        put("a/2022-07-01-00-00-00-1", "b/2022-07-01-00-00-00-1");
        FailingObjectStore failing =
                new FailingObjectStore(
                        s3,
                        FaultPlan.when(
                                (operation, uri) -> uri.key().startsWith("a"),
                                new Fault.Unavailable()));

        FindReport report =
                find(failing, RULES, LIMIT, "s3://bucket1/a/", "s3://bucket1/b/", "s3://missing/");

        assertThat(report.counts()).containsEntry("prefixes_failed", 2L).containsEntry("tasks", 1L);
        assertThat(report.failures().get(S3Uri.parse("s3://missing/")))
                .isInstanceOf(NoSuchObjectException.class);
        assertThat(report.failures().get(S3Uri.parse("s3://bucket1/a/")))
                .hasMessageContaining("503");
    }

    @Test
    void aBucketInAnotherRegionIsRefused() throws IOException {
        FindReport report =
                new LogFinder(new GeneratedStore(1, 1, _ -> 1), "us-east-1", RULES, LIMIT)
                        .find(null, List.of(S3Uri.parse("s3://bucket1/logs/")), tasks::add);

        assertThat(tasks).isEmpty();
        assertThat(report.failures().get(S3Uri.parse("s3://bucket1/logs/")))
                .isInstanceOf(WrongRegionException.class)
                .hasMessage(
                        "LIST s3://bucket1/logs/: the bucket is in eu-west-1, not in the region of this client");
    }

    @Test
    void whatTheSinkThrowsEndsTheSearch() {
        assertThatThrownBy(
                        () ->
                                new LogFinder(
                                                new GeneratedStore(28, 6_000, _ -> 1),
                                                null,
                                                FindRules.of(NOW, 1, Duration.ofDays(-365)),
                                                LIMIT)
                                        .find(
                                                null,
                                                List.of(
                                                        S3Uri.parse("s3://bucket1/"),
                                                        S3Uri.parse("s3://bucket2/")),
                                                _ -> {
                                                    throw new IOException("the queue is gone");
                                                }))
                .hasMessage("the queue is gone");
    }
}
