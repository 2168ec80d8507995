package dev.s3logkit.compressor.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.FailingObjectStore;
import dev.s3logkit.common.s3.Fault;
import dev.s3logkit.common.s3.FaultPlan;
import dev.s3logkit.common.s3.FaultPlan.Operation;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStoreException;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.event.ArchiveForm;
import dev.s3logkit.compressor.event.ArchiveForm.Compression;
import dev.s3logkit.compressor.event.CompressorEvent.Compress;
import dev.s3logkit.compressor.failure.ManifestException;
import dev.s3logkit.compressor.failure.SourcesArchivedException;
import dev.s3logkit.compressor.failure.SourcesUnusableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFinderTest {

    private final InMemoryObjectStore memory = new InMemoryObjectStore("logs", "more", "zips");
    private ObjectStore store = memory;
    private boolean includeBucket = true;
    private boolean failOnMissing = true;

    private void put(String url) throws IOException {
        memory.put(S3Uri.parse(url), url.getBytes(UTF_8));
    }

    private void put(String url, String storageClass, int size) throws IOException {
        CreateOptions options =
                new CreateOptions(
                        "text/plain", storageClass, Map.of(), CreateOptions.MIN_PART_SIZE, false);
        try (ObjectWriter out = memory.create(S3Uri.parse(url), options)) {
            out.write(new byte[size]);
            out.commit();
        }
    }

    private Sources find(String... lines) throws IOException {
        Compress event =
                new Compress(
                        S3Uri.parse("s3://zips/lists/m.txt"),
                        S3Uri.parse("s3://zips/a.zip"),
                        new ArchiveForm(includeBucket, Compression.ZSTD, 3, failOnMissing),
                        false,
                        false,
                        8);
        byte[] manifest = String.join("\n", lines).getBytes(UTF_8);
        return new SourceFinder(store, event).find(new ByteArrayInputStream(manifest));
    }

    private static List<String> names(Sources sources) {
        List<String> names = new ArrayList<>();
        sources.forEach(object -> names.add(object.uri().toString()));
        return names;
    }

    @Test
    void objectsPrefixesAndBucketsComeInTheOrderOfTheManifestAndOnce() throws IOException {
        for (String url :
                List.of(
                        "s3://logs/z",
                        "s3://logs/a/1",
                        "s3://logs/a/2",
                        "s3://logs/ab",
                        "s3://more/x",
                        "s3://more/y/")) {
            put(url);
        }
        Sources sources =
                find(
                        "s3://logs/z",
                        "s3://logs/a/2",
                        "s3://logs/a/",
                        "s3://more/",
                        "s3://logs/z",
                        "s3://logs/ab");
        assertThat(names(sources))
                .containsExactly(
                        "s3://logs/z",
                        "s3://logs/a/2",
                        "s3://logs/a/1",
                        "s3://more/x",
                        "s3://more/y/",
                        "s3://logs/ab");
        assertThat(sources.count()).isEqualTo(6);
        assertThat(sources.bytes())
                .isEqualTo(names(sources).stream().mapToInt(String::length).sum());
    }

    @Test
    void aFolderIsListedAndAFewObjectsAreAskedForOneByOne() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            String url = "s3://logs/day/%04d".formatted(i);
            put(url);
            lines.add(url);
        }
        for (int i = 0; i < 12; i++) {
            put("s3://more/few/" + i);
            lines.add("s3://more/few/" + i);
        }
        RequestCounts before = memory.requests();
        assertThat(find(lines.toArray(String[]::new)).count()).isEqualTo(2_512);
        RequestCounts requests = memory.requests().since(before);
        assertThat(requests.list()).isEqualTo(3);
        assertThat(requests.head()).isEqualTo(12);
        assertThat(requests.get()).isZero();
    }

    @Test
    void amongStrangersItCostsAtMostTwiceWhatHeadsWouldHaveCost() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            String url = "s3://logs/all/%05d".formatted(i);
            put(url);
            if (i % 400 == 0) {
                lines.add(url);
            }
        }
        RequestCounts before = memory.requests();
        assertThat(find(lines.toArray(String[]::new)).count()).isEqualTo(50);
        RequestCounts requests = memory.requests().since(before);
        RequestCounts headsAlone = new RequestCounts(0, 50, 0, 0, 0, 0, 0);
        assertThat(requests.estimatedCostUsd())
                .isLessThanOrEqualTo(2 * headsAlone.estimatedCostUsd());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40})
    void whatIsMissingIsNamedAltogether(int there) throws IOException {
        List<String> lines = new ArrayList<>(List.of("s3://logs/none/", "s3://logs/day/!first"));
        for (int i = 0; i < there; i++) {
            put("s3://logs/day/" + i);
            lines.add("s3://logs/day/" + i);
        }
        lines.add("s3://logs/day/2x");
        lines.add("s3://logs/day/zz");
        assertThatThrownBy(() -> find(lines.toArray(String[]::new)))
                .isInstanceOf(SourcesUnusableException.class)
                .hasMessage(
                        "nothing was written: 4 objects or prefixes are not there: s3://logs/day/!first,"
                                + " s3://logs/day/2x, s3://logs/day/zz, s3://logs/none/");
        failOnMissing = false;
        Sources sources = find(lines.toArray(String[]::new));
        assertThat(sources.count()).isEqualTo(there);
        assertThat(sources.missing()).isEqualTo(4);
    }

    @Test
    void aThousandNamesAreNamedAndTheRestIsCounted() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            lines.add("s3://logs/day/%04d".formatted(i));
        }
        assertThatThrownBy(() -> find(lines.toArray(String[]::new)))
                .isInstanceOf(SourcesUnusableException.class)
                .hasMessageContaining("1,500 objects or prefixes are not there")
                .hasMessageEndingWith("s3://logs/day/0999 and 500 more");
    }

    @Test
    void archivedObjectsAreAllFoundWhetherListedOrAskedFor() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            put("s3://logs/day/%02d".formatted(i));
            lines.add("s3://logs/day/%02d".formatted(i));
        }
        put("s3://logs/day/07", "GLACIER", 10);
        put("s3://logs/day/08", "GLACIER_IR", 10);
        put("s3://more/one", "DEEP_ARCHIVE", 10);
        put("s3://more/below/two", "GLACIER", 10);
        put("s3://more/below/three", "INTELLIGENT_TIERING", 200 << 10);
        lines.add("s3://more/one");
        lines.add("s3://more/below/");
        assertThatThrownBy(() -> find(lines.toArray(String[]::new)))
                .isInstanceOf(SourcesArchivedException.class)
                .hasMessage(
                        "nothing was written: 3 objects are archived and have to be restored first:"
                                + " s3://logs/day/07 (GLACIER), s3://more/below/two (GLACIER),"
                                + " s3://more/one (DEEP_ARCHIVE)");
        memory.restore(S3Uri.parse("s3://logs/day/07"));
        memory.restore(S3Uri.parse("s3://more/one"));
        memory.restore(S3Uri.parse("s3://more/below/two"));
        assertThat(find(lines.toArray(String[]::new)).count()).isEqualTo(33);
    }

    @Test
    void whatListingsDoNotTellOfIntelligentTieringIsAskedFor() throws IOException {
        put("s3://logs/small", "INTELLIGENT_TIERING", 1_000);
        put("s3://logs/large", "INTELLIGENT_TIERING", 200 << 10);
        RequestCounts before = memory.requests();
        assertThat(find("s3://logs/").count()).isEqualTo(2);
        assertThat(memory.requests().since(before).head()).isEqualTo(1);
    }

    @Test
    void bucketsThatCannotBeReadAreAllNamed() throws IOException {
        put("s3://logs/a");
        assertThatThrownBy(
                        () ->
                                find(
                                        "s3://nowhere/a",
                                        "s3://logs/a",
                                        "s3://never-made/",
                                        "s3://nowhere/b"))
                .isInstanceOf(SourcesUnusableException.class)
                .hasMessageContaining("2 buckets cannot be read")
                .hasMessageContaining("nowhere (")
                .hasMessageContaining("never-made (");
    }

    @Test
    void aBucketThatRefusesEverythingIsNamedOnceAndAskedNoMoreThanAFewTimes() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            put("s3://logs/%03d".formatted(i));
            lines.add("s3://logs/%03d".formatted(i));
        }
        int[] asked = {0};
        store =
                new FailingObjectStore(
                        memory,
                        FaultPlan.when(
                                (operation, uri) -> {
                                    synchronized (asked) {
                                        asked[0]++;
                                    }
                                    return true;
                                },
                                new Fault.Denied()));
        assertThatThrownBy(() -> find(lines.toArray(String[]::new)))
                .isInstanceOf(SourcesUnusableException.class)
                .hasMessageStartingWith("nothing was written: 1 buckets cannot be read: logs (");
        assertThat(asked[0]).isLessThan(50);
    }

    @Test
    void whoMayReadAndNotListIsServedOneByOne() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            put("s3://logs/%03d".formatted(i));
            lines.add("s3://logs/%03d".formatted(i));
        }
        store =
                new FailingObjectStore(
                        memory,
                        FaultPlan.when(
                                (operation, uri) ->
                                        operation == Operation.LIST || uri.key().equals("042"),
                                new Fault.Denied()));
        assertThatThrownBy(() -> find(lines.toArray(String[]::new)))
                .isInstanceOf(SourcesUnusableException.class)
                .hasMessageStartingWith(
                        "nothing was written: 1 objects may not be read: s3://logs/042 (");
        lines.remove(42);
        assertThat(find(lines.toArray(String[]::new)).count()).isEqualTo(99);
    }

    @Test
    void entryNamesThatCollideAreNamed() throws IOException {
        put("s3://logs/a");
        put("s3://more/a");
        assertThat(find("s3://logs/a", "s3://more/a").count()).isEqualTo(2);
        includeBucket = false;
        assertThatThrownBy(() -> find("s3://logs/a", "s3://more/a"))
                .isInstanceOf(SourcesUnusableException.class)
                .hasMessageEndingWith("s3://logs/a and s3://more/a");
    }

    @Test
    void theOutputAndTheManifestDoNotBecomeEntries() throws IOException {
        put("s3://zips/a.zip");
        put("s3://zips/b");
        put("s3://zips/lists/m.txt");
        assertThat(names(find("s3://zips/"))).containsExactly("s3://zips/b");
        assertThatThrownBy(() -> find("s3://zips/b", "s3://zips/a.zip"))
                .isInstanceOf(SourcesUnusableException.class)
                .hasMessageContaining(
                        "the output or the manifest of this very run: s3://zips/a.zip");
    }

    @Test
    void aManifestThatNamesNothingIsNone() {
        assertThatThrownBy(() -> find(""))
                .isInstanceOf(ManifestException.class)
                .hasMessage("s3://zips/lists/m.txt: no line names an object");
        assertThatThrownBy(() -> find("", "  ", "\r")).isInstanceOf(ManifestException.class);
        failOnMissing = false;
        assertThatThrownBy(() -> find("s3://logs/gone", "s3://logs/none/"))
                .isInstanceOf(ManifestException.class)
                .hasMessageEndingWith("of all that it names (2) nothing is there");
    }

    @Test
    void aFailureOfS3IsNoProblemOfTheSources() throws IOException {
        put("s3://logs/a");
        store =
                new FailingObjectStore(
                        memory,
                        FaultPlan.when(
                                (operation, uri) -> operation == Operation.HEAD,
                                new Fault.Unavailable()));
        assertThatThrownBy(() -> find("s3://logs/a"))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("503");
    }
}
