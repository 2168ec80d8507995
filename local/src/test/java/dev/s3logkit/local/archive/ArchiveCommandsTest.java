package dev.s3logkit.local.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.aggregate.CommandRun;
import dev.s3logkit.local.cli.Main;
import dev.s3logkit.local.logs.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands on archives that other programs made.
class ArchiveCommandsTest {

    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir private Path folder;

    @BeforeEach
    void makeTree() throws IOException {
        write("tree/logs.txt", "hello\n");
        write("tree/logs/2026/a.log", "one\ntwo\nthree\n".repeat(10_000));
        write("tree/logs/2026/empty", "");
        write("tree/logs/ünï \uD83D\uDE00", "name\n");
        Files.createDirectories(folder.resolve("tree/nothing"));
        Files.createSymbolicLink(folder.resolve("tree/link"), Path.of("logs/2026"));
        Files.setPosixFilePermissions(
                folder.resolve("tree/logs.txt"), PosixFilePermissions.fromString("rw-r-----"));
        try (Stream<Path> walk = Files.walk(folder.resolve("tree"))) {
            for (Path path : walk.filter(p -> !Files.isSymbolicLink(p)).toList()) {
                Files.setLastModifiedTime(path, FileTime.from(TIME));
            }
        }
    }

    private void write(String name, String content) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), content);
    }

    private Path archive(String name) throws Exception {
        Path tree = folder.resolve("tree");
        String file = folder.resolve(name).toString();
        switch (name) {
            case "a.sqfs" -> Tool.run(folder, "mksquashfs", "tree", file, "-quiet", "-noappend");
            case "a.tar" -> Tool.run(tree, "tar", "-cf", file, ".");
            case "a.tgz" -> Tool.run(tree, "tar", "-czf", file, ".");
            case "a.tar.zst" -> Tool.run(tree, "bsdtar", "--zstd", "-cf", file, ".");
            case "a.tar.xz" -> Tool.run(tree, "bsdtar", "--xz", "-cf", file, ".");
            case "a.zip" -> Tool.run(tree, "zip", "-qry", file, ".");
            default -> Tool.run(tree, "7zz", "a", "-snl", "-tzip", file, ".");
        }
        return folder.resolve(name);
    }

    private static CommandRun run(Object... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.sqfs", "a.tar", "a.tgz", "a.tar.zst", "a.tar.xz", "a.zip", "7zz.zip"})
    void showWhatOtherProgramsPutIn(String name) throws Exception {
        Path archive = archive(name);
        assertThat(run("archive", "ls", "-R", archive).out())
                .isEqualTo(
                        """
                        link
                        logs.txt
                        logs/
                        logs/2026/
                        logs/2026/a.log
                        logs/2026/empty
                        logs/ünï \uD83D\uDE00
                        nothing/
                        """);
        assertThat(run("archive", "ls", archive, "logs/").out())
                .isEqualTo("2026/\nünï \uD83D\uDE00\n");
        assertThat(run("archive", "ls", archive, "link").out()).isEqualTo("a.log\nempty\n");
        assertThat(run("archive", "ls", "-l", archive).out())
                .containsPattern("lrwxrwxrwx .* link -> logs/2026\n")
                .contains("-rw-r-----            6 2026-03-01 10:00:00 logs.txt\n")
                .contains("drwxr-xr-x            0 2026-03-01 10:00:00 nothing/\n");
        assertThat(run("archive", "cat", archive, "link/a.log", "logs/ünï \uD83D\uDE00").out())
                .isEqualTo("one\ntwo\nthree\n".repeat(10_000) + "name\n");
        assertThat(run("archive", "cat", "--range", "4-6", archive, "/logs/2026/a.log").out())
                .isEqualTo("two");

        Path output = folder.resolve("output");
        assertThat(run("archive", "get", archive, "--output", output).err())
                .contains("4 files (140,011 bytes), 3 folders and 1 links written to");
        assertThat(contents(output)).isEqualTo(contents(folder.resolve("tree")));
        Path part = folder.resolve("part");
        run("archive", "get", archive, "logs", "logs.txt", "--output", part);
        assertThat(part.resolve("2026/a.log")).exists();
        assertThat(part.resolve("logs.txt")).hasContent("hello");
    }

    /// Paths with type, mode, time and content.
    private static List<String> contents(Path root) throws IOException {
        List<String> contents = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.sorted().toList()) {
                String name = root.relativize(path).toString();
                if (Files.isSymbolicLink(path)) {
                    contents.add(name + " -> " + Files.readSymbolicLink(path));
                } else if (!name.isEmpty()) {
                    contents.add(
                            name
                                    + PosixFilePermissions.toString(
                                            Files.getPosixFilePermissions(path))
                                    + Files.getLastModifiedTime(path)
                                    + (Files.isDirectory(path) ? "" : Files.readString(path)));
                }
            }
        }
        return contents;
    }

    @Test
    void tellAllThatIsKnownOfAnEntry() throws Exception {
        Files.createLink(folder.resolve("tree/second"), folder.resolve("tree/logs.txt"));
        Path image = archive("a.sqfs");
        assertThat(run("archive", "stat", image, "second").out())
                .contains("format      squashfs with gzip\n", "path        second\n")
                .contains("size        6\n", "mode        0640\n", "links       2\n");
        Map<String, Object> link =
                JSON.std.mapFrom(run("archive", "stat", "--json", image, "link").out());
        assertThat(link)
                .containsEntry("type", "symbolic_link")
                .containsEntry("target", "logs/2026");
        Map<String, Object> zipped =
                JSON.std.mapFrom(
                        run("--json", "archive", "stat", archive("a.zip"), "logs.txt").out());
        assertThat(zipped)
                .containsEntry("crc32", "363a3020")
                .containsEntry("method", "store (0)")
                .containsEntry("modified", "2026-03-01T10:00:00Z");
    }

    @Test
    void listAsJsonLines() throws Exception {
        String out = run("archive", "ls", "--json", "-R", archive("a.tgz"), "logs/2026").out();
        assertThat(out.lines())
                .hasSize(2)
                .first()
                .isEqualTo(
                        "{\"path\":\"logs/2026/a.log\",\"type\":\"file\",\"size\":140000,"
                                + "\"modified\":\"2026-03-01T10:00:00Z\",\"mode\":\"0644\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "log.txt; there is no such file or folder; near it are: logs.txt",
                "logs/206/a.log; there is no such file or folder; near it are: logs/2026/",
                "logs/2026/A.LOG; there is no such file or folder; near it are: logs/2026/a.log",
                "zzzzzzzzz; there is no such file or folder; ",
                "logs; a folder, which has no content; "
            })
    void tellWhatIsThereInstead(String path, String problem, String near) throws Exception {
        Path image = archive("a.sqfs");
        CommandRun run = CommandRun.of("archive", "cat", image, path, "logs.txt");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("hello\n");
        assertThat(run.err().strip())
                .isEqualTo(
                        path + " in " + image + ": " + problem + (near == null ? "" : "; " + near));
    }

    @ParameterizedTest
    @CsvSource({
        "0-0, h",
        "0-4, hello",
        "2-, 'llo\n'",
        "-3, 'lo\n'",
        "-100, 'hello\n'",
        "4-99, 'o\n'"
    })
    void takeRangesAsHttpWritesThem(String range, String content) throws Exception {
        assertThat(run("archive", "cat", "--range", range, archive("a.zip"), "logs.txt").out())
                .isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "5-4", "a-b", "1", "1-2-3", "-0", "99999999999999999999-"})
    void refuseWhatIsNoRange(String range) throws Exception {
        CommandRun run =
                CommandRun.of("archive", "cat", "--range", range, archive("a.zip"), "logs.txt");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("'" + range + "' is no range: expected A-B");
    }

    @Test
    void sayThatNoByteIsInTheRange() throws Exception {
        CommandRun run =
                CommandRun.of("archive", "cat", "--range", "6-", archive("a.zip"), "logs.txt");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("has 6 bytes, so that none is in the range");
    }

    @Test
    void sayWhatIsNoArchive() throws Exception {
        assertThat(CommandRun.of("archive", "ls", folder.resolve("tree/logs.txt")).err())
                .contains("logs.txt: neither a squashfs image nor a zip nor a tar archive: it");
        assertThat(CommandRun.of("archive", "ls", folder).err())
                .contains("a folder, and no archive");
        CommandRun missing = CommandRun.of("archive", "ls", folder.resolve("none.zip"));
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).contains("none.zip: there is no such file");
        assertThat(CommandRun.of("archive").exit()).isEqualTo(2);
        assertThat(CommandRun.of("archive", "get", "x.zip").exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "cat"})
    void endQuietlyWhenTheReaderHasSeenEnough(String command) throws Exception {
        OutputStream closed =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams =
                new Streams(
                        new ByteArrayInputStream(new byte[0]),
                        closed,
                        new PrintStream(err, true, UTF_8),
                        false);
        String[] arguments = {"archive", command, archive("a.zip").toString(), "logs.txt"};
        assertThat(Main.run(arguments, streams, Map.of())).isZero();
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void takeNamesAsTheyPrintThem() throws Exception {
        write("tree/tab\there", "x");
        Path archive = archive("a.tgz");
        assertThat(run("archive", "ls", archive).out()).contains("tab\\x09here\n");
        assertThat(run("archive", "cat", archive, "tab\\x09here").out()).isEqualTo("x");
        assertThat(run("archive", "cat", archive, "tab\there").out()).isEqualTo("x");
    }
}
