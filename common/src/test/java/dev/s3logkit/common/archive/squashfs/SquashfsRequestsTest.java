package dev.s3logkit.common.archive.squashfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.common.io.BytesSource;
import dev.s3logkit.common.io.CountingSource;
import dev.s3logkit.common.io.CountingSource.Range;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many ranges are read for what.
class SquashfsRequestsTest {

    private static final int SMALL = 10_000;
    private static final int BLOCK = 128 << 10;

    @TempDir static Path folder;

    private static byte[] bytes;
    private static byte[] noise;

    @BeforeAll
    static void makeImage() throws Exception {
        Tool.assumeInstalled("mksquashfs");
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Path small = Files.createDirectory(tree.resolve("small"));
        for (int i = 0; i < SMALL; i++) {
            Files.writeString(small.resolve("file%05d".formatted(i)), "content of " + i);
        }
        noise = new byte[10 * BLOCK + 1000];
        new Random(1).nextBytes(noise);
        Files.write(tree.resolve("noise"), noise);
        Path image = folder.resolve("image");
        Tool.run(
                folder,
                "mksquashfs",
                "tree",
                "image",
                "-comp",
                "zstd",
                "-always-use-fragments",
                "-noappend",
                "-quiet",
                "-no-progress");
        bytes = Files.readAllBytes(image);
    }

    private static CountingSource source() {
        return new CountingSource(new BytesSource("image", bytes));
    }

    private static SquashfsInode.File file(SquashfsImage image, String path) throws IOException {
        return (SquashfsInode.File) image.inode(image.lookup(path));
    }

    private static byte[] content(SquashfsImage image, String path) throws IOException {
        try (InputStream in = image.open(file(image, path))) {
            return in.readAllBytes();
        }
    }

    @Test
    void openingReadsTheSuperblockAndTheTailAndThenOneFileItsFragment() throws IOException {
        CountingSource source = source();
        try (SquashfsImage image = SquashfsImage.open(source)) {
            SquashfsSuperblock superblock = image.superblock();
            long tail = superblock.inodeTable();
            assertThat(source.ranges())
                    .containsExactly(
                            new Range(0, 106), new Range(tail, superblock.bytesUsed() - tail));
            source.forget();
            assertThat(content(image, "small/file01234"))
                    .isEqualTo("content of 1234".getBytes(StandardCharsets.UTF_8));
            assertThat(source.ranges()).hasSize(1);
            // Exactly a fragment, which lies before the tables.
            assertThat(source.ranges().getFirst().length()).isLessThanOrEqualTo(BLOCK);
            source.forget();
            content(image, "small/file01235");
            assertThat(source.ranges()).isEmpty();
        }
    }

    @Test
    void listingAndStatingReadNothingMore() throws IOException {
        CountingSource source = source();
        try (SquashfsImage image = SquashfsImage.open(source)) {
            source.forget();
            SquashfsListing listing = image.list(image.lookup("small"), "");
            int count = 0;
            for (SquashfsEntry e = listing.next(); e != null; e = listing.next()) {
                assertThat(image.inode(e).size()).isPositive();
                count++;
            }
            assertThat(count).isEqualTo(SMALL);
            assertThat(source.ranges()).isEmpty();
        }
    }

    @Test
    void theBlocksOfAFileAreOneRangeAndItsFragmentAnother() throws IOException {
        CountingSource source = source();
        try (SquashfsImage image = SquashfsImage.open(source)) {
            source.forget();
            SquashfsInode.File file = file(image, "noise");
            byte[] into = new byte[noise.length];
            assertThat(image.read(file, 0, into, 0, into.length)).isEqualTo(noise.length);
            assertThat(into).isEqualTo(noise);
            assertThat(source.ranges()).hasSize(2).contains(new Range(file.start(), 10L * BLOCK));
            source.forget();
            assertThat(content(image, "noise")).isEqualTo(noise);
            assertThat(source.ranges()).isEmpty();
        }
    }

