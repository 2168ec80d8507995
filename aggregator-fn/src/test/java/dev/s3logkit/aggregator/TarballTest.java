package dev.s3logkit.aggregator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import dev.s3logkit.common.archive.tar.TarballFormat;
import dev.s3logkit.common.archive.tar.TarballSource;
import dev.s3logkit.common.archive.tar.TarballWriter;
import dev.s3logkit.common.io.HeadLastBytes;
import dev.s3logkit.common.s3.S3Uri;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tarballs that the system's `tar` makes of objects which are also delivered one by one.
class TarballTest {

    private static final Instant DAY = Instant.parse("2026-02-06T10:00:00Z");

    @TempDir Path folder;
    private Flow flow;
    private final Map<String, byte[]> objects = new TreeMap<>();
    private final List<String> expected = new ArrayList<>();

    @BeforeEach
    void makeObjects() {
        assumeTrue(hasTar(), "no tar on this machine");
        flow = new Flow(folder.resolve("staging"));
        for (int i = 0; i < 12; i++) {
            List<String> lines = new ArrayList<>();
            for (int j = 0; j <= i; j++) {
                lines.add(LogLines.get(DAY.getEpochSecond() + i * 600L + j, "photos", i + "-" + j));
            }
            expected.addAll(lines);
            byte[] body =
                    (String.join("\n", lines) + "\nno log line " + i + "\n").getBytes(ISO_8859_1);
            objects.put("2026-02-06-12-00-%02d-0A1B2C3D4E5F6071".formatted(i), body);
        }
    }

