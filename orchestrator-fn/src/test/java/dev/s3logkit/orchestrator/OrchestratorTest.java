package dev.s3logkit.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.orchestrator.OrchestrationReport.Status;
import dev.s3logkit.orchestrator.OrchestrationRequest.Cursor;
import dev.s3logkit.orchestrator.OrchestrationRequest.Mode;
import dev.s3logkit.orchestrator.dispatch.ArchiveCheck;
import dev.s3logkit.orchestrator.dispatch.Compressor;
import dev.s3logkit.orchestrator.dispatch.DispatchCounts;
import dev.s3logkit.orchestrator.plan.PlanConflictException;
import dev.s3logkit.orchestrator.plan.PlanExistsException;
import dev.s3logkit.orchestrator.plan.PlanIncompleteException;
import dev.s3logkit.orchestrator.plan.PlanLimits;
import dev.s3logkit.orchestrator.plan.PlanTotals;
import dev.s3logkit.orchestrator.scan.RowKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrchestratorTest {

    private static final S3Uri CSV = S3Uri.parse("s3://inventories/one.csv");
    private static final S3Uri NEWER = S3Uri.parse("s3://inventories/two.csv");
    private static final PlanLimits LIMITS = new PlanLimits(3, 1_000);
    private static final OrchestrationRequest START =
            Setup.request(CSV, Setup.BY_MODIFIED, LIMITS, Mode.START, false);

    @TempDir Path folder;

    private final InMemoryObjectStore store = new InMemoryObjectStore("inventories", "archives");

    private static String row(String account, String name, long size) {
        return "logs,AWSLogs/%s/CloudTrail/eu-west-1/2024/12/25/%s,%d,2024-12-25T10:00:00.000Z\n"
                .formatted(account, name, size);
    }

    private static String line(String account, String name) {
        return "s3://logs/AWSLogs/%s/CloudTrail/eu-west-1/2024/12/25/%s".formatted(account, name);
    }

    private void inventory(S3Uri uri, String... rows) throws IOException {
        store.put(uri, String.join("", rows).getBytes(UTF_8));
    }

    private void inventoryOfOneObject() throws IOException {
        inventory(CSV, row("111111111111", "a", 1));
    }

    private OrchestrationReport run(S3Uri inventory, Mode mode, boolean supplement)
            throws IOException {
        return Setup.run(
                store,
                folder,
                Setup.request(inventory, Setup.BY_MODIFIED, LIMITS, mode, supplement));
    }

    private OrchestrationReport start(ArchiveCheck archives, Compressor compressor)
            throws IOException {
        return Setup.run(store, folder, START, archives, compressor);
    }

    @Test
    void cutsGroupsByObjectsAndBytesAndNamesThemAsTheSeedDid() throws IOException {
        inventory(
                CSV,
                row("111111111111", "a", 10),
                row("222222222222", "y", 600),
                row("111111111111", "d", 10),
                row("111111111111", "b", 10),
                row("222222222222", "x", 500),
                row("111111111111", "c+%C3%A9", 10),
                row("333333333333", "huge", 5_000));
        OrchestrationReport report = run(CSV, Mode.PLAN, false);
        assertThat(report.status()).isEqualTo(Status.PLANNED);
        assertThat(report.totals()).isEqualTo(new PlanTotals(3, 5, 7, 6_140, 0, 0));
        Map<String, List<String>> expected = new TreeMap<>();
        expected.put(
                "111111111111-eu-west-1",
                List.of(
                        line("111111111111", "a"),
                        line("111111111111", "b"),
                        line("111111111111", "c é")));
        expected.put("111111111111-eu-west-1-2", List.of(line("111111111111", "d")));
        expected.put("222222222222-eu-west-1", List.of(line("222222222222", "x")));
        expected.put("222222222222-eu-west-1-2", List.of(line("222222222222", "y")));
        expected.put("333333333333-eu-west-1", List.of(line("333333333333", "huge")));
        assertThat(Setup.manifests(store)).isEqualTo(expected);
        Map<?, ?> plan =
                JSON.std.mapFrom(new String(store.content(S3Uri.parse(report.plan())), UTF_8));
        assertThat(((Map<?, ?>) ((List<?>) plan.get("parts")).get(1)).get("archive"))
                .isEqualTo("s3://archives/compressed-logs/2024-12-25/111111111111-eu-west-1-2.zip");
    }

    @Test
    void theSameInventoryMakesTheSamePlanHoweverItIsRead() throws IOException {
        InMemoryObjectStore sample = Setup.store(5, 2_000, 3);
        List<Map<String, String>> outcomes = new ArrayList<>();
        for (int threads : new int[] {1, 2, 5}) {
            for (String key : sample.keys("archives")) {
                sample.delete(new S3Uri("archives", key));
            }
            new Orchestrator(
                            Setup.config(folder, threads),
                            sample,
                            Setup.NOTHING_DONE,
                            _ -> {},
                            Clock.systemUTC())
                    .run(Setup.request(Setup.INVENTORY, Mode.PLAN), () -> Long.MAX_VALUE);
            outcomes.add(Setup.written(sample));
        }
        assertThat(outcomes.get(0)).isNotEmpty();
        assertThat(outcomes.get(1)).containsExactlyInAnyOrderEntriesOf(outcomes.get(0));
        assertThat(outcomes.get(2)).containsExactlyInAnyOrderEntriesOf(outcomes.get(0));
    }

    @Test
    void reportsWhatNoManifestTakesAndKeepsRejectedRows() throws IOException {
        inventory(
                CSV,
                row("111111111111", "a", 10),
                row("111111111111", "folder/", 0),
                row("111111111111", "x%0Ay", 1),
                row("111111111111", "x%0Dy", 1),
                row("111111111111", "bad%zz", 1),
                "logs,cf/EXAMPLE.2024-12-25-20.X.gz,7,2024-12-25T10:00:00.000Z\n",
                "logs,a,none,2024-12-25\n",
                row("111111111111", "a", 10));
        OrchestrationReport report = run(CSV, Mode.PLAN, false);
        assertThat(report.tally().rows(RowKind.FOLDER)).isEqualTo(1);
        assertThat(report.tally().rows(RowKind.LINE_BREAK)).isEqualTo(2);
        assertThat(report.tally().rows(RowKind.UNKNOWN)).isEqualTo(1);
        assertThat(report.tally().rows(RowKind.REJECTED)).isEqualTo(2);
        assertThat(report.totals().duplicates()).isEqualTo(1);
        assertThat(report.tally().read())
                .isEqualTo(8)
                .isEqualTo(report.totals().objects() + report.totals().duplicates() + 6);
        assertThat(Setup.manifests(store).values())
                .containsExactly(List.of(line("111111111111", "a")));
        String unknown = only("-unknown.json");
        assertThat(unknown).contains("s3://logs/cf/EXAMPLE.2024-12-25-20.X.gz").contains("folder/");
        assertThat(only("-rejects.jsonl").lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("\"file\":\"s3://inventories/one.csv\",\"line\":5,")
                .contains("two hex digits");
    }

    private String only(String suffix) throws IOException {
        List<String> keys =
                store.keys("archives").stream().filter(k -> k.endsWith(suffix)).toList();
        assertThat(keys).hasSize(1);
        return new String(store.content(new S3Uri("archives", keys.getFirst())), UTF_8);
    }

    @Test
    void aDateWithoutRowsIsEmptyAndLeavesNothing() throws IOException {
        inventory(CSV, "logs,a,1,2024-12-24\n");
        OrchestrationReport report = run(CSV, Mode.START, false);
        assertThat(report.status()).isEqualTo(Status.EMPTY);
        assertThat(report.tally().rows(RowKind.OTHER_DATE)).isEqualTo(1);
        assertThat(store.keys("archives")).isEmpty();
    }

    @Test
    void aDryRunWritesNothingAndTellsWhatTheRunThenDoes() throws IOException {
        inventory(CSV, row("111111111111", "a", 10), row("111111111111", "b", 20));
        OrchestrationReport dry = run(CSV, Mode.DRY_RUN, false);
        assertThat(store.keys("archives")).isEmpty();
        assertThat(dry.estimate().requests().get()).isEqualTo(3);
        assertThat(OrchestratorResult.of(dry))
                .containsEntry("status", "dry_run")
                .containsEntry("manifests", 1L)
                .containsKeys("estimate", "group_totals", "requests");
        assertThat(run(CSV, Mode.PLAN, false).totals()).isEqualTo(dry.totals());
    }

    @Test
    void aSecondRunStartsOnlyWhatIsLeft() throws IOException {
        inventory(
                CSV,
                row("111111111111", "a", 1),
                row("222222222222", "a", 1),
                row("333333333333", "a", 1));
        List<String> started = new CopyOnWriteArrayList<>();
        OrchestrationReport first = start(Setup.NOTHING_DONE, started::add);
        assertThat(first.status()).isEqualTo(Status.STARTED);
        assertThat(first.dispatch()).isEqualTo(new DispatchCounts(0, 0, 3, 0, 0));
        assertThat(started)
                .contains(
                        "{\"operation\":\"compress\",\"input_s3_manifest_url\":"
                                + "\"s3://archives/manifests/2024-12-25/111111111111-eu-west-1-manifest.txt\","
                                + "\"output_s3_url\":\"s3://archives/compressed-logs/2024-12-25/111111111111-eu-west-1.zip\","
                                + "\"delete_source_files\":false}");
        started.clear();

        // One is done, one has failed, one goes on.
        store.put(
                S3Uri.parse(
                        "s3://archives/aws/lambda/async/compressor/2024/12/26/2024-12-26T02.14.07-1"),
                """
                {"version":"1.0","requestContext":{"condition":"RetriesExhausted"},
                 "requestPayload":{"operation":"compress","input_s3_manifest_url":
                  "s3://archives/manifests/2024-12-25/222222222222-eu-west-1-manifest.txt"},
                 "responsePayload":{"errorType":"X","errorMessage":"bucket is gone"}}
                """
                        .getBytes(UTF_8));
        for (String other : List.of("{}", "[", "{\"requestPayload\":{\"operation\":\"delete\"}}")) {
            store.put(
                    S3Uri.parse("s3://archives/aws/lambda/async/compressor/x" + other.length()),
                    other.getBytes(UTF_8));
        }
        OrchestrationReport second =
                start((archive, sha256) -> archive.key().contains("111111111111"), started::add);
        assertThat(second.dispatch()).isEqualTo(new DispatchCounts(1, 1, 0, 1, 0));
        assertThat(started).hasSize(1).first().asString().contains("222222222222");
        assertThat(second.tally()).as("the inventory is not read again").isNull();

        OrchestrationReport third = start((archive, sha256) -> true, started::add);
        assertThat(third.status()).isEqualTo(Status.DONE);
        assertThat(started).hasSize(1);
    }

    @Test
    void aStartThatLedToNothingIsRepeatedWhenPatienceEnds() throws IOException {
        inventoryOfOneObject();
        List<String> started = new ArrayList<>();
        Instant now = Instant.now();
        for (int minutes : new int[] {0, 59, 61, 62}) {
            new Orchestrator(
                            Setup.config(folder, 1),
                            store,
                            Setup.NOTHING_DONE,
                            started::add,
                            Clock.fixed(now.plus(Duration.ofMinutes(minutes)), ZoneOffset.UTC))
                    .run(START, () -> Long.MAX_VALUE);
        }
        // The marks have the store's time, so the last two look at a start of this moment.
        assertThat(started).hasSize(3);
    }

    @Test
    void aCompressorThatCannotBeStartedLeavesNoMark() throws IOException {
        inventoryOfOneObject();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(
                        () ->
                                start(
                                        Setup.NOTHING_DONE,
                                        _ -> {
                                            throw new IOException("throttled");
                                        }))
                .withMessage("throttled");
        assertThat(store.keys("archives")).noneMatch(key -> key.contains("started"));
    }

    @Test
    void anUnfinishedRunGoesOnAtItsCursor() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(row("%012d".formatted(100_000_000_000L + i), "a", 1));
        }
        inventory(CSV, rows.toArray(String[]::new));
        Set<String> started = new ConcurrentSkipListSet<>();
        Cursor cursor = Cursor.START;
        int runs = 0;
        for (Status status = null; status != Status.STARTED; runs++) {
            int[] looks = {0};
            OrchestrationRequest request =
                    new OrchestrationRequest(
                            CSV,
                            Setup.MANIFESTS,
                            Setup.BY_MODIFIED,
                            LIMITS,
                            Mode.START,
                            false,
                            true,
                            cursor);
            OrchestrationReport report =
                    new Orchestrator(
                                    Setup.config(folder, 1),
                                    store,
                                    Setup.NOTHING_DONE,
                                    started::add,
                                    Clock.systemUTC())
                            .run(request, () -> looks[0]++ < 8 ? Long.MAX_VALUE : 1_000);
            status = report.status();
            cursor = report.next().orElse(cursor);
        }
        assertThat(runs).isGreaterThan(2);
        assertThat(started).hasSize(20).allMatch(e -> e.contains("\"delete_source_files\":true"));
    }

    @Test
    void aNewerInventoryIsRefusedAndAsASupplementAddsOnlyWhatIsNew() throws IOException {
        inventory(
                CSV,
                row("111111111111", "a", 1),
                row("111111111111", "b", 1),
                row("111111111111", "c", 1),
                row("111111111111", "d", 1));
        run(CSV, Mode.PLAN, false);
        inventory(
                NEWER,
                row("222222222222", "z", 1),
                row("111111111111", "a0", 1),
                row("111111111111", "d", 1),
                row("111111111111", "a", 2),
                row("111111111111", "e", 1));
        assertThatExceptionOfType(PlanExistsException.class)
                .isThrownBy(() -> run(NEWER, Mode.PLAN, false))
                .withMessageContaining("s3://archives/manifests/2024-12-25/plan.json is there")
                .withMessageContaining("s3://inventories/one.csv")
                .withMessageContaining("set supplement");

        OrchestrationReport report = run(NEWER, Mode.PLAN, true);
        assertThat(report.totals()).isEqualTo(new PlanTotals(2, 2, 3, 3, 2, 0));
        assertThat(report.plan()).endsWith("/plan-2.json");
        assertThat(Setup.manifests(store))
                .containsEntry(
                        "111111111111-eu-west-1-3",
                        List.of(line("111111111111", "a0"), line("111111111111", "e")))
                .containsEntry("222222222222-eu-west-1", List.of(line("222222222222", "z")))
                .hasSize(4);

        // Both again: nothing changes, whether or not supplement is set.
        List<String> keys = store.keys("archives");
        assertThat(run(NEWER, Mode.PLAN, false).plan()).endsWith("/plan-2.json");
        assertThat(run(CSV, Mode.PLAN, true).plan()).endsWith("/plan.json");
        assertThat(store.keys("archives")).isEqualTo(keys);

        // A third one with nothing new leaves no plan, and what is planned is started all the same.
        S3Uri third = S3Uri.parse("s3://inventories/three.csv");
        inventory(third, row("111111111111", "a", 1));
        assertThat(run(third, Mode.PLAN, true).status()).isEqualTo(Status.EMPTY);
        assertThat(run(third, Mode.START, true).dispatch().started()).isEqualTo(4);
        assertThat(store.keys("archives")).noneMatch(key -> key.contains("plan-3"));
    }

    @Test
    void otherLimitsAreAnotherPlan() throws IOException {
        inventoryOfOneObject();
        run(CSV, Mode.PLAN, false);
        assertThatExceptionOfType(PlanExistsException.class)
                .isThrownBy(() -> Setup.run(store, folder, Setup.request(CSV, Mode.PLAN)));
    }

    @Test
    void aManifestOfSomebodyElseIsNotOverwritten() throws IOException {
        inventoryOfOneObject();
        S3Uri manifest = Setup.MANIFESTS.append("/2024-12-25/111111111111-eu-west-1-manifest.txt");
        ObjectInfo seed = store.put(manifest, "s3://logs/other\n".getBytes(UTF_8));
        assertThatExceptionOfType(PlanConflictException.class)
                .isThrownBy(() -> run(CSV, Mode.PLAN, false))
                .withMessageContaining(manifest.toString());
        assertThat(store.head(manifest).orElseThrow().etag()).isEqualTo(seed.etag());

        // Then nothing can be added to the date either, until that is cleared up.
        inventory(NEWER, row("111111111111", "b", 1));
        assertThatExceptionOfType(PlanIncompleteException.class)
                .isThrownBy(() -> run(NEWER, Mode.PLAN, true))
                .withMessageContaining("s3://inventories/one.csv");
        store.delete(manifest);
        assertThat(run(CSV, Mode.PLAN, false).status()).isEqualTo(Status.PLANNED);
        assertThat(run(NEWER, Mode.PLAN, true).status()).isEqualTo(Status.PLANNED);
    }

    @Test
    void twoAtOnceEndWithOnePlanAndOneStartOfEach() throws Exception {
        InMemoryObjectStore sample = Setup.store(3, 3_000, 2);
        List<String> started = new CopyOnWriteArrayList<>();
        OrchestrationRequest request = Setup.request(Setup.INVENTORY, Mode.START);
        try (ExecutorService both = Executors.newFixedThreadPool(3)) {
            List<Future<OrchestrationReport>> reports = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                reports.add(
                        both.submit(
                                () ->
                                        Setup.run(
                                                sample,
                                                folder,
                                                request,
                                                Setup.NOTHING_DONE,
                                                started::add)));
            }
            for (Future<OrchestrationReport> report : reports) {
                assertThat(report.get().status()).isEqualTo(Status.STARTED);
            }
        }
        Map<String, List<String>> manifests = Setup.manifests(sample);
        assertThat(started).doesNotHaveDuplicates().hasSameSizeAs(manifests.keySet());
        assertThat(manifests.values().stream().flatMap(List::stream)).doesNotHaveDuplicates();
    }

    @Test
    void scratchFilesAreGoneAfterwards() throws IOException {
        inventoryOfOneObject();
        run(CSV, Mode.PLAN, false);
        try (java.util.stream.Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
