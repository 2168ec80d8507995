package dev.s3logkit.common.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkedSourceTest {

    private static final int CHUNK = 4096;
    private static final byte[] CONTENT = new byte[10 * CHUNK + 123];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    @TempDir Path folder;

    private final BytesSource bytes = new BytesSource("object", CONTENT);
    private final CountingSource counted = new CountingSource(bytes);

    private ChunkedSource source(long maxBytes) {
        return new ChunkedSource(counted, new ChunkFolder(folder, maxBytes), CHUNK);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private long sizeOfFiles() throws IOException {
        long size = 0;
        for (Path file : files()) {
            size += Files.size(file);
        }
        return size;
    }

    @Test
    void readsTheSameAsTheSourceAndAsksOnlyOnce() throws IOException {
        Random random = new Random(2);
        try (ChunkedSource source = source(1 << 20)) {
            for (int i = 0; i < 200; i++) {
                int from = random.nextInt(CONTENT.length);
                int length = random.nextInt(CONTENT.length - from + 1);
                byte[] expected = Arrays.copyOfRange(CONTENT, from, from + length);
                assertThat(source.read(from, length)).isEqualTo(expected);
                try (InputStream in = source.open(from, length)) {
                    assertThat(in.readAllBytes()).isEqualTo(expected);
                }
            }
            assertThat(counted.bytes()).isEqualTo(CONTENT.length);
            counted.forget();
        }
        try (ChunkedSource later = source(1 << 20)) {
            assertThat(later.read(0, CONTENT.length)).isEqualTo(CONTENT);
            assertThat(counted.ranges()).isEmpty();
            assertThat(later.identity()).isEqualTo(bytes.identity());
            assertThat(later.name()).isEqualTo("object");
            assertThatThrownBy(() -> later.read(CONTENT.length, 1))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void chunksThatAreMissingAndLieTogetherAreOneRequest() throws IOException {
        try (ChunkedSource source = source(1 << 20)) {
            source.read(4 * CHUNK, 1);
            assertThat(counted.ranges())
                    .containsExactly(new CountingSource.Range(4 * CHUNK, CHUNK));
            counted.forget();
            source.read(CHUNK + 1, 6 * CHUNK);
            assertThat(counted.ranges())
                    .containsExactly(
                            new CountingSource.Range(CHUNK, 3 * CHUNK),
                            new CountingSource.Range(5 * CHUNK, 3 * CHUNK));
        }
    }

    @Test
    void aChunkThatIsDamagedInAnyByteIsReadAgain() throws IOException {
        try (ChunkedSource source = source(1 << 20)) {
            source.read(0, 100);
            Path file = files().getFirst();
            byte[] stored = Files.readAllBytes(file);
            for (int i = 0; i < stored.length; i += i < 20 ? 1 : 97) {
                byte[] damaged = stored.clone();
                damaged[i] ^= 1;
                Files.write(file, damaged);
                counted.forget();
                assertThat(source.read(0, 100)).isEqualTo(Arrays.copyOf(CONTENT, 100));
                assertThat(counted.ranges()).hasSize(1);
                assertThat(Files.readAllBytes(file)).isEqualTo(stored);
            }
            for (int length = 0; length < stored.length; length += 61) {
                Files.write(file, Arrays.copyOf(stored, length));
                counted.forget();
                assertThat(source.read(0, 100)).isEqualTo(Arrays.copyOf(CONTENT, 100));
                assertThat(counted.ranges()).hasSize(1);
            }
        }
    }

    @Test
    void anotherObjectChunkSizeOrLengthIsAnotherChunk() throws IOException {
        byte[] other = new byte[CONTENT.length];
        try (ChunkedSource source = source(1 << 20);
                ChunkedSource second =
                        new ChunkedSource(
                                new BytesSource("object", other),
                                new ChunkFolder(folder, 1 << 20),
                                CHUNK);
                ChunkedSource larger =
                        new ChunkedSource(bytes, new ChunkFolder(folder, 1 << 20), 2 * CHUNK)) {
            assertThat(source.read(0, 10)).isEqualTo(Arrays.copyOf(CONTENT, 10));
            assertThat(second.read(0, 10)).isEqualTo(new byte[10]);
            assertThat(larger.read(0, 10)).isEqualTo(Arrays.copyOf(CONTENT, 10));
            assertThat(files()).hasSize(3);
        }
    }

    @Test
    void theFolderStaysBelowItsBoundAndKeepsWhatWasUsedLast() throws IOException {
        byte[] large = new byte[1000 * CHUNK];
        new Random(4).nextBytes(large);
        long bound = 16L * 20 * CHUNK;
        BytesSource all = new BytesSource("large", large);
        try (ChunkedSource source = new ChunkedSource(all, new ChunkFolder(folder, bound), CHUNK)) {
            for (int i = 0; i < 1000; i++) {
                source.read((long) i * CHUNK, 1);
            }
        }
        assertThat(sizeOfFiles()).isBetween(bound / 2, bound * 17 / 16);
        // Older than all others, and so the first ones to go.
        List<Path> old = files().subList(0, 10);
        for (Path file : old) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        }
        Path left = Files.write(old.getFirst().resolveSibling("x.tmp"), new byte[10]);
        Files.setLastModifiedTime(left, FileTime.from(Instant.EPOCH));
        BytesSource more = new BytesSource("more", large);
        try (ChunkedSource source =
                new ChunkedSource(more, new ChunkFolder(folder, bound), CHUNK)) {
            source.read(0, 300 * CHUNK);
        }
        assertThat(old).noneMatch(Files::exists);
        assertThat(left).doesNotExist();
        assertThat(sizeOfFiles()).isLessThan(bound * 17 / 16);
    }

    @Test
    void aFolderThatCannotBeWrittenOnlyCostsRequests() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[1]);
        try (ChunkedSource source =
                new ChunkedSource(counted, new ChunkFolder(file.resolve("sub"), 1000), CHUNK)) {
            assertThat(source.read(10, 100)).isEqualTo(Arrays.copyOfRange(CONTENT, 10, 110));
            assertThat(source.read(10, 100)).isEqualTo(Arrays.copyOfRange(CONTENT, 10, 110));
            assertThat(counted.ranges()).hasSize(2);
        }
    }

    @Test
    void chunksAreAPowerOfTwo() {
        for (int size : new int[] {0, 4095, 5000, 32 << 20, -4096}) {
            assertThatThrownBy(() -> new ChunkedSource(bytes, new ChunkFolder(folder, 1), size))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
