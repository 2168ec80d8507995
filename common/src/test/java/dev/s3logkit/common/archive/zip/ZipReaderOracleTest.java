package dev.s3logkit.common.archive.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.io.FileSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives that other programs wrote.
class ZipReaderOracleTest {

    private static final Instant MODIFIED = Instant.parse("2026-03-01T10:00:06Z");

    private static final String PYTHON =
            """
            import os, sys, zipfile
            kind = sys.argv[1]
            with open('a.zip', 'wb') as out:
                class Pipe:
                    def write(self, b): return out.write(b)
                    def flush(self): out.flush()
                target = Pipe() if kind == 'pipe' else out
                if kind == 'prepended': out.write(b'#!/bin/sh\\n' * 100000)
                with zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as z:
                    for folder, _, names in sorted(os.walk('tree')):
                        for name in sorted(names):
                            path = os.path.join(folder, name)
                            if kind == 'zip64':
                                with z.open(zipfile.ZipInfo(path), 'w', force_zip64=True) as e:
                                    e.write(open(path, 'rb').read())
                            else:
                                z.write(path)
                    if kind == 'comment': z.comment = b'PK\\x05\\x06' + b'c' * 60000
            """;

    @TempDir private Path folder;

    private final Map<String, byte[]> files = new TreeMap<>();

    @BeforeEach
    void makeFiles() throws IOException {
        write("tree/empty", new byte[0]);
        write("tree/one", new byte[] {1});
        write("tree/noise", Sources.noise(1, 5000));
        write("tree/sub/text", Sources.lines(2, 200_000));
        write("tree/sub/large", Sources.lines(3, (9 << 20) + 5));
        write("tree/größe.log", Sources.lines(4, 1000));
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
        files.put(name, content);
    }

    private ZipReader open(String name) throws IOException {
        return ZipReader.open(FileSource.open(folder.resolve(name)));
    }

    private void assertHoldsTheFiles(String archive, boolean times) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        try (ZipReader zip = open(archive)) {
            zip.forEach(
                    1,
                    (entry, body) -> {
                        if (!entry.isFolder()) {
                            try (InputStream in = body.open()) {
                                found.put(entry.name(), in.readAllBytes());
                            }
                        }
                    });
            assertThat(found.keySet()).isEqualTo(files.keySet());
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                assertThat(found.get(file.getKey())).as(file.getKey()).isEqualTo(file.getValue());
                ZipEntry entry = zip.find(file.getKey()).orElseThrow();
                if (times) {
                    assertThat(entry.lastModified()).isEqualTo(MODIFIED);
                }
                int size = file.getValue().length;
                try (InputStream part = zip.open(entry, size / 3, size / 3)) {
                    assertThat(part.readAllBytes()).hasSize(size / 3);
                }
            }
            assertThat(zip.proof()).isEmpty();
            assertThatThrownBy(() -> zip.verify(1)).hasMessageContaining("no proof");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0", "-1", "-9", "-fd", "-fz", "-X"})
    void readsWhatZipWrites(String option) throws Exception {
        Tool.run(folder, "zip", "-q", "-r", option, "a.zip", "tree");
        assertHoldsTheFiles("a.zip", !option.equals("-X"));
    }

    @Test
    void readsWhatZipWritesToAPipe() throws Exception {
        Tool.run(folder, "sh", "-c", "command -v zip >/dev/null && zip -q -r - tree > a.zip");
        assertHoldsTheFiles("a.zip", true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Copy", "Deflate"})
    void readsWhatSevenZipWrites(String method) throws Exception {
        Tool.run(folder, "7zz", "a", "-tzip", "-mm=" + method, "a.zip", "tree");
        assertHoldsTheFiles("a.zip", true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"store", "deflate"})
    void readsWhatBsdtarWrites(String method) throws Exception {
        Tool.run(
                folder,
                "bsdtar",
                "--format=zip",
                "--options=zip:compression=" + method,
                "-cf",
                "a.zip",
                "tree");
        assertHoldsTheFiles("a.zip", true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "pipe", "zip64", "comment", "prepended"})
    void readsWhatPythonWrites(String kind) throws Exception {
        Tool.run(folder, "python3", "-c", PYTHON, kind);
        assertHoldsTheFiles("a.zip", false);
    }

    @Test
    void readsAnArchiveBehindAProgram() throws Exception {
        Tool.run(folder, "zip", "-q", "-r", "b.zip", "tree");
        byte[] archive = Files.readAllBytes(folder.resolve("b.zip"));
        byte[] both = new byte[archive.length + 300_000];
        System.arraycopy(archive, 0, both, 300_000, archive.length);
        Files.write(folder.resolve("a.zip"), both);
        assertHoldsTheFiles("a.zip", true);
    }

    @Test
    void aNameTwiceIsTheLastOne() throws Exception {
        String twice =
                """
                import warnings, zipfile
                warnings.simplefilter('ignore')
                with zipfile.ZipFile('a.zip', 'w') as z:
                    for i in range(3): z.writestr('twice', 'number %d' % i)
                    z.writestr('once', 'x')
                """;
        Tool.run(folder, "python3", "-c", twice);
        try (ZipReader zip = open("a.zip")) {
            assertThat(zip.entries()).hasSize(4);
            ZipEntry last = zip.find("twice").orElseThrow();
            assertThat(last.index()).isEqualTo(2);
            assertThat(zip.read(last, 100)).asString().isEqualTo("number 2");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Deflate64, deflate64 (9)",
        "BZip2, bzip2 (12)",
        "LZMA, lzma (14)",
        "PPMd, PPMd (98)",
        "XZ, xz (95)"
    })
    void namesMethodsThatItDoesNotKnow(String method, String name) throws Exception {
        Tool.run(folder, "7zz", "a", "-tzip", "-mm=" + method, "a.zip", "tree/sub/text");
        assertUnsupported("tree/sub/text", "compression method " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ZipCrypto", "AES256"})
    void saysThatEntriesAreEncrypted(String encryption) throws Exception {
        Tool.run(
                folder, "7zz", "a", "-tzip", "-psecret", "-mem=" + encryption, "a.zip", "tree/one");
        assertUnsupported("tree/one", "encrypted entries");
    }

    private void assertUnsupported(String entry, String message) throws IOException {
        try (ZipReader zip = open("a.zip")) {
            ZipEntry found = zip.find(entry).orElseThrow();
            assertThatThrownBy(() -> zip.open(found))
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining("a.zip")
                    .hasMessageContaining(entry)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void saysThatAnArchiveIsSplit() throws Exception {
        Tool.run(folder, "zip", "-q", "-0", "-s", "1m", "-r", "a.zip", "tree");
        assertThatThrownBy(() -> open("a.zip"))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("several parts");
        assertThatThrownBy(() -> open("a.z01")).isInstanceOf(FormatException.class);
    }

    @Test
    void readsNamesOfCodePage437() throws Exception {
        String names =
                """
                import zipfile
                class Info(zipfile.ZipInfo):
                    def _encodeFilenameFlags(self):
                        return self.filename.encode('cp437'), self.flag_bits
                with zipfile.ZipFile('a.zip', 'w') as z:
                    info = Info('gr\\u00f6\\u00dfe \\u2592')
                    info.create_system = 0
                    z.writestr(info, 'content')
                """;
        Tool.run(folder, "python3", "-c", names);
        try (ZipReader zip = open("a.zip")) {
            ZipEntry entry = zip.find("größe ▒").orElseThrow();
            assertThat(new String(zip.read(entry, 100), StandardCharsets.UTF_8))
                    .isEqualTo("content");
        }
    }
}
