package dev.s3logkit.objectlambda.archives;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.archive.browse.ArchiveEntry;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.NoSuchObjectException;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.objectlambda.fixture.PlainBucket;
import dev.s3logkit.objectlambda.fixture.SampleTree;
import dev.s3logkit.objectlambda.fixture.Zips;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenArchivesTest {

    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final S3Uri A = new S3Uri("bucket", "a.zip");

    @TempDir private Path cache;
    private final InMemoryObjectStore store = new InMemoryObjectStore("bucket");
    private final AtomicLong now = new AtomicLong(1);

    private OpenArchives archives(int maxOpen) {
        return new OpenArchives(
                store, new ArchiveSettings(cache, 64 << 20, 4096, maxOpen, FRESH), now::get);
    }

    /// A small file, and so much behind it that its bytes are not at the archive's end.
    private static byte[] zip(String content) throws IOException {
        PlainBucket files = new PlainBucket();
        files.put("a.txt", content);
        files.put("b", SampleTree.random(1_000_000));
        files.put("c", SampleTree.random(2_000_000));
        return Zips.of(files.objects());
    }

    private static String read(OpenArchives archives, S3Uri uri) throws IOException {
        try (Lease lease = archives.lease(uri)) {
            ArchiveEntry file = Objects.requireNonNull(lease.archive().find("a.txt"));
            try (InputStream in = lease.archive().open(file, 0, file.size())) {
                return new String(in.readAllBytes(), UTF_8);
            }
        }
    }

    @Test
    void anArchiveIsOpenedOnceAndItsChunksAreReadOnce() throws Exception {
        store.put(A, zip("one"));
        try (OpenArchives archives = archives(4)) {
            assertThat(read(archives, A)).isEqualTo("one");
            assertThat(store.requests().get()).isEqualTo(2);
            assertThat(read(archives, A)).isEqualTo("one");
            assertThat(store.requests().get()).isEqualTo(2);
            assertThat(store.requests().head()).isZero();
        }
    }

    @Test
    void whetherItWasReplacedIsAskedWhenTheTimeHasCome() throws Exception {
        store.put(A, zip("one"));
        try (OpenArchives archives = archives(4)) {
            read(archives, A);
            store.put(A, zip("two"));
            assertThat(read(archives, A)).as("not asked yet").isEqualTo("one");
            now.addAndGet(FRESH.toNanos());
            assertThat(read(archives, A)).isEqualTo("two");
            assertThat(store.requests().head()).isOne();
            now.addAndGet(FRESH.toNanos());
            store.delete(A);
            assertThatThrownBy(() -> read(archives, A)).isInstanceOf(NoSuchObjectException.class);
        }
    }

    @Test
    void anArchiveThatWasFoundToBeReplacedIsNotUsedAgain() throws Exception {
        store.put(A, zip("one"));
        try (OpenArchives archives = archives(4);
                Lease old = archives.lease(A)) {
            store.put(A, zip("two"));
            archives.replaced(A, old.object().etag());
            assertThat(read(archives, A)).isEqualTo("two");
            archives.replaced(A, old.object().etag());
            read(archives, A);
            assertThat(store.requests().get()).as("opened twice, read twice").isEqualTo(3);
        }
    }

    @Test
    void noMoreStayOpenThanMay() throws Exception {
        List<S3Uri> uris = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            S3Uri uri = new S3Uri("bucket", i + ".zip");
            store.put(uri, zip("content " + i));
            uris.add(uri);
        }
        try (OpenArchives archives = archives(2)) {
            try (Lease held = archives.lease(uris.getFirst())) {
                for (S3Uri uri : uris) {
                    read(archives, uri);
                }
                assertThat(held.archive().find("a.txt")).as("still open").isNotNull();
            }
            long opened = store.requests().get();
            read(archives, uris.getLast());
            assertThat(store.requests().get()).isEqualTo(opened);
            read(archives, uris.getFirst());
            assertThat(store.requests().get())
                    .as("opened again, chunks kept")
                    .isEqualTo(opened + 1);
        }
    }

    @Test
    void anotherProcessReadsTheChunksOfTheFolder() throws Exception {
        store.put(A, zip("one"));
        try (OpenArchives archives = archives(4)) {
            read(archives, A);
        }
        long before = store.requests().get();
        try (OpenArchives archives = archives(4)) {
            assertThat(read(archives, A)).isEqualTo("one");
        }
        assertThat(store.requests().get()).as("only opened").isEqualTo(before + 1);
    }

    @Test
    void aChunkThatIsDamagedIsReadAgain() throws Exception {
        store.put(A, zip("one"));
        try (OpenArchives archives = archives(4)) {
            read(archives, A);
            List<Path> chunks = chunks();
            assertThat(chunks).isNotEmpty();
            for (Path chunk : chunks) {
                byte[] bytes = Files.readAllBytes(chunk);
                bytes[bytes.length / 2] ^= 1;
                Files.write(chunk, bytes);
            }
            long before = store.requests().get();
            assertThat(read(archives, A)).isEqualTo("one");
            assertThat(store.requests().get()).isEqualTo(before + 1);
            assertThat(read(archives, A)).isEqualTo("one");
            assertThat(store.requests().get()).isEqualTo(before + 1);
        }
    }

    private List<Path> chunks() throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(file -> file.toString().endsWith(".chunk")).toList();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenOnlyMakesTheCacheUseless() throws Exception {
        store.put(A, zip("one"));
        Path file = Files.writeString(cache.resolve("file"), "no folder");
        ArchiveSettings settings = new ArchiveSettings(file, 1 << 20, 4096, 4, FRESH);
        try (OpenArchives archives = new OpenArchives(store, settings, now::get)) {
            assertThat(read(archives, A)).isEqualTo("one");
        }
    }

    @Test
    void manyThreadsOpenAnArchiveOnce() throws Exception {
        store.put(A, zip("one"));
        try (OpenArchives archives = archives(4);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> reads = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                reads.add(() -> read(archives, A));
            }
            for (Future<String> read : threads.invokeAll(reads)) {
                assertThat(read.get()).isEqualTo("one");
            }
            assertThat(store.requests().get()).isEqualTo(2);
        }
    }

    @Test
    void aFailureToOpenIsNotRemembered() throws Exception {
        byte[] zip = zip("one");
        byte[] cut = zip.clone();
        Arrays.fill(cut, zip.length - 150, zip.length - 30, (byte) 0);
        store.put(A, cut);
        try (OpenArchives archives = archives(4)) {
            assertThatThrownBy(() -> archives.lease(A)).isInstanceOf(CorruptedInputException.class);
            store.put(A, zip);
            assertThat(read(archives, A)).isEqualTo("one");
        }
    }
}
