package dev.s3logkit.common.archive.squashfs;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.common.io.FileSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every compressor, block size and writer, against what the other tools extract.
class SquashfsOracleTest {

    private static final String[] COMPRESSORS = {"gzip", "lzma", "lzo", "xz", "lz4", "zstd"};
    private static final int[] BLOCK_SIZES = {4 << 10, 128 << 10, 1 << 20};
    private static final String[] WRITERS = {"mksquashfs", "gensquashfs", "tar2sqfs"};

    @TempDir static Path folder;

    static Stream<Arguments> images() {
        List<Arguments> images = new ArrayList<>();
        for (String writer : WRITERS) {
            for (String compressor : COMPRESSORS) {
                for (int blockSize : BLOCK_SIZES) {
                    if (isSlow(compressor, blockSize) && !Boolean.getBoolean("s3logkit.long")) {
                        continue;
                    }
                    images.add(Arguments.of(writer, compressor, blockSize));
                }
            }
        }
        return images.stream();
    }

    /// The writers take seconds to compress these, and reading them differs by nothing but size.
    private static boolean isSlow(String compressor, int blockSize) {
        return blockSize == 1 << 20 && (compressor.equals("lzma") || compressor.equals("xz"));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("images")
    void readsWhatTheOtherToolsExtract(String writer, String compressor, int blockSize)
            throws Exception {
        Tool.assumeInstalled(writer, "unsquashfs", "rdsquashfs");
        Path tree = tree(blockSize);
        String name = writer + "-" + compressor + "-" + blockSize;
        Path file = Tool.pack(writer, tree, folder.resolve(name), compressor, blockSize);
        Path extracted = folder.resolve(name + "-out");
        if (writer.equals("mksquashfs")) {
            String out = extracted.toString();
            Tool.run(folder, "unsquashfs", "-n", "-no-xattrs", "-d", out, file.toString());
        } else {
            Files.createDirectory(extracted);
            String out = extracted.toString();
            Tool.run(folder, "rdsquashfs", "-u", "/", "-p", out, "-q", "-T", "-C", file.toString());
        }
        assertSame(file, extracted, blockSize);
        Tool.run(folder, "rm", "-rf", extracted.toString(), file.toString());
    }

    private static void assertSame(Path file, Path extracted, int blockSize) throws IOException {
        TreeSet<String> expected = new TreeSet<>();
        try (Stream<Path> paths = Files.walk(extracted)) {
            paths.filter(p -> !p.equals(extracted))
                    .forEach(p -> expected.add(extracted.relativize(p).toString()));
        }
        List<String> found = new ArrayList<>();
        try (SquashfsImage image = SquashfsImage.open(FileSource.open(file))) {
            assertThat(image.superblock().blockSize()).isEqualTo(blockSize);
            SquashfsWalk walk = image.walk("");
            SquashfsEntry entry;
            while ((entry = walk.next()) != null) {
                found.add(entry.path());
                assertThat(image.lookup(entry.path())).isEqualTo(entry);
                assertSame(image, entry, extracted.resolve(entry.path()));
            }
        }
        assertThat(found).hasSameElementsAs(expected).hasSameSizeAs(expected);
    }

    private static void assertSame(SquashfsImage image, SquashfsEntry entry, Path path)
            throws IOException {
        SquashfsInode inode = image.inode(entry);
        SquashfsAttributes attributes = inode.attributes();
        long mtime = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).to(SECONDS);
        assertThat(attributes.mtime()).as(entry.path()).isEqualTo(Instant.ofEpochSecond(mtime));
        if (inode instanceof SquashfsInode.SymbolicLink link) {
            assertThat(link.target()).isEqualTo(Files.readSymbolicLink(path).toString());
            return;
        }
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        assertThat(attributes.permissions()).as(entry.path()).isEqualTo(mode & 07777);
        if (inode instanceof SquashfsInode.File content) {
            byte[] bytes = Files.readAllBytes(path);
            assertThat(content.size()).isEqualTo(bytes.length);
            assertReads(image, content, bytes, entry.path());
        } else {
            assertThat(entry.type()).isEqualTo(SquashfsType.DIRECTORY);
            assertThat(Files.isDirectory(path)).isTrue();
        }
    }

    /// Whole, past the cache, and at random places.
    private static void assertReads(
            SquashfsImage image, SquashfsInode.File file, byte[] expected, String path)
            throws IOException {
        try (InputStream in = image.open(file)) {
            assertThat(Arrays.equals(in.readAllBytes(), expected)).as(path).isTrue();
        }
        try (InputStream in = image.openPastCache(file, 0, file.size())) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            in.transferTo(out);
            assertThat(Arrays.equals(out.toByteArray(), expected)).as(path).isTrue();
        }
        Random random = new Random(expected.length);
        for (int i = 0; i < 2 && expected.length > 0; i++) {
            int from = random.nextInt(expected.length);
            int length = random.nextInt(expected.length - from) + 1;
            byte[] wanted = Arrays.copyOfRange(expected, from, from + length);
            byte[] part = new byte[length];
            assertThat(image.read(file, from, part, 0, length)).isEqualTo(length);
            assertThat(Arrays.equals(part, wanted)).as("%s %d %d", path, from, length).isTrue();
            try (InputStream in = image.openPastCache(file, from, length)) {
                assertThat(Arrays.equals(in.readAllBytes(), wanted)).as(path).isTrue();
            }
        }
    }

    private static Path tree(int blockSize) throws IOException {
        Path tree = folder.resolve("tree-" + blockSize);
        if (Files.exists(tree)) {
            return tree;
        }
        int[] sizes = {0, 1, 321, blockSize - 1, blockSize, 2 * blockSize + 17};
        Random random = new Random(blockSize);
        for (int size : sizes) {
            write(tree.resolve("text/" + size), text(random, size));
            write(tree.resolve("zeros/" + size), new byte[size]);
        }
        byte[] noise = new byte[blockSize + 100];
        random.nextBytes(noise);
        write(tree.resolve("noise"), noise);
        byte[] holes = new byte[2 * blockSize + 5];
        holes[blockSize] = 1;
        write(tree.resolve("holes"), holes);
        for (int i = 0; i < 30; i++) {
            write(tree.resolve("small/" + i + "/of many"), text(random, random.nextInt(4000)));
        }
        Files.createDirectories(tree.resolve("empty folder"));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("text/321"));
        Files.createSymbolicLink(tree.resolve("long link"), Path.of("x".repeat(4000)));
        Files.createLink(tree.resolve("zz hard link"), tree.resolve("text/321"));
        Files.setPosixFilePermissions(
                tree.resolve("noise"), PosixFilePermissions.fromString("r---w---x"));
        Files.setAttribute(tree.resolve("holes"), "unix:mode", 04755);
        return tree;
    }

    private static byte[] text(Random random, int size) {
        byte[] text = new byte[size];
        for (int i = 0; i < size; i++) {
            text[i] = (byte) (i % 97 == 0 ? random.nextInt() : ' ' + i % 64);
        }
        return text;
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        long seconds = 1_700_000_000L + content.length;
        Files.setLastModifiedTime(file, FileTime.from(seconds, SECONDS));
    }
}
