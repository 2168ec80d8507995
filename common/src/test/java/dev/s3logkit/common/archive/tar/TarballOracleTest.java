package dev.s3logkit.common.archive.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.common.archive.Programs;
import dev.s3logkit.common.io.HeadLastBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Other programs read what we write; skipped for those that are not installed.
class TarballOracleTest {

    private static final String PYTHON =
            """
            import sys, tarfile, zlib
            with tarfile.open(sys.argv[1]) as t:
                for m in t:
                    assert m.isreg() and m.mode == 0o644 and m.uid == m.gid == 0, m
                    body = t.extractfile(m).read()
                    assert len(body) == m.size
                    print(int(m.mtime), len(body), '%08x' % zlib.crc32(body),
                          m.name.encode().hex())
            """;

    @TempDir private static Path folder;

    private static SampleTarball tgz;
    private static Path tgzFile;
    private static Path zstFile;

    @BeforeAll
    static void write() throws IOException {
        tgz = SampleTarball.of(TarballFormat.TGZ, SampleTarball.awkward());
        SampleTarball zst = SampleTarball.of(TarballFormat.TAR_ZST, SampleTarball.awkward());
        tgzFile = Files.write(folder.resolve("a.tgz"), tgz.file());
        zstFile = Files.write(folder.resolve("a.tar.zst"), zst.file());
    }

    private void assertHoldsTheFiles(Path root) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                found.put(root.relativize(path).toString(), Files.readAllBytes(path));
                assertThat(Files.getLastModifiedTime(path).toInstant())
                        .isEqualTo(SampleTarball.TIME);
            }
        }
        assertThat(found).containsOnlyKeys(tgz.bodies().keySet());
        tgz.bodies()
                .forEach(
                        (name, body) ->
                                assertThat(Arrays.equals(found.get(name), body)).as(name).isTrue());
    }

    private Path extracted(String... command) throws Exception {
        Path root = Files.createTempDirectory(folder, "extracted");
        Programs.run(root, command);
        return root;
    }

    @Test
    void gnuTarListsAndExtractsIt() throws Exception {
        for (Path file : List.of(tgzFile, zstFile)) {
            String list = new String(Programs.run(folder, "tar", "tvf", file.toString()), UTF_8);
            assertThat(list.lines()).hasSize(tgz.bodies().size());
            assertThat(list).contains("-rw-r--r-- 0/0");
            assertHoldsTheFiles(extracted("tar", "xf", file.toString()));
        }
    }

    @Test
    void bsdtarExtractsIt() throws Exception {
        for (Path file : List.of(tgzFile, zstFile)) {
            assertHoldsTheFiles(extracted("bsdtar", "-xf", file.toString()));
        }
    }

    @Test
    void sevenZipExtractsIt() throws Exception {
        Path tar = extracted("7zz", "x", "-bd", tgzFile.toString()).resolve("a.tar");
        assertHoldsTheFiles(extracted("7zz", "x", "-bd", tar.toString()));
    }

    @Test
    void pythonReadsEveryEntry() throws Exception {
        String printed =
                new String(
                        Programs.run(folder, "python3", "-c", PYTHON, tgzFile.toString()), UTF_8);
        List<String> expected =
                tgz.table().entries().stream()
                        .map(
                                e ->
                                        "%d %d %08x %s"
                                                .formatted(
                                                        e.mtime().getEpochSecond(),
                                                        e.size(),
                                                        e.crc32(),
                                                        HexFormat.of()
                                                                .formatHex(
                                                                        e.name().getBytes(UTF_8))))
                        .toList();
        assertThat(printed.lines()).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zcat", "gzip -dc", "pigz -dc"})
    void decompressorsGiveTheArchiveWithoutItsTable(String command) throws Exception {
        String[] words = (command + " " + tgzFile).split(" ");
        byte[] tar = Programs.run(folder, words);
        Path plain = Files.write(folder.resolve("plain.tar"), tar);
        assertThat(tar).hasSize((int) tgz.table().blocks().rawLength());
        assertHoldsTheFiles(extracted("tar", "xf", plain.toString()));
    }

    @Test
    void zstdGivesTheSameArchive() throws Exception {
        assertThat(Arrays.equals(Programs.run(folder, "zstd", "-dcq", zstFile.toString()), plain()))
                .isTrue();
    }

    private byte[] plain() throws Exception {
        return Programs.run(folder, "zcat", tgzFile.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip -t", "gzip -l", "pigz -t"})
    void gzipFindsNothingWrong(String command) throws Exception {
        Programs.run(folder, (command + " " + tgzFile).split(" "));
    }

    @Test
    void timesThatTheHeaderHasNoRoomForAreRead() throws Exception {
        Instant before = Instant.parse("1961-04-12T06:07:00Z");
        Instant far = Instant.parse("3000-01-01T00:00:00Z");
        HeadLastBytes out = new HeadLastBytes();
        try (TarballWriter writer = new TarballWriter(out, TarballFormat.TGZ, 1)) {
            writer.add(new TarballSource("before", 1, before, null), new byte[1]);
            writer.add(new TarballSource("far", 1, far, null), new byte[1]);
            writer.finish();
        }
        Path file = Files.write(folder.resolve("times.tgz"), out.bytes());
        String list =
                new String(
                        Programs.run(
                                folder, "tar", "--utc", "--full-time", "-tvf", file.toString()),
                        UTF_8);
        assertThat(list).contains("1961-04-12 06:07:00 before", "3000-01-01 00:00:00 far");
    }
}
