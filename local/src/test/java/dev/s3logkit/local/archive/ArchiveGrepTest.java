package dev.s3logkit.local.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.archive.tar.TarballFormat;
import dev.s3logkit.common.archive.tar.TarballSource;
import dev.s3logkit.common.archive.tar.TarballWriter;
import dev.s3logkit.common.archive.zip.ArchiveOrigin;
import dev.s3logkit.common.archive.zip.ZipMethod;
import dev.s3logkit.common.archive.zip.ZipOptions;
import dev.s3logkit.common.archive.zip.ZipSource;
import dev.s3logkit.common.archive.zip.ZipWriter;
import dev.s3logkit.common.io.HeadLastBytes;
import dev.s3logkit.local.aggregate.CommandRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `archive grep`, held against `grep`, `zgrep`, `zipgrep` and `tar` on the same files.
class ArchiveGrepTest {

    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir private Path folder;

    /// Files by their paths, as they are in the archives.
    private final Map<String, byte[]> files = new TreeMap<>();

    @BeforeEach
    void makeTree() throws Exception {
        for (int i = 0; i < 30; i++) {
            StringBuilder lines = new StringBuilder();
            for (int k = 0; k < 200; k++) {
                lines.append(
                        "2026-03-%02d GET /photos/%d-%d.jpg %d\n"
                                .formatted(i + 1, i, k, k % 7 == 0 ? 404 : 200));
            }
            files.put("logs/%02d.log".formatted(i), lines.toString().getBytes(UTF_8));
        }
        files.put("app/empty", new byte[0]);
        files.put("app/ünï.txt", "Straße 404\nno end 404".getBytes(UTF_8));
        files.put("app/latin", "caf\u00e9 404\n".getBytes(ISO_8859_1));
        files.put("binary", "404\0\n404\n".getBytes(UTF_8));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve("tree").resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    private Path archive(String name) throws Exception {
        Path tree = folder.resolve("tree");
        Path file = folder.resolve(name);
        switch (name) {
            case "a.sqfs" ->
                    Tool.run(folder, "mksquashfs", "tree", file.toString(), "-quiet", "-noappend");
            case "a.tar" -> Tool.run(tree, "tar", "-cf", file.toString(), ".");
            case "a.tgz" -> Tool.run(tree, "tar", "-czf", file.toString(), ".");
            case "a.zip" -> Tool.run(tree, "zip", "-qr", file.toString(), ".");
            case "ours.tgz" -> Files.write(file, tarball());
            default -> Files.write(file, zip());
        }
        return file;
    }

    private byte[] tarball() throws IOException {
        HeadLastBytes out = new HeadLastBytes();
        try (TarballWriter writer = new TarballWriter(out, TarballFormat.TGZ, 1)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                byte[] content = file.getValue();
                writer.add(new TarballSource(file.getKey(), content.length, TIME, "e1"), content);
            }
            writer.finish();
        }
        return out.bytes();
    }

