package dev.s3logkit.local.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.s3logkit.local.aggregate.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What archives try in order to write where they should not. Each is made by Python, entry by
/// entry: `kind name [target or content]`.
class HostileArchivesTest {

    private static final String PYTHON =
            """
            import io, stat, sys, tarfile, zipfile
            entries = [line.split('|') for line in sys.stdin.read().splitlines()]
            def tar(t, kind, name, rest):
                info = tarfile.TarInfo(name)
                info.mode = 0o6777
                info.type = {'f': tarfile.REGTYPE, 'd': tarfile.DIRTYPE, 'l': tarfile.SYMTYPE,
                             'h': tarfile.LNKTYPE, 'p': tarfile.FIFOTYPE, 'c': tarfile.CHRTYPE,
                             'b': tarfile.BLKTYPE}[kind]
                body = rest.encode() if kind == 'f' else b''
                info.size = len(body)
                info.linkname = rest if kind in 'lh' else ''
                t.addfile(info, io.BytesIO(body))
            def zip(z, kind, name, rest):
                info = zipfile.ZipInfo('x')
                info.filename = name + ('/' if kind == 'd' else '')
                info.create_system = 3
                info.external_attr = ({'f': stat.S_IFREG, 'd': stat.S_IFDIR,
                                       'l': stat.S_IFLNK}[kind] | 0o6777) << 16
                z.writestr(info, rest)
            if sys.argv[1] == 'tar':
                with tarfile.open(sys.argv[2], 'w') as t:
                    for entry in entries: tar(t, *entry)
            else:
                with zipfile.ZipFile(sys.argv[2], 'w') as z:
                    for entry in entries: zip(z, *entry)
            """;

    @TempDir private Path folder;
    private Path output;

    @BeforeEach
    void makeWhatMustStayAsItIs() throws IOException {
        Files.writeString(folder.resolve("outside"), "untouched");
        output = folder.resolve("top/output");
    }

    private Path archive(String format, String... entries) throws Exception {
        Path file = folder.resolve("hostile." + format);
        Tool.runWith(
                folder,
                String.join("\n", entries),
                "python3",
                "-c",
                PYTHON,
                format,
                file.toString());
        return file;
    }

    /// An image of the same entries. What a squashfs cannot hold, such as `..` and names twice, its
    /// writer refuses; that the reader does too is shown where the reader is.
    private Path image(String... entries) throws Exception {
        Path tar = archive("tar", entries);
        Path file = folder.resolve("hostile.squashfs");
        String command = "tar2sqfs -q -f '%s' < '%s'".formatted(file, tar);
        Tool.run(folder, "sh", "-c", "command -v tar2sqfs || exit 0; " + command);
        assumeTrue(Files.exists(file), "tar2sqfs is not installed");
        return file;
    }

