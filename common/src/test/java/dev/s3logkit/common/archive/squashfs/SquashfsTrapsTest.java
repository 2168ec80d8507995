package dev.s3logkit.common.archive.squashfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.common.io.FileSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What readers are known to trip on, in images that mksquashfs and tar2sqfs make.
class SquashfsTrapsTest {

    @TempDir Path folder;

    private Path tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectory(folder.resolve("tree"));
    }

    private SquashfsImage make(String... options) throws Exception {
        return SquashfsImage.open(FileSource.open(makeFile(options)));
    }

    private Path makeFile(String... options) throws Exception {
        Path image = folder.resolve("image.sqfs");
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of("mksquashfs", tree.toString(), image.toString(), "-noappend", "-quiet"));
        command.add("-no-progress");
        command.addAll(Arrays.asList(options));
        Tool.run(folder, command.toArray(String[]::new));
        return image;
    }

    private static SquashfsInode.File file(SquashfsImage image, String path) throws IOException {
        return (SquashfsInode.File) image.inode(image.lookup(path));
    }

    private static byte[] content(SquashfsImage image, String path) throws IOException {
        try (InputStream in = image.open(file(image, path))) {
            return in.readAllBytes();
        }
    }

    private static List<String> paths(SquashfsImage image) throws IOException {
        List<String> paths = new ArrayList<>();
        SquashfsWalk walk = image.walk("");
        for (SquashfsEntry e = walk.next(); e != null; e = walk.next()) {
            paths.add(e.path());
            image.inode(e);
        }
        return paths;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-noI",
                "-noD",
                "-noF",
                "-noX",
                "-noId",
                "-noI -noD -noF -noX",
                "-no-fragments",
                "-always-use-fragments",
                "-no-exports",
                "-nopad",
                "-no-xattrs",
                "-comp lz4",
                "-comp lz4 -Xhc",
                "-Xcompression-level 3",
                "-comp xz -Xbcj x86",
                "-comp xz -Xdict-size 8K -b 8192",
                "-comp zstd -Xcompression-level 19",
                "-comp lzo -Xalgorithm lzo1x_1",
                "-comp gzip -Xstrategy huffman_only"
            })
    void blocksAreReadAsTheirHeadersSayWhateverTheFlags(String options) throws Exception {
        Random random = new Random(1);
        byte[] noise = new byte[10_000];
        random.nextBytes(noise);
        byte[] text = "line of text\n".repeat(2000).getBytes(UTF_8);
        Files.write(tree.resolve("noise"), noise);
        Files.write(tree.resolve("text"), text);
        Files.write(tree.resolve("short"), Arrays.copyOf(text, 100));
        String[] all = (options + (options.contains("-b ") ? "" : " -b 4096")).split(" ", -1);
        try (SquashfsImage image = make(all)) {
            assertThat(paths(image)).containsExactly("noise", "short", "text");
            assertThat(content(image, "noise")).isEqualTo(noise);
            assertThat(content(image, "text")).isEqualTo(text);
            assertThat(content(image, "short")).isEqualTo(Arrays.copyOf(text, 100));
            boolean exports = !options.equals("-no-exports");
            assertThat(image.inode(1) != null).isEqualTo(exports);
        }
    }

    @Test
    void anEmptyImageHasNothingButItsRoot() throws Exception {
        try (SquashfsImage image = make()) {
            assertThat(paths(image)).isEmpty();
            assertThat(image.list(image.root(), "").next()).isNull();
            assertThat(image.lookup("x")).isNull();
        }
    }

    @Test
    void zerosOfAnyLengthAreCutAtTheEndOfTheFile() throws Exception {
        sparse("odd", 200_001);
        sparse("even", 262_144);
        sparse("one", 1);
        try (SquashfsImage image = make()) {
            assertThat(content(image, "odd")).isEqualTo(new byte[200_001]);
            assertThat(content(image, "even")).isEqualTo(new byte[262_144]);
            assertThat(content(image, "one")).isEqualTo(new byte[1]);
        }
    }

    /// mksquashfs takes half a minute to see that it is empty.
    @Test
    @EnabledIfSystemProperty(named = "s3logkit.long", matches = "true")
    void aFileOfMoreThan4GiBIsReadAtItsEnd() throws Exception {
        long large = (5L << 30) + 4321;
        sparse("large", large);
        try (SquashfsImage image = make()) {
            assertThat(file(image, "large").size()).isEqualTo(large);
            byte[] end = new byte[10_000];
            assertThat(image.read(file(image, "large"), large - 321, end, 0, 10_000))
                    .isEqualTo(321);
            try (InputStream in = image.open(file(image, "large"), large - 5000, 5000)) {
                assertThat(in.readAllBytes()).isEqualTo(new byte[5000]);
            }
        }
    }

    private void sparse(String name, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(tree.resolve(name).toFile(), "rw")) {
            file.setLength(length);
        }
    }

    @Test
    void idsAreReadFromSeveralBlocks() throws Exception {
        Path pseudo = folder.resolve("pseudo");
        StringBuilder definitions = new StringBuilder();
        for (int i = 0; i < 2600; i++) {
            definitions.append("f%05d d 755 %d %d%n".formatted(i, 100_000 + i, 200_000 + i));
        }
        Files.writeString(pseudo, definitions);
        try (SquashfsImage image = make("-pf", pseudo.toString())) {
            assertThat(image.superblock().ids()).isGreaterThanOrEqualTo(5200);
            for (int i = 0; i < 2600; i += 7) {
                SquashfsAttributes attributes =
                        image.inode(image.lookup("f%05d".formatted(i))).attributes();
                assertThat(attributes.uid()).isEqualTo(100_000 + i);
                assertThat(attributes.gid()).isEqualTo(200_000 + i);
                assertThat(image.inode(attributes.number()).attributes()).isEqualTo(attributes);
            }
        }
    }

    @Test
    void aFolderOfManyNamesIsFoundByItsIndexAndWalkedInOrder() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            names.add("a name that is not short %06d".formatted(i * 2));
        }
        tarball(names);
        for (String writer : new String[] {"tar2sqfs", "mksquashfs"}) {
            try (SquashfsImage image = fromTarball(writer)) {
                assertThat(paths(image)).isEqualTo(names);
                SquashfsInode.Directory root = (SquashfsInode.Directory) image.inode(image.root());
                assertThat(root.indexCount()).isPositive();
                for (int i = 0; i < 6_000; i += 41) {
                    assertThat(image.lookup(names.get(i))).isNotNull();
                    assertThat(image.lookup(names.get(i) + "x")).isNull();
                    String between = "a name that is not short %06d".formatted(i * 2 - 1);
                    assertThat(image.lookup(between)).isNull();
                    assertThat(image.list(image.root(), between).next().path())
                            .isEqualTo(names.get(i));
                    assertThat(image.walk(between).next().path()).isEqualTo(names.get(i));
                }
                assertThat(image.list(image.root(), "b").next()).isNull();
            }
        }
    }

    /// Files without content, each at its own time.
    private void tarball(List<String> names) throws Exception {
        Path list = folder.resolve("names");
        Files.write(list, names);
        Tool.assumeInstalled("python3");
        Tool.run(
                folder,
                "python3",
                "-c",
                """
                import tarfile
                with tarfile.open('names.tar', 'w') as out:
                    for i, name in enumerate(open('names', 'rb').read().splitlines()):
                        entry = tarfile.TarInfo(name.decode('utf-8', 'surrogateescape'))
                        entry.mtime = 1_700_000_000 + i
                        out.addfile(entry)
                """);
    }

    private SquashfsImage fromTarball(String writer) throws Exception {
        Tool.assumeInstalled(writer);
        Path image = folder.resolve(writer + ".sqfs");
        String command =
                writer.equals("tar2sqfs")
                        ? "tar2sqfs -q -f -c zstd \"$1\" <names.tar"
                        : "mksquashfs - \"$1\" -tar -noappend -quiet -no-progress <names.tar";
        Tool.run(folder, "sh", "-c", command, "sh", image.toString());
        return SquashfsImage.open(FileSource.open(image));
    }

    @Test
    void namesAreBytesOfWhateverKind() throws Exception {
        Path list = folder.resolve("names");
        byte[] raw = {'x', (byte) 0xff, '\n', (byte) 0xc3, (byte) 0xa9, '\n', (byte) 0xc3, '\n'};
        Tool.assumeInstalled("python3", "tar2sqfs");
        tarball(List.of("plain"));
        Files.write(list, raw);
        Tool.run(
                folder,
                "python3",
                "-c",
                """
                import tarfile
                with tarfile.open('names.tar', 'w', format=tarfile.GNU_FORMAT) as out:
                    for name in open('names', 'rb').read().splitlines():
                        out.addfile(tarfile.TarInfo(name.decode('utf-8', 'surrogateescape')))
                """);
        try (SquashfsImage image = fromTarball("tar2sqfs")) {
            List<byte[]> found = new ArrayList<>();
            for (String path : paths(image)) {
                assertThat(image.lookup(path).path()).isEqualTo(path);
                found.add(EntryName.toBytes(path));
            }
            assertThat(found)
                    .containsExactly(
                            new byte[] {'x', (byte) 0xff},
                            new byte[] {(byte) 0xc3},
                            new byte[] {(byte) 0xc3, (byte) 0xa9});
        }
    }

    @Test
    void hardLinksAreFoundFarFromTheirInodes() throws Exception {
        Files.writeString(tree.resolve("a"), "content");
        for (int i = 0; i < 700; i++) {
            Files.createFile(tree.resolve("file" + i));
        }
        Files.createLink(tree.resolve("z"), tree.resolve("a"));
        try (SquashfsImage image = make("-b", "4096")) {
            assertThat(image.lookup("z").reference()).isEqualTo(image.lookup("a").reference());
            assertThat(content(image, "z")).asString(UTF_8).isEqualTo("content");
            assertThat(image.inode(image.lookup("z")).attributes().links()).isEqualTo(2);
            assertThat(paths(image)).hasSize(702);
        }
    }

    @Test
    void filesThatShareBlocksAreReadBoth() throws Exception {
        byte[] content = new byte[300_000];
        new Random(5).nextBytes(content);
        Files.write(tree.resolve("one"), content);
        Files.write(tree.resolve("two"), content);
        Files.write(tree.resolve("start"), Arrays.copyOf(content, 131_072));
        try (SquashfsImage image = make()) {
            assertThat(file(image, "one").start()).isEqualTo(file(image, "two").start());
            assertThat(content(image, "one")).isEqualTo(content);
            assertThat(content(image, "two")).isEqualTo(content);
            assertThat(content(image, "start")).isEqualTo(Arrays.copyOf(content, 131_072));
        }
    }

    @Test
    void linkTargetsOfAnyLengthAreRead() throws Exception {
        for (int i = 0; i < 5; i++) {
            Files.createSymbolicLink(
                    tree.resolve("link" + i), Path.of(Character.toString('a' + i).repeat(4000)));
        }
        try (SquashfsImage image = make("-noI")) {
            for (int i = 0; i < 5; i++) {
                assertThat(image.linkTarget(image.lookup("link" + i)))
                        .isEqualTo(Character.toString('a' + i).repeat(4000));
            }
        }
    }

    @Test
    void anImageInAnotherFileIsReadFromItsOffset() throws Exception {
        Files.writeString(tree.resolve("file"), "content");
        Path file = makeFile("-offset", "4096");
        try (SquashfsImage image =
                SquashfsImage.open(FileSource.open(file), 4096, new SquashfsCache(1 << 20))) {
            assertThat(content(image, "file")).asString(UTF_8).isEqualTo("content");
        }
    }

    @Test
    void fragmentsAreReadFromSeveralBlocksOfTheirTable() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 700; i++) {
            byte[] content = new byte[3000];
            random.nextBytes(content);
            content[0] = (byte) i;
            Files.write(tree.resolve("file" + i), content);
        }
        try (SquashfsImage image = make("-b", "4096")) {
            assertThat(image.superblock().fragments()).isGreaterThan(512);
            for (String path : paths(image)) {
                assertThat(content(image, path)).isEqualTo(Files.readAllBytes(tree.resolve(path)));
            }
        }
    }
}
