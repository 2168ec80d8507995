package dev.s3logkit.aggregator.staging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What failed halfway must not become a fragment, even when the next write succeeds.
class FragmentWriterTest {

    private static final byte[] LINE = "a line\n".getBytes(UTF_8);

    @TempDir Path root;
    private final BlockCompressor compressor = new BlockCompressor(FragmentCompression.ZSTD);
    private final FragmentName name =
            FragmentName.create(
                    new Partition(Scope.ALL_BUCKETS, 1_770_000_300, 900, LineKind.RECORDS),
                    1_770_000_000_000L);

    @AfterEach
    void close() {
        compressor.close();
    }

    private FragmentWriter writer(Path folder) {
        return new FragmentWriter(folder, name, compressor, new AtomicLong());
    }

    private static void append(FragmentWriter writer) throws IOException {
        writer.append(0, LINE, 0, LINE.length, 1);
    }

    private static boolean finish(FragmentWriter writer) throws IOException {
        return writer.finish(_ -> new SourceId("logs", "key", "etag"));
    }

    @Test
    void aWriteThatFailedOnceSpoilsTheFragmentAlsoWhenThereIsRoomAgain() throws Exception {
        Path folder = root.resolve("group");
        Files.writeString(folder, "in the way");
        try (FragmentWriter writer = writer(folder)) {
            append(writer);
            assertThatThrownBy(writer::spill).isInstanceOf(IOException.class);
            Files.delete(folder);
            assertThatThrownBy(() -> append(writer)).hasMessageContaining("an earlier write");
            assertThatThrownBy(() -> finish(writer)).hasMessageContaining("an earlier write");
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void aTemporaryFileThatIsGoneIsNotBegunAnew() throws Exception {
        try (FragmentWriter writer = writer(root)) {
            append(writer);
            writer.spill();
            Files.delete(root.resolve(name.fileName() + FragmentName.TEMPORARY));
            append(writer);
            assertThatThrownBy(() -> finish(writer)).isInstanceOf(IOException.class);
        }
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void tellsOfAllMemoryThatSpillingGivesBack() throws Exception {
        try (FragmentWriter writer = writer(root)) {
            int before = writer.held();
            int change = 0;
            for (int i = 0; i < 1_000; i++) {
                change += writer.append(i % 7, LINE, 0, LINE.length, 1);
            }
            assertThat(writer.held()).isEqualTo(before + change);
            assertThat(writer.held() + writer.spill()).isEqualTo(writer.held()).isLessThan(100);
            assertThat(finish(writer)).isTrue();
        }
    }
}