    private CommandRun get(Path archive, Object... options) {
        List<Object> arguments =
                new ArrayList<>(List.of("archive", "get", archive, "--output", output));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray());
    }

    /// Everything under the test's folder except for the archive, links as `path -> target`.
    private List<String> found() throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<String> found = new ArrayList<>();
            for (Path path : walk.sorted().toList()) {
                String name = folder.relativize(path).toString();
                if (Files.isSymbolicLink(path)) {
                    found.add(name + " -> " + Files.readSymbolicLink(path));
                } else if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                        && !name.startsWith("hostile.")) {
                    found.add(name);
                }
            }
            assertThat(Files.readString(folder.resolve("outside"))).isEqualTo("untouched");
            return found.stream().filter(name -> !name.equals("outside")).toList();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // attack; entries; exit; what is there; what is said
                "parent; f|../outside|x; 1; ; leads out of the folder",
                "parent in the middle; f|a/../../outside|x; 1; ; leads out of the folder",
                "parent of a folder; d|../d|; 1; ; leads out of the folder",
                "absolute; f|/outside|x; 0; top/output/outside; 1 files",
                "absolute, twice; f|//outside|x; 0; top/output/outside; 1 files",
                "backslashes; f|..\\..\\outside|x; 0; top/output/..\\..\\outside; 1 files",
                "link to a file; l|a|../../outside; 1; ; leads out of the folder, to ../../outside",
                "absolute link; l|a|/etc/passwd; 1; ; leads out of the folder, to /etc/passwd",
                "through a link; l|a|.,f|a/b|x; 1; top/output/a -> .; in a, which is a symbolic link",
                "through a link out; l|a|../..,f|a/outside|x; 1; top/output/a/outside; leads out",
                "file over a link; l|a|b,f|a|x; 0; top/output/a; 1 files",
                "link over a file; f|a|x,l|a|b; 0; top/output/a -> b; 1 links",
                "links in turn; l|a|.,l|b|a/../../outside; 1; top/output/a -> .; leads out",
                "folder and link; d|a|,l|a|b,f|a/c|x; 1; top/output/a -> b; which is a symbolic link",
                "file under a file; f|a|x,f|a/b|y; 1; top/output/a; which is a file",
                "same place twice; f|a//b|x,f|a/b|y; 1; top/output/a/b; another entry has its place",
                "escape sequence; f|a\u001b[2Jb|x; 0; top/output/a\u001b[2Jb; 1 files"
            })
    void stayInTheFolder(String attack, String entries, int exit, String there, String said)
            throws Exception {
        for (String format : new String[] {"tar", "zip"}) {
            CommandRun run = get(archive(format, entries.split(",")));
            assertThat(run.exit()).as(attack + ": " + run.err()).isEqualTo(exit);
            assertThat(found()).as(attack).isEqualTo(there == null ? List.of() : List.of(there));
            assertThat(run.err()).as(attack).contains(said);
            assertThat(run.err()).doesNotContain("\u001b");
            deleteOutput();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "link to a file; l|a|../../outside; 1; ; leads out of the folder",
                "absolute link; l|a|/etc/passwd; 1; ; leads out of the folder, to /etc/passwd",
                "links in turn; l|a|.,l|b|a/../../outside; 1; top/output/a -> .; leads out",
                "backslashes; f|..\\..\\outside|x; 0; top/output/..\\..\\outside; 1 files",
                "escape sequence; f|a\u001b[2Jb|x; 0; top/output/a\u001b[2Jb; 1 files",
                "FIFO; p|x|; 1; ; x is not written: a FIFO",
                "device; b|x|; 1; ; x is not written: a block device"
            })
    void stayInTheFolderFromAnImageToo(
            String attack, String entries, int exit, String there, String said) throws Exception {
        CommandRun run = get(image(entries.split(",")));
        assertThat(run.exit()).as(attack + ": " + run.err()).isEqualTo(exit);
        assertThat(found()).as(attack).isEqualTo(there == null ? List.of() : List.of(there));
        assertThat(run.err()).as(attack).contains(said).doesNotContain("\u001b");
    }

    private void deleteOutput() throws IOException {
        if (Files.exists(output)) {
            try (Stream<Path> walk = Files.walk(output)) {
                for (Path path : walk.toList().reversed()) {
                    Files.delete(path);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"p|x|, a FIFO", "c|x|, a character device", "b|x|, a block device"})
    void namesSpecialFilesAndPassesOverThemWhenAsked(String entry, String description)
            throws Exception {
        Path archive = archive("tar", entry, "f|a|x");
        CommandRun run = get(archive);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("x is not written: " + description);
        assertThat(found()).containsExactly("top/output/a");

        CommandRun again = get(archive, "--overwrite", "--skip-special");
        assertThat(again.exit()).isZero();
        assertThat(again.err()).contains("1 left out");
    }

    @Test
    void makesACopyOfAHardLinkAndNoneOfWhatIsNotInTheArchive() throws Exception {
        CommandRun run = get(archive("tar", "f|a|x", "h|b|a", "h|c|../../outside"));
        assertThat(run.exit()).isEqualTo(1);
        assertThat(found()).containsExactly("top/output/a", "top/output/b");
        Files.writeString(output.resolve("a"), "changed");
        assertThat(output.resolve("b")).hasContent("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "zip"})
    void keepsNoSpecialPermissions(String format) throws Exception {
        assertThat(get(archive(format, "f|a|x")).exit()).isZero();
        int mode = (int) Files.getAttribute(output.resolve("a"), "unix:mode");
        assertThat(mode & 07000).isZero();
        assertThat(mode & 0700).isEqualTo(0700);
    }

    @Test
    void writesNothingThroughALinkThatWasThereBefore() throws Exception {
        Files.createDirectories(folder.resolve("elsewhere"));
        Files.createDirectories(output);
        Files.createSymbolicLink(output.resolve("a"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(output.resolve("file"), folder.resolve("outside"));
        Path archive = archive("tar", "f|a/b|x", "f|file|x", "f|c|x");

        CommandRun run = get(archive);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("nothing is written through links", "nothing was written");
        assertThat(output.resolve("c")).doesNotExist();

        CommandRun again = get(archive, "file", "--overwrite");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(output.resolve("file")).isRegularFile().hasContent("x");
        assertThat(Files.isSymbolicLink(output.resolve("file"))).isFalse();
        assertThat(folder.resolve("outside")).hasContent("untouched");
        assertThat(folder.resolve("elsewhere")).isEmptyDirectory();
    }

    @Test
    void replacesNothingUnlessAsked() throws Exception {
        Files.createDirectories(output);
        Files.writeString(output.resolve("b"), "mine");
        Path archive = archive("zip", "f|a|x", "f|b|y");

        CommandRun run = get(archive);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("/b exists; --overwrite replaces it");
        assertThat(output.resolve("a")).doesNotExist();
        assertThat(output.resolve("b")).hasContent("mine");

        assertThat(get(archive, "--overwrite").exit()).isZero();
        assertThat(output.resolve("b")).hasContent("y");
    }

    @Test
    void leavesNoPartOfADamagedFileAndWritesTheOthers() throws Exception {
        Path archive = archive("zip", "f|a|aaaaaaaaaa", "f|b|bbbbbbbbbb");
        byte[] bytes = Files.readAllBytes(archive);
        int at = new String(bytes, ISO_8859_1).indexOf("aaaaa");
        bytes[at + 5]++;
        Files.write(archive, bytes);
        CommandRun run = get(archive);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("a is not written: ");
        assertThat(found()).containsExactly("top/output/b");
    }
}