    private byte[] zip() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipWriter writer = new ZipWriter(out, ZipOptions.of(ZipMethod.ZSTD))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                byte[] content = file.getValue();
                writer.add(
                        new ZipSource(
                                "s3://logs/" + file.getKey(),
                                file.getKey(),
                                content.length,
                                "e1",
                                TIME),
                        content);
            }
            writer.finish(new ArchiveOrigin("0123456789abcdef".repeat(4), "{}"));
        }
        return out.toByteArray();
    }

    private static CommandRun grep(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("archive", "grep"));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray());
    }

    /// Lines in the order of their bytes: archives have files in an order of their own.
    private static List<String> sorted(String lines) {
        return Stream.of(lines.split("\n")).filter(line -> !line.isEmpty()).sorted().toList();
    }

    private List<String> oracle(String command) throws Exception {
        return sorted(Tool.run(folder.resolve("tree"), "bash", "-c", command));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.sqfs", "a.tar", "a.tgz", "a.zip", "ours.tgz", "ours.zip"})
    void findsWhatGrepFindsInTheFilesThemselves(String name) throws Exception {
        Path archive = archive(name);
        String grep = "LC_ALL=C.UTF-8 grep -r --exclude=binary --exclude=latin ";
        String paths = " * | sort";

        assertThat(sorted(grep("-n", " 404$", archive, "--path", "logs", "--path", "app/ü*").out()))
                .isEqualTo(oracle(grep + "-nE ' 404$'" + paths));
        assertThat(sorted(grep("STRASSE|straße", "-i", archive).out()))
                .isEqualTo(oracle(grep + "-iE 'STRASSE|straße'" + paths));
        assertThat(sorted(grep("-l", "-F", "28.jpg 404", archive).out()))
                .isEqualTo(oracle(grep + "-lF '28.jpg 404'" + paths))
                .hasSize(30);
        assertThat(sorted(grep("-c", "03-1[0-9].*404", archive, "--path", "logs/**").out()))
                .isEqualTo(oracle(grep + "-cE '03-1[0-9].*404' -r logs | sort"))
                .hasSize(30);
    }

    @Test
    void findsWhatTheGrepsOfArchivesFind() throws Exception {
        String wanted = "2026-03-07 .* 404";
        Path zip = archive("a.zip");
        assertThat(sorted(grep(wanted, zip).out()))
                .isEqualTo(sorted(Tool.run(folder, "zipgrep", wanted, zip.toString())));

        Path tar = archive("a.tgz");
        String count =
                Tool.run(folder, "bash", "-c", "tar -xzOf a.tgz | grep -cE '" + wanted + "'");
        assertThat(grep(wanted, tar).out().lines()).hasSize(Integer.parseInt(count.strip()));
    }

    @ParameterizedTest
    @CsvSource({"gzip, .gz", "zstd -q, .zst", "xz, .xz"})
    void looksIntoFilesThatAreCompressed(String compressor, String suffix) throws Exception {
        Path logs = folder.resolve("tree/logs");
        Tool.run(logs, "bash", "-c", "for f in *.log; do " + compressor + " $f; done; rm -f *.log");

        CommandRun run = grep("-n", "/3-1[0-4].jpg", archive("a.zip"));

        assertThat(sorted(run.out()))
                .hasSize(5)
                .first()
                .isEqualTo("logs/03.log" + suffix + ":11:2026-03-04 GET /photos/3-10.jpg 200");
        if (suffix.equals(".gz")) {
            assertThat(sorted(run.out()))
                    .isEqualTo(oracle("zgrep -nHE '/3-1[0-4].jpg' logs/*.gz | sort"));
        }
    }

    @Test
    void namesTheArchiveWhenThereAreSeveral() throws Exception {
        Path zip = archive("a.zip");
        Path tgz = archive("ours.tgz");
        assertThat(grep("-n", "Straße", zip, tgz).out())
                .isEqualTo(
                        "%s!/app/ünï.txt:1:Straße 404\n%s!/app/ünï.txt:1:Straße 404\n"
                                .formatted(zip, tgz));
    }

    @Test
    void writesAnObjectForEachLine() throws Exception {
        Path zip = archive("a.zip");
        String out = grep("--json", "404", zip, "--path", "app", "--path", "binary").out();
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String line : out.lines().toList()) {
            lines.add(JSON.std.mapFrom(line));
        }
        lines.sort((a, b) -> a.toString().compareTo(b.toString()));
        assertThat(lines)
                .containsExactlyInAnyOrder(
                        Map.of(
                                "archive",
                                zip + "",
                                "path",
                                "app/ünï.txt",
                                "line",
                                1,
                                "text",
                                "Straße 404"),
                        Map.of(
                                "archive",
                                zip + "",
                                "path",
                                "app/ünï.txt",
                                "line",
                                2,
                                "text",
                                "no end 404"),
                        Map.of(
                                "archive",
                                zip + "",
                                "path",
                                "app/latin",
                                "line",
                                1,
                                "base64",
                                Base64.getEncoder()
                                        .encodeToString("caf\u00e9 404".getBytes(ISO_8859_1))),
                        Map.of("archive", zip + "", "path", "binary", "binary", true));
        assertThat(grep("--json", "-c", "404", zip, "--path", "app/latin").out())
                .endsWith("\"path\":\"app/latin\",\"matches\":1}\n");
    }

    @Test
    void showsNoLinesOfBinaryFiles() throws Exception {
        Path zip = archive("a.zip");
        assertThat(grep("404", zip, "--path", "binary").out())
                .isEqualTo("binary: binary file matches\n");
        assertThat(grep("-c", "404", zip, "--path", "binary").out()).isEqualTo("binary:2\n");
        assertThat(grep("405", zip, "--path", "binary").exit()).isOne();
    }

    @Test
    void exitsAsGrepDoes() throws Exception {
        Path zip = archive("a.zip");
        CommandRun found = grep("-q", "404", zip);
        assertThat(found.exit()).isZero();
        assertThat(found.out()).isEmpty();
        assertThat(grep("Straße", zip).exit()).isZero();
        assertThat(grep("no such line", zip).exit()).isOne();
        assertThat(grep("-l", "no such line", zip).exit()).isOne();
        assertThat(grep("-q", "no such line", zip).exit()).isOne();
    }

    @Test
    void goesOnAfterWhatCannotBeSearchedAndExitsWithTwo() throws Exception {
        Path zip = archive("a.zip");
        Path text = folder.resolve("tree/logs/00.log");

        CommandRun run = grep("Straße", folder.resolve("none.zip"), text, folder, zip);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(3)
                .anyMatch(line -> line.endsWith("none.zip: there is no such file"))
                .anyMatch(line -> line.contains("neither a squashfs image nor a zip nor a tar"))
                .anyMatch(line -> line.endsWith("a folder, and no archive"));
        assertThat(run.out()).contains("!/app/ünï.txt:Straße 404");
    }

    @Test
    void searchesTheOtherFilesWhenOneIsDamaged() throws Exception {
        byte[] gzip = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4};
        Files.write(folder.resolve("tree/app/damaged.gz"), gzip);

        CommandRun run = grep("Straße|damaged", archive("a.zip"));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEqualTo("app/ünï.txt:Straße 404\n");
        assertThat(run.err()).startsWith("app/damaged.gz: ");
    }

    @Test
    void saysThatNoFileHasThePath() throws Exception {
        CommandRun run = grep("404", archive("a.zip"), "--path", "app", "--path", "apps/*");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("no file is called apps/*");
        assertThat(run.out()).contains("app/ünï.txt:no end 404");
    }

    @Test
    void saysWhatIsWrongUsage() {
        assertThat(grep("(", "a.zip").exit()).isEqualTo(2);
        assertThat(grep("(", "a.zip").err())
                .startsWith("'(' is no regular expression: missing closing )")
                .contains("Usage: s3logkit archive grep");
        assertThat(grep("-F", "-E", "x", "a.zip").err()).startsWith("-F and -E exclude each other");
        assertThat(grep("-F", "x\ny", "a.zip").err()).contains("line feed");
        assertThat(grep("x").exit()).isEqualTo(2);
        assertThat(grep("--", "-x", "none.zip").err()).contains("none.zip: there is no such file");
    }
}
