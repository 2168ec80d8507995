package dev.s3logkit.common.archive.zip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What we write, read by other programs.
class ZipWriterOracleTest {

    private static final String PYTHON =
            """
            import sys, zipfile
            with zipfile.ZipFile('a.zip') as z:
                assert z.comment == b''
                for info in z.infolist():
                    sys.stdout.buffer.write(info.filename.encode() + b'\\0')
                    sys.stdout.buffer.write(z.read(info))
            """;

    @TempDir private Path folder;

    private Map<String, byte[]> write(Map<String, byte[]> bodies, ZipMethod method)
            throws IOException {
        Files.write(folder.resolve("a.zip"), Sources.archive(bodies, ZipOptions.of(method)));
        return bodies;
    }

    private void assertExtracted(Map<String, byte[]> bodies) throws IOException {
        Map<String, Path> found = new TreeMap<>();
        Path root = folder.resolve("out");
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .forEach(f -> found.put(root.relativize(f).toString(), f));
        }
        assertThat(found.keySet()).isEqualTo(new TreeMap<>(bodies).keySet());
        for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
            Path file = found.get(body.getKey());
            assertThat(Files.readAllBytes(file)).as(body.getKey()).isEqualTo(body.getValue());
            assertThat(Files.getLastModifiedTime(file).toInstant().getEpochSecond())
                    .isEqualTo(Sources.MODIFIED.getEpochSecond());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .startsWith("rw-r");
        }
    }

    @ParameterizedTest
    @EnumSource(ZipMethod.class)
    void sevenZipTestsAndExtractsEveryKindOfEntry(ZipMethod method) throws Exception {
        Map<String, byte[]> bodies = write(Sources.everyKind(), method);
        String tested = new String(Tool.run(folder, "7zz", "t", "a.zip"), UTF_8);
        assertThat(tested).contains("Everything is Ok").doesNotContain("Warning");
        Tool.run(folder, "7zz", "x", "-oout", "a.zip");
        assertExtracted(bodies);
    }

    @ParameterizedTest
    @EnumSource(ZipMethod.class)
    void bsdtarExtractsEveryKindOfEntry(ZipMethod method) throws Exception {
        Map<String, byte[]> bodies = write(Sources.everyKind(), method);
        Files.createDirectory(folder.resolve("out"));
        Tool.run(folder, "bsdtar", "-C", "out", "-xf", "a.zip");
        assertExtracted(bodies);
    }

    @ParameterizedTest
    @EnumSource(
            value = ZipMethod.class,
            names = {"DEFLATE", "STORE"})
    void unzipTestsAndExtractsWhatItKnows(ZipMethod method) throws Exception {
        Map<String, byte[]> bodies = write(Sources.everyKind(), method);
        assertThat(new String(Tool.run(folder, "unzip", "-t", "a.zip"), UTF_8))
                .contains("No errors detected")
                .doesNotContain("warning");
        Tool.run(folder, "unzip", "-q", "a.zip", "-d", "out");
        assertExtracted(bodies);
    }

    @ParameterizedTest
    @EnumSource(
            value = ZipMethod.class,
            names = {"DEFLATE", "STORE"})
    void pythonReadsWhatItKnows(ZipMethod method) throws Exception {
        Map<String, byte[]> bodies = write(Sources.everyKind(), method);
        assertReadInOrder(bodies);
    }

    @ParameterizedTest
    @EnumSource(ZipMethod.class)
    void commonsCompressReadsEveryKindOfEntry(ZipMethod method) throws Exception {
        Map<String, byte[]> bodies = write(Sources.everyKind(), method);
        try (ZipFile zip = ZipFile.builder().setPath(folder.resolve("a.zip")).get()) {
            for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
                ZipArchiveEntry entry = zip.getEntry(body.getKey());
                assertThat(entry.getLastModifiedTime().toInstant().getEpochSecond())
                        .isEqualTo(Sources.MODIFIED.getEpochSecond());
                try (InputStream in = zip.getInputStream(entry)) {
                    assertThat(in.readAllBytes()).as(body.getKey()).isEqualTo(body.getValue());
                }
            }
        }
    }

    @Test
    void namesThatAreNoPathsAreStoredAsTheyAre() throws Exception {
        assertReadInOrder(write(Sources.badPaths(), ZipMethod.DEFLATE));
    }

    @Test
    void zipAddsToWhatWeWrote() throws Exception {
        Map<String, byte[]> bodies = new TreeMap<>(write(Sources.badPaths(), ZipMethod.DEFLATE));
        Files.writeString(folder.resolve("more"), "more\n");
        Tool.run(folder, "zip", "-q", "a.zip", "more");
        assertThat(new String(Tool.run(folder, "7zz", "t", "a.zip"), UTF_8))
                .contains("Everything is Ok")
                .contains("Files: " + (bodies.size() + 1));
    }

    @Test
    void moreEntriesThanSixteenBitsCountAreReadByAll() throws Exception {
        Map<String, byte[]> bodies = new TreeMap<>();
        for (int i = 0; i < 70_000; i++) {
            bodies.put("logs/%05d".formatted(i), new byte[] {(byte) i, (byte) (i >> 8)});
        }
        write(bodies, ZipMethod.ZSTD);
        assertThat(new String(Tool.run(folder, "7zz", "t", "a.zip"), UTF_8))
                .contains("Everything is Ok")
                .contains("Files: 70000");
        assertThat(new String(Tool.run(folder, "bsdtar", "-tf", "a.zip"), UTF_8).lines())
                .hasSize(70_000);
        assertThat(Tool.run(folder, "bsdtar", "-xOf", "a.zip")).hasSize(140_000);
        assertReadInOrder(bodies);
    }

    @Test
    void anArchiveOfNothingIsOne() throws Exception {
        write(Map.of(), ZipMethod.ZSTD);
        assertThat(folder.resolve("a.zip")).hasSize(22);
        Tool.run(folder, "7zz", "t", "a.zip");
        assertReadInOrder(Map.of());
    }

    private void assertReadInOrder(Map<String, byte[]> bodies) throws Exception {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
            expected.writeBytes((body.getKey() + "\0").getBytes(UTF_8));
            expected.writeBytes(body.getValue());
        }
        assertThat(Tool.run(folder, "python3", "-c", PYTHON)).isEqualTo(expected.toByteArray());
    }
}