    private static boolean hasTar() {
        try {
            return new ProcessBuilder("tar", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /// A tarball of the objects, as `tar` writes it in their folder.
    private byte[] tar(String... arguments) throws Exception {
        Path files = Files.createTempDirectory(folder, "files");
        for (Map.Entry<String, byte[]> object : objects.entrySet()) {
            Path file = Files.write(files.resolve(object.getKey()), object.getValue());
            Files.setLastModifiedTime(file, FileTime.from(DAY));
        }
        Path tarball = folder.resolve("made.tar");
        List<String> command = new ArrayList<>(List.of("tar", "-cf", tarball.toString()));
        command.addAll(List.of(arguments));
        if (arguments.length == 0) {
            command.addAll(objects.keySet());
        }
        Process tar = new ProcessBuilder(command).directory(files.toFile()).inheritIO().start();
        assertThat(tar.waitFor()).isZero();
        return Files.readAllBytes(tarball);
    }

    private static byte[] compress(byte[] tar, String name) throws IOException {
        if (name.endsWith(".zst")) {
            return Zstd.compress(tar);
        }
        if (name.endsWith(".tar")) {
            return tar;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(tar);
        }
        return bytes.toByteArray();
    }

    private void deliverObjects(String prefix) throws IOException {
        List<S3Uri> uris = new ArrayList<>();
        for (Map.Entry<String, byte[]> object : objects.entrySet()) {
            S3Uri uri = new S3Uri(Flow.LOGS, prefix + object.getKey());
            flow.store.put(uri, object.getValue(), DAY, Map.of());
            uris.add(uri);
        }
        assertThat(flow.deliverEach(uris)).isEmpty();
    }

    private AggregateReport aggregate(LogSource source) throws IOException {
        return new Aggregator(flow.config, Clock.systemUTC())
                .aggregate(List.of(source), () -> true);
    }

    private void stageTarball(String key, byte[] content) throws IOException {
        S3Uri uri = new S3Uri(Flow.LOGS, key);
        flow.store.put(uri, content);
        AggregateReport report = aggregate(new S3LogSource(flow.store, uri));
        assertThat(report.failures()).isEmpty();
        assertThat(report.logs()).isEqualTo(objects.size());
    }

    private void assertEveryLineOnce() throws IOException {
        assertThat(flow.emitted("year=")).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(flow.emitted("rejects/")).hasSize(objects.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {".tgz", ".tar", ".tar.gz", ".tar.zst"})
    void objectsCountOnceWhenTheyComeAgainInATarball(String ending) throws Exception {
        String key = "p/rollup-2026-02-06-0a1b2c3d" + ending;
        deliverObjects("p/");
        flow.transform(true);
        stageTarball(key, compress(tar(), key));
        flow.transform(true);
        assertEveryLineOnce();
    }

    @Test
    void objectsCountOnceWhenTheTarballComesFirst() throws Exception {
        String key = "p/rollup-2026-02-06-0a1b2c3d.tgz";
        stageTarball(key, compress(tar(), key));
        flow.transform(true);
        deliverObjects("p/");
        flow.transform(true);
        assertEveryLineOnce();
    }

    @Test
    void objectsAndTarballInOneSetCountOnce() throws Exception {
        String key = "p/rollup-2026-02-06-0a1b2c3d.tgz";
        stageTarball(key, compress(tar(), key));
        deliverObjects("p/");
        flow.transform(true);
        assertEveryLineOnce();
    }

    @Test
    void aRollupUnderAPrefixThatEndsInsideANameHasItsEntriesUnderThatPrefix() throws Exception {
        String key = "p/shop-rollup-2026-02-06-0a1b2c3d.tgz";
        deliverObjects("p/shop-");
        flow.transform(true);
        stageTarball(key, compress(tar(), key));
        flow.transform(true);
        assertEveryLineOnce();
        assertThat(flow.deliverEach(List.of(new S3Uri(Flow.LOGS, key)))).isEmpty();
        assertThat(flow.log.toString(ISO_8859_1)).contains("\"own_outputs\":1");
    }

    @Test
    void theDotThatTarPutsBeforeTheNamesOfAFolderIsNoPartOfThem() throws Exception {
        deliverObjects("p/");
        flow.transform(true);
        stageTarball("p/mine.tar", tar("."));
        flow.transform(true);
        assertEveryLineOnce();
    }

    @Test
    void aTarballOnDiskCountsUnderThePrefixThatItCameFrom() throws Exception {
        deliverObjects("p/");
        flow.transform(true);
        Path file = Files.write(folder.resolve("rollup.tar.zst"), compress(tar(), ".tar.zst"));
        AggregateReport report = aggregate(new FileLogSource(file, new S3Uri(Flow.LOGS, "p/")));
        assertThat(report.failures()).isEmpty();
        flow.transform(true);
        assertEveryLineOnce();
    }

    @Test
    void aTarballOnDiskThatStandsForItselfCountsOnceHoweverOftenItIsRead() throws Exception {
        Path file = Files.write(folder.resolve("logs.tgz"), compress(tar(), ".tgz"));
        for (int i = 0; i < 3; i++) {
            assertThat(aggregate(new FileLogSource(file, null)).failures()).isEmpty();
            flow.transform(true);
        }
        assertEveryLineOnce();
    }

    @Test
    void entriesThatAreCompressedAreReadAndHaveTheEtagOfTheirBytes() throws Exception {
        objects.replaceAll((_, body) -> Zstd.compress(body));
        deliverObjects("p/");
        flow.transform(true);
        stageTarball("p/rollup-2026-02-06-0a1b2c3d.tar", tar());
        flow.transform(true);
        assertEveryLineOnce();
    }

    /// A tarball as the rollup writes it, whose table carries the ETags that `etag` gives.
    private byte[] rollup(TarballFormat format, Function<String, @Nullable String> etag)
            throws IOException {
        HeadLastBytes out = new HeadLastBytes();
        try (TarballWriter tarball = new TarballWriter(out, format, 1)) {
            for (Map.Entry<String, byte[]> object : objects.entrySet()) {
                String name = object.getKey();
                byte[] body = object.getValue();
                tarball.add(new TarballSource(name, body.length, DAY, etag.apply(name)), body);
            }
            tarball.finish();
        }
        return out.bytes();
    }

    @ParameterizedTest
    @EnumSource
    void entriesOfARollupAreKnownByTheEtagsThatItsTableCarries(TarballFormat format)
            throws IOException {
        String key = "p/rollup-2026-02-06-0a1b2c3d" + format.extension();
        stageTarball(key, rollup(format, name -> "etag-of-" + name));
        flow.transform(true);
        objects.replaceAll(
                (name, _) ->
                        LogLines.get(DAY.getEpochSecond(), "photos", "another " + name)
                                .getBytes(ISO_8859_1));
        stageTarball(key, rollup(format, name -> "etag-of-" + name));
        flow.transform(true);
        assertThat(flow.emitted("year=")).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void aRollupCountsOnceBesideItsSources(TarballFormat format) throws IOException {
        deliverObjects("p/");
        flow.transform(true);
        Map<String, String> etags = new TreeMap<>();
        flow.store.list(
                new S3Uri(Flow.LOGS, "p/"),
                object -> etags.put(object.uri().key().substring(2), object.etag()));
        stageTarball("p/rollup-2026-02-06-0a1b2c3d.tgz", rollup(format, etags::get));
        flow.transform(true);
        assertEveryLineOnce();
    }

    @Test
    void aRollupWithoutEtagsIsKnownByTheContentOfItsEntries() throws IOException {
        deliverObjects("p/");
        flow.transform(true);
        stageTarball("p/rollup-2026-02-06-0a1b2c3d.tgz", rollup(TarballFormat.TGZ, _ -> null));
        flow.transform(true);
        assertEveryLineOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = {".tgz", ".tar", ".tar.zst"})
    void aTarballThatIsCutFailsAndReadAgainWholeGivesEveryLineOnce(String ending) throws Exception {
        String key = "p/rollup-2026-02-06-0a1b2c3d" + ending;
        byte[] whole = compress(tar(), key);
        S3Uri uri = new S3Uri(Flow.LOGS, key);
        for (int length : new int[] {whole.length - 1, whole.length * 2 / 3, whole.length / 3, 1}) {
            flow.store.put(uri, Arrays.copyOf(whole, length));
            AggregateReport report = aggregate(new S3LogSource(flow.store, uri));
            assertThat(report.failures()).containsOnlyKeys(uri.toString());
            assertThat(report.failures().get(uri.toString())).hasMessageContaining(key);
            flow.transform(true);
        }
        assertThat(flow.emitted("year=")).doesNotHaveDuplicates().isSubsetOf(expected);
        stageTarball(key, whole);
        flow.transform(true);
        assertEveryLineOnce();
    }

    @Test
    void anEntryFromFarInTheFutureHasItsRejectsInAPartitionThatCanBeWrittenOut() throws Exception {
        objects.clear();
        objects.put("odd", "no log line\n".getBytes(ISO_8859_1));
        byte[] tar = tar("--format=pax", "--pax-option=mtime:=999999999999", "odd");
        stageTarball("p/x.tar", tar);
        flow.transform(true);
        assertThat(flow.emitted("rejects/year=9999/")).hasSize(1);
    }
}
