package dev.s3logkit.common.archive.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.common.archive.Programs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives that other programs wrote; skipped for those that are not installed.
class TarOracleTest {

    private static final String PYTHON =
            """
            import sys, tarfile
            formats = {'ustar': tarfile.USTAR_FORMAT, 'gnu': tarfile.GNU_FORMAT,
                       'pax': tarfile.PAX_FORMAT}
            with tarfile.open(fileobj=sys.stdout.buffer, mode='w|',
                              format=formats[sys.argv[1]]) as t:
                t.add('tree')
            """;

    @TempDir private Path folder;

    private final Map<String, String> files = new TreeMap<>();

    @BeforeEach
    void makeFiles() throws IOException {
        write("tree/empty", "");
        write("tree/one", "one line\n");
        write("tree/sub/full-block", "x".repeat(512));
        StringBuilder large = new StringBuilder();
        new Random(1).ints(200_000, ' ', '~').forEach(c -> large.append((char) c));
        write("tree/sub/large", large.toString());
        Files.createSymbolicLink(folder.resolve("tree/link"), Path.of("sub/large"));
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-03-01T10:00:00.5Z")));
        files.put(name, content);
    }

    private byte[] run(String... command) throws Exception {
        return Programs.run(folder, command);
    }

    private void assertHoldsTheFiles(byte[] archive, boolean fractions) throws IOException {
        Map<String, String> found = new TreeMap<>();
        boolean link = false;
        try (TarReader tar = new TarReader(new ByteArrayInputStream(archive), "a.tar")) {
            for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                if (entry.type() == TarType.FILE) {
                    Instant expected =
                            Files.getLastModifiedTime(folder.resolve(entry.name())).toInstant();
                    assertThat(entry.mtime())
                            .isEqualTo(
                                    fractions
                                            ? expected
                                            : expected.truncatedTo(ChronoUnit.SECONDS));
                    found.put(entry.name(), new String(tar.body().readAllBytes(), UTF_8));
                }
                link |=
                        entry.type() == TarType.SYMBOLIC_LINK
                                && entry.name().equals("tree/link")
                                && "sub/large".equals(entry.linkName());
            }
        }
        assertThat(found).isEqualTo(files);
        assertThat(link).isTrue();
    }

    private void addLongNames() throws IOException {
        write("tree/" + "long/".repeat(25) + "name-" + "n".repeat(60), "in a deep folder\n");
        write("tree/" + "é".repeat(110), "longer than a field\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v7", "oldgnu", "gnu", "ustar", "posix"})
    void readsWhatGnuTarWrites(String format) throws Exception {
        if (!format.equals("v7") && !format.equals("ustar")) {
            addLongNames();
        }
        assertHoldsTheFiles(
                run("tar", "--format=" + format, "-cf", "-", "tree"), format.equals("posix"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "ustar", "pax"})
    void readsWhatPythonWrites(String format) throws Exception {
        if (!format.equals("ustar")) {
            addLongNames();
        }
        assertHoldsTheFiles(run("python3", "-c", PYTHON, format), format.equals("pax"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v7tar", "gnutar", "ustar", "pax"})
    void readsWhatBsdtarWrites(String format) throws Exception {
        assertHoldsTheFiles(
                run("bsdtar", "--format=" + format, "-cf", "-", "tree"), format.equals("pax"));
    }

    @Test
    void readsHardLinks() throws Exception {
        Files.createLink(folder.resolve("tree/second"), folder.resolve("tree/sub/large"));
        byte[] archive = run("tar", "--sort=name", "-cf", "-", "tree");
        Map<String, String> links = new TreeMap<>();
        try (TarReader tar = new TarReader(new ByteArrayInputStream(archive), "a.tar")) {
            for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                if (entry.type() == TarType.HARD_LINK) {
                    links.put(entry.name(), entry.linkName());
                }
            }
        }
        assertThat(links).hasSize(1);
    }
}
