package dev.s3logkit.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.orchestrator.OrchestrationRequest.Cursor;
import dev.s3logkit.orchestrator.OrchestrationRequest.Mode;
import dev.s3logkit.orchestrator.dispatch.ArchiveCheck;
import dev.s3logkit.orchestrator.dispatch.Compressor;
import dev.s3logkit.orchestrator.plan.PlanLimits;
import dev.s3logkit.orchestrator.scan.Selection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What tests share: requests, a configuration, and what is found in a store afterwards.
final class Setup {

    static final S3Uri INVENTORY = S3Uri.parse("s3://inventories/daily/manifest.json");
    static final S3Uri MANIFESTS = S3Uri.parse("s3://archives/manifests");
    static final Selection BY_MODIFIED =
            new Selection(LocalDate.of(2024, 12, 25), Selection.DateField.LAST_MODIFIED);
    static final Selection BY_KEY =
            new Selection(LocalDate.of(2024, 12, 25), Selection.DateField.LOG_DATE);
    static final String FOLDER = "manifests/2024-12-25/";
    private static final String MANIFEST = "-manifest.txt";
    static final ArchiveCheck NOTHING_DONE = (archive, sha256) -> false;

    private Setup() {}

    static OrchestratorConfig config(Path scratch, int threads) {
        return new OrchestratorConfig(
                "arn:aws:lambda:eu-west-1:123456789012:function:compressor",
                1_000,
                Duration.ofMinutes(60),
                threads,
                1 << 20,
                scratch);
    }

    static OrchestrationRequest request(S3Uri inventory, Mode mode) {
        return request(inventory, BY_MODIFIED, new PlanLimits(500, 1L << 45), mode, false);
    }

    static OrchestrationRequest request(
            S3Uri inventory,
            Selection selection,
            PlanLimits limits,
            Mode mode,
            boolean supplement) {
        return new OrchestrationRequest(
                inventory, MANIFESTS, selection, limits, mode, supplement, false, Cursor.START);
    }

    static OrchestrationReport run(ObjectStore store, Path scratch, OrchestrationRequest request)
            throws IOException {
        return run(store, scratch, request, NOTHING_DONE, _ -> {});
    }

    static OrchestrationReport run(
            ObjectStore store,
            Path scratch,
            OrchestrationRequest request,
            ArchiveCheck archives,
            Compressor compressor)
            throws IOException {
        return new Orchestrator(config(scratch, 3), store, archives, compressor, Clock.systemUTC())
                .run(request, () -> Long.MAX_VALUE);
    }

    /// What is in the bucket of the manifests, by key.
    static Map<String, String> written(InMemoryObjectStore store) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (String key : store.keys("archives")) {
            contents.put(key, new String(store.content(new S3Uri("archives", key)), UTF_8));
        }
        return contents;
    }

    /// A store with an inventory of several data files.
    static InMemoryObjectStore store(int files, int rowsOfEach, int days) throws IOException {
        InMemoryObjectStore store = new InMemoryObjectStore("inventories", "archives");
        List<String> keys = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        SampleInventory sample = new SampleInventory(files);
        for (int i = 0; i < files; i++) {
            keys.add("daily/data/%d.csv.gz".formatted(i));
            contents.add(sample.gzip(rowsOfEach, days));
            store.put(new S3Uri("inventories", keys.get(i)), contents.get(i));
        }
        String manifest =
                SampleInventory.manifest("inventories", SampleInventory.SCHEMA, keys, contents);
        store.put(INVENTORY, manifest.getBytes(UTF_8));
        return store;
    }

    /// The lines of all manifests by name of the part.
    static Map<String, List<String>> manifests(InMemoryObjectStore store) throws IOException {
        Map<String, List<String>> manifests = new TreeMap<>();
        written(store)
                .forEach(
                        (key, text) -> {
                            if (key.endsWith(MANIFEST)) {
                                manifests.put(
                                        key.substring(
                                                FOLDER.length(), key.length() - MANIFEST.length()),
                                        text.lines().toList());
                            }
                        });
        return manifests;
    }
}
