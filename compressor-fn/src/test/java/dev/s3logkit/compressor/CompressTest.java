package dev.s3logkit.compressor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.archive.Programs;
import dev.s3logkit.common.s3.FailingObjectStore;
import dev.s3logkit.common.s3.Fault;
import dev.s3logkit.common.s3.FaultPlan;
import dev.s3logkit.common.s3.FaultPlan.Operation;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.failure.DownloadFailedException;
import dev.s3logkit.compressor.failure.ManifestException;
import dev.s3logkit.compressor.failure.OutputExistsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressTest {

    private static Map<?, ?> data(RunResult result) {
        return (Map<?, ?>) ((Map<?, ?>) result.answer().get("metrics")).get("data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"compression\":\"deflate\",\"max_workers\":3",
                ",\"compression\":\"store\"",
                ",\"level\":1,\"max_workers\":1"
            })
    void everyEntryIsItsSourceAsOtherProgramsReadThem(String more, @TempDir Path folder)
            throws Exception {
        Fixture fixture = Fixture.ofMany();
        RunResult result = fixture.compress(more);

        assertThat(data(result).get("files_processed")).isEqualTo(305L);
        Path zip = Files.write(folder.resolve("a.zip"), fixture.archive());
        String listing = new String(Programs.run(folder, "7zz", "t", zip.toString()), UTF_8);
        assertThat(listing).contains("Everything is Ok").contains("Files: 305");
        Programs.run(folder, "7zz", "x", "-oout", zip.toString());
        for (Map.Entry<S3Uri, byte[]> source : fixture.sources.entrySet()) {
            assertThat(folder.resolve("out").resolve(Fixture.entry(source.getKey())))
                    .hasBinaryContent(source.getValue());
        }
    }

    @Test
    void theAnswerIsWhatItWasBeforeWithRequestsAndTheirCost() throws IOException {
        Fixture fixture = Fixture.ofFew();
        RunResult result = fixture.compress();
        assertThat(result.answer())
                .containsEntry("status", "success")
                .containsEntry("output_key", "day.zip")
                .containsEntry("output_s3_url", "s3://zips/day.zip")
                .containsOnlyKeys(
                        "status",
                        "output_key",
                        "output_s3_url",
                        "metrics",
                        "requests",
                        "estimated_cost_usd");
        assertThat((Map<?, ?>) ((Map<?, ?>) result.answer().get("metrics")).get("time"))
                .extracting(Map::keySet)
                .asString()
                .isEqualTo("[total_runtime, list_files_time, zip_creation_time, upload_time]");
        assertThat(data(result).toString())
                .startsWith(
                        "{files_processed=5, successful_downloads=5, failed_downloads=0,"
                                + " files_missing=0, s3_metadata_size_bytes=1000,"
                                + " total_uncompressed_bytes=1000, total_compressed_bytes=%d, compression_ratio="
                                        .formatted(fixture.archive().length));
        // twice the manifest, five objects; is there an output; five objects by name; one PUT
        assertThat(result.requests().get()).isEqualTo(7);
        assertThat(result.requests().head()).isEqualTo(6);
        assertThat(result.requests().put()).isEqualTo(1);
        assertThat(result.answer().get("estimated_cost_usd"))
                .isEqualTo((13 * 0.0004 + 0.005) / 1000);
    }

    @Test
    void theSameObjectsGiveTheSameBytes() throws IOException {
        Fixture fixture = Fixture.ofMany();
        fixture.compress(",\"max_workers\":200");
        byte[] first = fixture.archive();
        fixture.memory.delete(Fixture.ARCHIVE);
        fixture.compress(",\"max_workers\":2");
        assertThat(fixture.archive()).isEqualTo(first);
    }

    @Test
    void entriesMayBeNamedByTheirKeysAlone(@TempDir Path folder) throws Exception {
        Fixture fixture = Fixture.ofFew();
        fixture.compress(",\"include_s3_name\":false");
        Path zip = Files.write(folder.resolve("a.zip"), fixture.archive());
        Programs.run(folder, "7zz", "x", "-oout", zip.toString());
        assertThat(folder.resolve("out/few/0")).exists();
    }

    @Test
    void whatIsMissingIsLeftOutWhenTheEventSaysSo() throws IOException {
        Fixture fixture = Fixture.ofFew();
        fixture.manifest(List.of("s3://logs/few/0", "s3://logs/gone", "s3://logs/few/1"));
        RunResult result = fixture.compress(",\"fail_on_missing\":false");
        assertThat(data(result).get("files_processed")).isEqualTo(2L);
        assertThat(data(result).get("files_missing")).isEqualTo(1L);
    }

    static List<Fault> brokenReads() {
        return List.of(
                new Fault.Unavailable(),
                new Fault.Missing(),
                new Fault.Denied(),
                new Fault.TruncatedBody(),
                new Fault.ChecksumMismatch(),
                new Fault.ConnectionReset());
    }

    @ParameterizedTest
    @MethodSource("brokenReads")
    void anyFailingDownloadFailsTheRunWithAllFailedKeysNamedAndLeavesNothing(Fault fault)
            throws IOException {
        Fixture fixture = Fixture.ofMany();
        List<String> bad =
                List.of("2026/02/06/000.log", "2026/02/06/177.log", "large.log", "noise");
        ObjectStore store =
                new FailingObjectStore(
                        fixture.memory,
                        FaultPlan.when(
                                (operation, uri) ->
                                        operation == Operation.OPEN && bad.contains(uri.key()),
                                fault));
        List<String> named = fault instanceof Fault.Unavailable ? bad : bad.subList(0, 2);
        assertThatThrownBy(() -> Fixture.compress(store, ""))
                .isInstanceOf(DownloadFailedException.class)
                .hasMessageStartingWith("nothing was written: ")
                .satisfies(
                        e -> named.forEach(key -> assertThat(e).hasMessageContaining("/" + key)));
        assertThat(fixture.memory.keys("zips")).isEmpty();
    }

    @Test
    void aLargeObjectThatBreaksOffIsADownloadThatFailed() throws IOException {
        Fixture fixture = Fixture.ofMany();
        ObjectStore store =
                new FailingObjectStore(
                        fixture.memory,
                        FaultPlan.when(
                                (operation, uri) ->
                                        operation == Operation.OPEN
                                                && uri.key().equals("large.log"),
                                new Fault.ConnectionReset()));
        assertThatThrownBy(() -> Fixture.compress(store, ""))
                .isInstanceOf(DownloadFailedException.class)
                .hasMessageContaining("1 objects could not be read")
                .hasMessageContaining("s3://more/large.log");
        assertThat(fixture.memory.keys("zips")).isEmpty();
    }

    @Test
    void anObjectThatIsReplacedMeanwhileFailsTheRun() throws IOException {
        Fixture fixture = Fixture.ofFew();
        S3Uri victim = S3Uri.parse("s3://logs/few/3");
        boolean[] replaced = {false};
        ObjectStore store =
                new FailingObjectStore(
                        fixture.memory,
                        (operation, uri) -> {
                            if (operation == Operation.CREATE && !replaced[0]) {
                                replaced[0] = true;
                                try {
                                    fixture.memory.put(victim, "other".getBytes(UTF_8));
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            }
                            return Optional.empty();
                        });
        assertThatThrownBy(() -> Fixture.compress(store, ""))
                .isInstanceOf(DownloadFailedException.class)
                .hasMessageContaining("s3://logs/few/3")
                .hasMessageContaining("changed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE", "WRITE", "COMMIT"})
    void anUploadThatFailsLeavesNothing(String operation) throws IOException {
        Fixture fixture = Fixture.ofMany();
        ObjectStore store =
                new FailingObjectStore(
                        fixture.memory,
                        FaultPlan.script(Operation.valueOf(operation), new Fault.Unavailable()));
        assertThatThrownBy(() -> Fixture.compress(store, "")).hasMessageContaining("503");
        assertThat(fixture.memory.keys("zips")).isEmpty();
        Fixture.compress(store, "");
        fixture.verify();
    }

    @Test
    void anArchiveOfTheSameManifestIsTheResultWhateverBecameOfItsSources() throws IOException {
        Fixture fixture = Fixture.ofFew();
        RunResult first = fixture.compress();
        for (S3Uri source : fixture.sources.keySet()) {
            fixture.memory.delete(source);
        }
        RunResult again = fixture.compress();
        assertThat(again.answer())
                .containsEntry("existed", true)
                .containsEntry("status", "success");
        assertThat(data(again).get("files_processed")).isEqualTo(5L);
        assertThat(data(again).get("total_compressed_bytes"))
                .isEqualTo(data(first).get("total_compressed_bytes"));
        assertThat(again.requests().put()).isZero();
        assertThat(fixture.compress(",\"overwrite\":true").answer()).containsEntry("existed", true);
    }

    @Test
    void anAnswerThatIsLostIsFoundOutByTheNextRun() throws IOException {
        Fixture fixture = Fixture.ofFew();
        ObjectStore store =
                new FailingObjectStore(
                        fixture.memory, FaultPlan.script(Operation.COMMIT, new Fault.AnswerLost()));
        assertThatThrownBy(() -> Fixture.compress(store, "")).hasMessageContaining("timed out");
        assertThat(Fixture.compress(store, "").answer()).containsEntry("existed", true);
    }

    @Test
    void anythingElseAtTheOutputIsLeftAsItIs() throws IOException {
        Fixture fixture = Fixture.ofFew();
        fixture.compress();
        byte[] archive = fixture.archive();
        assertThatThrownBy(() -> fixture.compress(",\"level\":9"))
                .isInstanceOf(OutputExistsException.class)
                .hasMessageContaining("same manifest with other options (include_s3_name=true")
                .hasMessageContaining("overwrite");
        fixture.manifest(List.of("s3://logs/few/0"));
        assertThatThrownBy(fixture::compress)
                .isInstanceOf(OutputExistsException.class)
                .hasMessageContaining("an archive of another manifest");
        assertThat(fixture.archive()).isEqualTo(archive);
        fixture.memory.put(Fixture.ARCHIVE, "a text".getBytes(UTF_8));
        assertThatThrownBy(fixture::compress)
                .isInstanceOf(OutputExistsException.class)
                .hasMessageContaining("no archive to compare with");

        assertThat(fixture.compress(",\"overwrite\":true").answer()).doesNotContainKey("existed");
        assertThat(data(fixture.verify()).get("files_verified")).isEqualTo(1L);
    }

    @Test
    void twoRunsAtOnceComeToOneResult() throws Exception {
        Fixture fixture = Fixture.ofMany();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Callable<RunResult> run = fixture::compress;
            for (Future<RunResult> result : threads.invokeAll(List.of(run, run, run))) {
                assertThat(data(result.get()).get("files_processed")).isEqualTo(305L);
            }
        }
        assertThat(fixture.memory.keys("zips")).containsExactly("day.zip");
        fixture.verify();
    }

    @Test
    void aManifestThatIsNotThereIsNamed() throws IOException {
        Fixture fixture = Fixture.ofFew();
        fixture.memory.delete(Fixture.MANIFEST);
        assertThatThrownBy(fixture::compress)
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("s3://lists/day.txt");
    }

    @Test
    void aBucketOfTheOutputThatIsNotThereIsFoundBeforeAnythingIsRead() throws IOException {
        Fixture fixture = Fixture.ofFew();
        long before = fixture.memory.requests().get();
        assertThatThrownBy(
                        () ->
                                Fixture.run(
                                        fixture.memory,
                                        "{\"input_s3_manifest_url\":\"s3://lists/day.txt\","
                                                + "\"output_s3_url\":\"s3://nowhere/a.zip\"}"))
                .hasMessageContaining("s3://nowhere/a.zip")
                .hasMessageContaining("no such bucket");
        assertThat(fixture.memory.requests().get() - before).isEqualTo(1);
    }
}