    @Test
    void aPartOfAFileReadsTheBlocksThatItIsIn() throws IOException {
        CountingSource source = source();
        try (SquashfsImage image = SquashfsImage.open(source)) {
            SquashfsInode.File file = file(image, "noise");
            source.forget();
            byte[] into = new byte[10];
            image.read(file, 5L * BLOCK - 5, into, 0, 10);
            assertThat(source.ranges())
                    .containsExactly(new Range(file.start() + 4L * BLOCK, 2L * BLOCK));
            source.forget();
            image.read(file, 4L * BLOCK, new byte[3 * BLOCK], 0, 3 * BLOCK);
            assertThat(source.ranges())
                    .containsExactly(new Range(file.start() + 6L * BLOCK, BLOCK));
        }
    }

    @Test
    void aLongRangeIsReadAheadInWindowsAndLeavesTheCacheAsItIs() throws IOException {
        CountingSource source = source();
        SquashfsCache cache = new SquashfsCache(1 << 20);
        try (SquashfsImage image = SquashfsImage.open(source, 0, cache)) {
            SquashfsInode.File file = file(image, "noise");
            image.read(file, 0, new byte[1], 0, 1);
            long before = cache.weight();
            source.forget();
            try (InputStream in = image.open(file, 0, 10L * BLOCK)) {
                in.skipNBytes(1);
                assertThat(in.readAllBytes()).hasSize(10 * BLOCK - 1);
            }
            assertThat(source.ranges()).containsExactly(new Range(file.start(), 10L * BLOCK));
            assertThat(cache.weight()).isLessThan(before + 1000);
        }
    }

    @Test
    void imagesOfOneSourceShareTheirCache() throws IOException {
        CountingSource source = source();
        SquashfsCache cache = new SquashfsCache(16 << 20);
        try (SquashfsImage first = SquashfsImage.open(source, 0, cache);
                SquashfsImage second = SquashfsImage.open(source, 0, cache)) {
            content(first, "noise");
            source.forget();
            assertThat(content(second, "noise")).isEqualTo(noise);
            assertThat(source.ranges()).isEmpty();
        }
    }

    @Test
    void manyReadersOfTheSameBlocksReadThemOnce() throws Exception {
        CountingSource source = source();
        try (SquashfsImage image = SquashfsImage.open(source);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SquashfsInode.File file = file(image, "noise");
            source.forget();
            List<Callable<byte[]>> readers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                readers.add(
                        () -> {
                            byte[] into = new byte[noise.length];
                            image.read(file, 0, into, 0, into.length);
                            return into;
                        });
            }
            for (Future<byte[]> read : threads.invokeAll(readers)) {
                assertThat(read.get()).isEqualTo(noise);
            }
            assertThat(source.bytes()).isLessThanOrEqualTo(10L * BLOCK + BLOCK);
        }
    }

    /// Random bytes instead of content make the tables of many files long.
    @Test
    void longTablesAreReadInChunksWhenTheyAreAskedFor() throws IOException {
        ImageBuilder builder = new ImageBuilder();
        List<ImageBuilder.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            String name = "%06d".formatted(i) + "n".repeat(120);
            entries.add(new ImageBuilder.Entry(name, 2, builder.file(new byte[0])));
        }
        byte[] large = builder.end(builder.folder(entries));
        assertThat(large.length).isGreaterThan(8 << 20);
        CountingSource source = new CountingSource(new BytesSource("large", large));
        try (SquashfsImage image = SquashfsImage.open(source)) {
            assertThat(source.bytes()).isEqualTo(106);
            SquashfsListing listing = image.list(image.root(), "");
            for (int i = 0; i < 100; i++) {
                SquashfsEntry entry = listing.next();
                assertThat(entry.path()).startsWith("%06d".formatted(i));
                assertThat(image.inode(entry).size()).isZero();
            }
            assertThat(source.ranges()).hasSizeLessThan(6);
            int count = 100;
            while (listing.next() != null) {
                count++;
            }
            assertThat(count).isEqualTo(60_000);
            assertThat(source.bytes()).isLessThan(large.length + (256L << 10));
        }
    }
}
