package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsType.BLOCK_DEVICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.io.BytesSource;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an image holds, on the samples.
class SquashfsImageTest {

    private static final String LINES = "a line of text\n".repeat(7);

    static List<String> compressors() {
        return SampleImages.COMPRESSORS;
    }

    private static List<String> keys(SquashfsImage image, String from) throws IOException {
        List<String> keys = new ArrayList<>();
        SquashfsWalk walk = image.walk(from);
        for (SquashfsEntry entry = walk.next(); entry != null; entry = walk.next()) {
            keys.add(entry.key());
        }
        return keys;
    }

    private static <T extends SquashfsInode> T inode(
            SquashfsImage image, String path, Class<T> type) throws IOException {
        return type.cast(image.inode(image.lookup(path)));
    }

    private static byte[] content(SquashfsImage image, String path) throws IOException {
        try (InputStream in = image.open(inode(image, path, SquashfsInode.File.class))) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @MethodSource("compressors")
    void readsEverythingThatEveryCompressorPacked(String compressor) throws IOException {
        try (SquashfsImage image = SampleImages.open(compressor)) {
            assertThat(image.superblock().compression())
                    .hasToString(compressor.toUpperCase(java.util.Locale.ROOT));
            assertThat(image.superblock().created())
                    .isEqualTo(Instant.ofEpochSecond(1_700_000_000));
            assertThat(keys(image, ""))
                    .containsExactly(
                            "absolute",
                            "blocks",
                            "disk",
                            "empty",
                            "escape",
                            "fifo",
                            "fragment.txt",
                            "hard",
                            "link",
                            "loop",
                            "null",
                            "socket",
                            "sub-a",
                            "sub/",
                            "sub/deep/",
                            "sub/deep/file",
                            "sub/deep/up",
                            "sub0",
                            "void/",
                            "zeros");
            assertThat(content(image, "fragment.txt")).asString(UTF_8).isEqualTo(LINES);
            assertThat(content(image, "hard")).asString(UTF_8).isEqualTo(LINES);
            assertThat(content(image, "empty")).isEmpty();
            assertThat(content(image, "zeros")).isEqualTo(new byte[8192 + 321]);
            StringBuilder blocks = new StringBuilder();
            for (int i = 0; i < 230; i++) {
                blocks.append("%06d a line of a file of several blocks%n".formatted(i));
            }
            assertThat(content(image, "blocks"))
                    .asString(UTF_8)
                    .isEqualTo(blocks.substring(0, 2 * 4096 + 500));
        }
    }

    @Test
    void tellsWhatInodesAre() throws IOException {
        try (SquashfsImage image = SampleImages.open("gzip")) {
            SquashfsInode.Device disk = inode(image, "disk", SquashfsInode.Device.class);
            assertThat(disk.attributes().type()).isEqualTo(BLOCK_DEVICE);
            assertThat(disk.attributes().permissions()).isEqualTo(0640);
            assertThat(disk.major()).isEqualTo(259);
            assertThat(disk.minor()).isEqualTo(65_537);
            SquashfsInode.Device nul = inode(image, "null", SquashfsInode.Device.class);
            assertThat(nul.major()).isEqualTo(1);
            assertThat(nul.minor()).isEqualTo(3);
            assertThat(image.inode(image.lookup("fifo")).attributes().type())
                    .isEqualTo(SquashfsType.FIFO);
            assertThat(image.inode(image.lookup("socket")).attributes().type())
                    .isEqualTo(SquashfsType.SOCKET);
            SquashfsEntry link = image.lookup("link");
            assertThat(image.linkTarget(link)).isEqualTo("fragment.txt");
            assertThat(image.linkTarget(image.lookup("empty"))).isNull();
            assertThat(image.inode(link).size()).isEqualTo(12);
            SquashfsAttributes hard = image.inode(image.lookup("hard")).attributes();
            assertThat(hard).isEqualTo(image.inode(image.lookup("fragment.txt")).attributes());
            assertThat(hard.links()).isEqualTo(2);
            assertThat(hard.mtime()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        }
    }

    @Test
    void readsEveryExtendedTypeWithItsAttributes() throws IOException {
        try (SquashfsImage image = SampleImages.open("extended")) {
            assertThat(keys(image, ""))
                    .containsExactly(
                            "blk",
                            "chr",
                            "dir/",
                            "dir/x/",
                            "dir/x/file",
                            "file",
                            "pipe",
                            "slink",
                            "sock");
            SquashfsWalk walk = image.walk("");
            for (SquashfsEntry e = walk.next(); e != null; e = walk.next()) {
                List<SquashfsXattr> xattrs = image.xattrs(image.inode(e));
                assertThat(xattrs)
                        .extracting(SquashfsXattr::name)
                        .containsExactlyInAnyOrder("trusted.kind", "security.label");
                assertThat(value(xattrs, "trusted.kind")).isEqualTo(e.path());
                assertThat(value(xattrs, "security.label"))
                        .isEqualTo("the same value for all of them, longer than a reference");
            }
            SquashfsAttributes file = image.inode(image.lookup("dir/x/file")).attributes();
            assertThat(file.uid()).isEqualTo(70_000);
            assertThat(file.gid()).isEqualTo(80_000);
            assertThat(image.inode(image.lookup("dir")).attributes().permissions())
                    .isEqualTo(01777);
            SquashfsInode.Device blk = inode(image, "blk", SquashfsInode.Device.class);
            assertThat(blk.major()).isEqualTo(8);
            assertThat(blk.minor()).isEqualTo(300);
            assertThat(content(image, "dir/x/file")).asString(UTF_8).isEqualTo(LINES);
        }
    }

    private static String value(List<SquashfsXattr> xattrs, String name) {
        return xattrs.stream()
                .filter(x -> x.name().equals(name))
                .map(x -> new String(x.value(), UTF_8))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void findsInodesByTheirNumbers() throws IOException {
        try (SquashfsImage image = SampleImages.open("gzip")) {
            SquashfsWalk walk = image.walk("");
            for (SquashfsEntry e = walk.next(); e != null; e = walk.next()) {
                SquashfsInode inode = image.inode(e);
                assertThat(image.inode(inode.attributes().number())).isEqualTo(inode);
            }
            assertThatThrownBy(() -> image.inode(0)).hasMessageContaining("export table");
            assertThatThrownBy(() -> image.inode(1000)).hasMessageContaining("export table");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/sub",
                "sub/",
                "sub//deep",
                ".",
                "..",
                "sub/..",
                "sub/./deep",
                "nothing",
                "sub/nothing",
                "empty/x",
                "link/x",
                "su",
                "sub\0"
            })
    void findsNothingAtWhatIsNoPath(String path) throws IOException {
        try (SquashfsImage image = SampleImages.open("gzip")) {
            assertThat(image.lookup(path)).isNull();
        }
    }

    @Test
    void listsAFolderFromAnyName() throws IOException {
        try (SquashfsImage image = SampleImages.open("gzip")) {
            List<String> names = names(image, image.root(), "");
            assertThat(names).hasSize(17).startsWith("absolute").endsWith("zeros");
            for (String name : names) {
                int at = names.indexOf(name);
                List<String> rest = names.subList(at, names.size());
                assertThat(names(image, image.root(), name)).isEqualTo(rest);
                List<String> behind = names.subList(at + 1, names.size());
                assertThat(names(image, image.root(), name + "\0")).isEqualTo(behind);
            }
            SquashfsEntry deep = image.lookup("sub/deep");
            assertThat(names(image, deep, "")).containsExactly("file", "up");
            assertThat(image.list(deep, "").next().path()).isEqualTo("sub/deep/file");
            assertThat(names(image, image.lookup("void"), "")).isEmpty();
        }
    }

    private static List<String> names(SquashfsImage image, SquashfsEntry folder, String from)
            throws IOException {
        List<String> names = new ArrayList<>();
        SquashfsListing listing = image.list(folder, from);
        for (SquashfsEntry e = listing.next(); e != null; e = listing.next()) {
            names.add(e.name());
        }
        return names;
    }

    @Test
    void walksFromAnyKey() throws IOException {
        try (SquashfsImage image = SampleImages.open("gzip")) {
            List<String> keys = keys(image, "");
            for (int i = 0; i < keys.size(); i++) {
                String key = keys.get(i);
                assertThat(keys(image, key)).isEqualTo(keys.subList(i, keys.size()));
                assertThat(keys(image, key + "\0")).isEqualTo(keys.subList(i + 1, keys.size()));
            }
            assertThat(keys(image, "\uffff")).isEmpty();
        }
    }

    @Test
    void walksPastFoldersThatAreNotWanted() throws IOException {
        try (SquashfsImage image = SampleImages.open("gzip")) {
            List<String> keys = new ArrayList<>();
            SquashfsWalk walk = image.walk("sub");
            for (SquashfsEntry e = walk.next(); e != null; e = walk.next()) {
                keys.add(e.key());
                walk.skipFolder();
            }
            assertThat(keys).containsExactly("sub-a", "sub/", "sub0", "void/", "zeros");
        }
    }

    @Test
    void followsLinksInsideOfTheImageOnly() throws IOException {
        try (SquashfsImage image = SampleImages.open("gzip")) {
            assertThat(image.resolve("link")).isEqualTo(image.lookup("fragment.txt"));
            assertThat(image.resolve("sub/deep/up")).isEqualTo(image.lookup("fragment.txt"));
            assertThat(image.resolve("sub/deep/file")).isEqualTo(image.lookup("sub/deep/file"));
            assertThat(image.resolve("")).isEqualTo(image.root());
            assertThat(image.resolve("nothing")).isNull();
            assertThat(image.resolve("link/x")).isNull();
            assertThat(image.resolve("sub/../link")).isNull();
            assertThat(image.resolve("sub//deep")).isNull();
            assertThatThrownBy(() -> image.resolve("loop"))
                    .isInstanceOf(java.nio.file.FileSystemLoopException.class);
            assertThatThrownBy(() -> image.resolve("escape"))
                    .isInstanceOf(java.nio.file.AccessDeniedException.class)
                    .hasMessageContaining("above the root");
            assertThatThrownBy(() -> image.resolve("absolute"))
                    .isInstanceOf(java.nio.file.AccessDeniedException.class)
                    .hasMessageContaining("absolute");
        }
    }

    @Test
    void readsAtAnyOffsetAndNoFurtherThanTheEnd() throws IOException {
        try (SquashfsImage image = SampleImages.open("zstd")) {
            byte[] whole = content(image, "blocks");
            SquashfsInode.File file = inode(image, "blocks", SquashfsInode.File.class);
            byte[] part = new byte[whole.length + 10];
            for (int offset = 0; offset <= whole.length; offset += 499) {
                int n = image.read(file, offset, part, 5, whole.length);
                assertThat(n).isEqualTo(whole.length - offset);
                assertThat(Arrays.copyOfRange(part, 5, 5 + n))
                        .isEqualTo(Arrays.copyOfRange(whole, offset, whole.length));
                try (InputStream in = image.open(file, offset, whole.length - offset)) {
                    assertThat(in.skip(3)).isEqualTo(Math.min(3, whole.length - offset));
                    assertThat(in.readAllBytes())
                            .isEqualTo(
                                    Arrays.copyOfRange(
                                            whole,
                                            Math.min(offset + 3, whole.length),
                                            whole.length));
                }
                try (InputStream in = image.openPastCache(file, offset, whole.length - offset)) {
                    assertThat(in.skip(4099)).isEqualTo(Math.min(4099, whole.length - offset));
                    assertThat(in.readAllBytes())
                            .isEqualTo(
                                    Arrays.copyOfRange(
                                            whole,
                                            Math.min(offset + 4099, whole.length),
                                            whole.length));
                }
            }
            assertThat(image.read(file, whole.length, part, 0, 1)).isZero();
            assertThat(image.read(file, Long.MAX_VALUE, part, 0, 1)).isZero();
            assertThatThrownBy(() -> image.open(file, 0, whole.length + 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> image.read(file, -1, part, 0, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void readsAnImageAnywhereInItsSourceWithWhateverBehindIt() throws IOException {
        byte[] image = SampleImages.bytes("lz4");
        byte[] larger = new byte[image.length + 5000];
        Arrays.fill(larger, (byte) 'x');
        System.arraycopy(image, 0, larger, 4097, image.length);
        BytesSource source = new BytesSource("app", larger);
        try (SquashfsImage inside = SquashfsImage.open(source, 4097, new SquashfsCache(1 << 20))) {
            assertThat(keys(inside, "")).hasSize(20);
            assertThat(content(inside, "hard")).asString(UTF_8).isEqualTo(LINES);
        }
        assertThatThrownBy(() -> SquashfsImage.open(source)).hasMessageContaining("hsqs");
    }

    @Test
    void readsTheSameWithNoCacheAtAll() throws IOException {
        BytesSource source = new BytesSource("image", SampleImages.bytes("xz"));
        try (SquashfsImage image = SquashfsImage.open(source, 0, new SquashfsCache(0))) {
            assertThat(keys(image, "")).hasSize(20);
            assertThat(content(image, "blocks")).hasSize(2 * 4096 + 500);
            assertThat(content(image, "hard")).asString(UTF_8).isEqualTo(LINES);
        }
    }

    @Test
    void readsFilesAndPositionsBeyond4GiB() throws IOException {
        long size = (5L << 30) + 321;
        ImageBuilder builder = new ImageBuilder();
        builder.data.bytes("x".repeat(4096).getBytes(UTF_8));
        long reference = builder.nextReference();
        builder.inode(9).u64(96).u64(size).u64(size - 4096).u32(1).u32(-1).u32(0).u32(-1);
        long blocks = size / 4096 + 1;
        for (long i = 0; i < blocks; i++) {
            builder.inodes.u32(i == blocks - 2 ? 4096 | (1 << 24) : 0);
        }
        byte[] bytes = builder.end(builder.folder(new ImageBuilder.Entry("large", 2, reference)));
        try (SquashfsImage image = SampleImages.open(bytes)) {
            SquashfsInode.File file = inode(image, "large", SquashfsInode.File.class);
            assertThat(file.size()).isEqualTo(size);
            byte[] end = new byte[5000];
            assertThat(image.read(file, size - 321 - 4096, end, 0, 5000)).isEqualTo(4096 + 321);
            assertThat(new String(end, UTF_8)).isEqualTo("x".repeat(4096) + "\0".repeat(904));
            try (InputStream in = image.openPastCache(file, 0, size)) {
                assertThat(in.skip(size - 322)).isEqualTo(size - 322);
                assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOf("x".getBytes(UTF_8), 322));
            }
        }
    }
}
