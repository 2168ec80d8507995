package dev.s3logkit.common.archive.browse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.io.BytesSource;
import dev.s3logkit.common.io.FileSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tarballs of other programs; what needs one that is not installed is skipped.
class TarballArchiveTest {

    @TempDir private Path folder;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectories(folder.resolve("tree/logs/2026"));
        Files.writeString(folder.resolve("tree/logs/2026/a.log"), "one\ntwo\nthree\n");
        Files.writeString(folder.resolve("tree/logs-old"), "x".repeat(100_000));
        Files.createLink(folder.resolve("tree/same"), folder.resolve("tree/logs/2026/a.log"));
        link("in", "logs/2026");
        link("logs/up", "../logs-old");
        link("out", "../elsewhere");
        link("absolute", "/etc/passwd");
        link("loop", "loop");
        link("dangling", "nothing");
    }

    /// Before JUnit finds them, which warns of links that lead out of the folder.
    @AfterEach
    void deleteLinks() throws IOException {
        for (String name : List.of("in", "logs/up", "out", "absolute", "loop", "dangling")) {
            Files.delete(folder.resolve("tree/" + name));
        }
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(folder.resolve("tree/" + name), Path.of(target));
    }

    private void run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
        } catch (IOException e) {
            assumeTrue(false, command[0] + " is not installed");
        }
    }

    private Archive tar(String file, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("bsdtar", "-cf", file));
        command.addAll(List.of(options));
        command.addAll(List.of("-C", "tree", "."));
        run(command.toArray(String[]::new));
        return Archives.open(FileSource.open(folder.resolve(file)));
    }

    private static List<ArchiveEntry> all(Archive archive) throws IOException {
        List<ArchiveEntry> entries = new ArrayList<>();
        EntryCursor cursor = archive.walk("");
        for (ArchiveEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
            entries.add(entry);
        }
        return entries;
    }

    private static String text(Archive archive, String key) throws IOException {
        ArchiveEntry entry = archive.find(key);
        assertThat(entry).as(key).isNotNull();
        try (InputStream in = archive.open(entry, 0, entry.size())) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a.tar, --format=pax, tar",
        "a.tgz, --gzip, tar in gzip",
        "a.tar.zst, --zstd, tar in zstd",
        "a.tar.xz, --xz, tar in xz",
        "named-wrong.zip, --xz, tar in xz"
    })
    void readsATarballWithoutTable(String file, String option, String format) throws Exception {
        try (Archive archive = tar(file, option)) {
            assertThat(archive.format()).isEqualTo(format);
            assertThat(all(archive))
                    .extracting(ArchiveEntry::key)
                    .containsExactly(
                            "absolute",
                            "dangling",
                            "in",
                            "logs-old",
                            "logs/",
                            "logs/2026/",
                            "logs/2026/a.log",
                            "logs/up",
                            "loop",
                            "out",
                            "same");
            assertThat(text(archive, "logs/2026/a.log")).isEqualTo("one\ntwo\nthree\n");
            assertThat(text(archive, "same")).isEqualTo("one\ntwo\nthree\n");
            ArchiveEntry large = archive.find("logs-old");
            assertThat(large).isNotNull();
            try (InputStream in = archive.open(large, 99_990, 5)) {
                assertThat(in.readAllBytes()).isEqualTo("xxxxx".getBytes(UTF_8));
            }
            assertThat(large.modified())
                    .isCloseTo(
                            Files.getLastModifiedTime(folder.resolve("tree/logs-old")).toInstant(),
                            within(1, ChronoUnit.SECONDS));
            assertThat(large.permissions()).isEqualTo(0644);
            assertThat(archive.find("logs/up")).extracting("linkTarget").isEqualTo("../logs-old");
        }
    }

    @Test
    void readsManyFilesInOnePassAndEachNameOfOneFile() throws Exception {
        try (Archive archive = tar("a.tgz", "--gzip")) {
            Map<String, String> read = new TreeMap<>();
            archive.read(
                    all(archive).stream().filter(ArchiveEntry::isFile).toList(),
                    (file, body) -> {
                        // Not to its end: what is left is passed over.
                        try (InputStream in = body.open()) {
                            read.put(file.key(), new String(in.readNBytes(5), UTF_8));
                        }
                    });
            assertThat(read)
                    .isEqualTo(
                            Map.of(
                                    "logs-old", "xxxxx",
                                    "logs/2026/a.log", "one\nt",
                                    "same", "one\nt"));
        }
    }

    @ParameterizedTest
    @CsvSource({"in/a.log, logs/2026/a.log", "logs/up, logs-old", "in, logs/2026/", "same, same"})
    void followsLinksInsideOfTheArchive(String key, String expected) throws Exception {
        try (Archive archive = tar("a.tar")) {
            assertThat(SymbolicLinks.follow(archive, key)).extracting("key").isEqualTo(expected);
        }
    }

    @Test
    void followsNoLinkThatLeadsNowhere() throws Exception {
        try (Archive archive = tar("a.tar")) {
            assertThat(SymbolicLinks.follow(archive, "dangling")).isNull();
            assertThat(SymbolicLinks.follow(archive, "in/b.log")).isNull();
            assertThat(SymbolicLinks.follow(archive, "logs-old/b.log")).isNull();
            assertThatThrownBy(() -> SymbolicLinks.follow(archive, "out"))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessage("out: a symbolic link leads above the root");
            assertThatThrownBy(() -> SymbolicLinks.follow(archive, "absolute"))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessage("absolute -> /etc/passwd: a symbolic link is absolute");
            assertThatThrownBy(() -> SymbolicLinks.follow(archive, "loop"))
                    .isInstanceOf(FileSystemLoopException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tar", "a.tgz", "a.tar.zst", "a.tar.xz"})
    void refusesWhatIsCutOffAnywhere(String file) throws Exception {
        String option =
                switch (file) {
                    case "a.tgz" -> "--gzip";
                    case "a.tar.zst" -> "--zstd";
                    case "a.tar.xz" -> "--xz";
                    default -> "--format=ustar";
                };
        tar(file, option).close();
        byte[] whole = Files.readAllBytes(folder.resolve(file));
        // The last block of zeros of a plain archive may be missing.
        int end = file.equals("a.tar") ? 100_000 : whole.length;
        for (int length = 0; length < end; length += Math.max(1, end / 300)) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Archives.open(new BytesSource("cut", cut)))
                    .isInstanceOf(FormatException.class)
                    .hasMessageStartingWith("cut: ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'a: neither a squashfs image nor a zip nor a tar archive: it is empty'",
        "just some text, 'a: neither a squashfs image nor a zip nor a tar archive: it starts with ''just som'''"
    })
    void saysWhatItFoundInsteadOfAnArchive(String content, String message) {
        assertThatThrownBy(() -> Archives.open(new BytesSource("a", content.getBytes(UTF_8))))
                .isInstanceOf(NotThisFormatException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "425a6839, bzip2",
        "377abcaf271c0004, 7z",
        "526172211a070100, rar",
        "04224d18, lz4"
    })
    void namesFormatsThatItDoesNotRead(String magic, String name) {
        byte[] start = HexFormat.of().parseHex(magic);
        assertThatThrownBy(() -> Archives.open(new BytesSource("a", Arrays.copyOf(start, 600))))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("a: " + name + " archives are not supported");
    }

    @Test
    void saysThatACompressedFileHoldsNoArchive() throws Exception {
        Files.writeString(folder.resolve("text"), "some lines\n".repeat(100));
        run("gzip", "text");
        assertThatThrownBy(() -> Archives.open(FileSource.open(folder.resolve("text.gz"))))
                .isInstanceOf(NotThisFormatException.class)
                .hasMessageEndingWith("text.gz: what is in the gzip is no tar archive");
    }

    @Test
    void closesTheSourceOfWhatItDoesNotOpen() throws Exception {
        Files.writeString(folder.resolve("text"), "some lines\n");
        FileSource source = FileSource.open(folder.resolve("text"));
        assertThatThrownBy(() -> Archives.open(source)).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> source.read(0, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void takesAFileOfAnArchiveThatWasCutWhileItWasOpen() throws Exception {
        try (Archive archive = tar("a.tgz", "--gzip")) {
            ArchiveEntry file = archive.find("logs-old");
            assertThat(file).isNotNull();
            assertThat(file.modified()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
            Files.write(folder.resolve("a.tgz"), new byte[0]);
            assertThatThrownBy(() -> archive.open(file, 0, file.size()).readAllBytes())
                    .isInstanceOfAny(IOException.class, CorruptedInputException.class);
        }
    }
}
