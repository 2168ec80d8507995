package dev.s3logkit.local.s3.store;

import dev.s3logkit.local.s3.store.StoreException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All buckets. Not there yet: versions, tags, lifecycle.
public final class EmbeddedStore {

    /// Larger bodies go to files even when objects are held in memory.
    private static final int MEMORY_LIMIT_BYTES = 1 << 20;

    private final ConcurrentNavigableMap<String, Bucket> buckets = new ConcurrentSkipListMap<>();
    private final AtomicLong sequencer = new AtomicLong();
    private final ObjectChange.Listener listener;
    private final Spool spool;
    private final @Nullable Path bucketsFolder;

    private EmbeddedStore(
            Spool spool, @Nullable Path bucketsFolder, ObjectChange.Listener listener) {
        this.spool = spool;
        this.bucketsFolder = bucketsFolder;
        this.listener = listener;
    }

    /// A store that ends with the process.
    ///
    /// @param spoolFolder for bodies that are too large for memory; emptied first
    public static EmbeddedStore inMemory(Path spoolFolder, ObjectChange.Listener listener)
            throws IOException {
        return new EmbeddedStore(
                new Spool(emptied(spoolFolder), MEMORY_LIMIT_BYTES), null, listener);
    }

    /// A store that finds its objects again. One process at a time may use a folder.
    ///
    /// @throws IOException also when the folder holds what no store wrote
    public static EmbeddedStore inFolder(Path folder, ObjectChange.Listener listener)
            throws IOException {
        Path buckets = Files.createDirectories(folder.resolve("buckets"));
        Spool spool = new Spool(emptied(folder.resolve("incoming")), 0);
        EmbeddedStore store = new EmbeddedStore(spool, buckets, listener);
        List<Path> found;
        try (Stream<Path> children = Files.list(buckets)) {
            found = children.filter(Files::isDirectory).toList();
        }
        for (Path child : found) {
            Bucket bucket = store.open(child.getFileName().toString());
            store.buckets.put(bucket.name(), bucket);
            store.sequencer.accumulateAndGet(bucket.lastSequencer(), Math::max);
        }
        return store;
    }

    /// Receives the bodies of objects and parts.
    public Spool spool() {
        return spool;
    }

    /// Adds a bucket.
    ///
    /// @throws StoreException when there is one already
    public synchronized Bucket createBucket(String name) throws IOException {
        if (buckets.containsKey(name)) {
            throw new StoreException(Code.BUCKET_EXISTS, "You own the bucket " + name + ".");
        }
        Bucket bucket = open(name);
        buckets.put(name, bucket);
        return bucket;
    }

    /// The bucket of this name.
    ///
    /// @throws StoreException when there is none
    public Bucket bucket(String name) {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw new StoreException(Code.NO_SUCH_BUCKET, "The specified bucket does not exist");
        }
        return bucket;
    }

    public boolean hasBucket(String name) {
        return buckets.containsKey(name);
    }

    /// All buckets by name.
    public List<Bucket> buckets() {
        return List.copyOf(buckets.values());
    }

    /// Removes a bucket; nothing happens when there is none.
    ///
    /// @throws StoreException when it holds an object or an upload
    public synchronized void deleteBucket(String name) throws IOException {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            return;
        }
        if (!bucket.isEmpty()) {
            throw new StoreException(
                    Code.BUCKET_NOT_EMPTY, "The bucket you tried to delete is not empty");
        }
        buckets.remove(name);
        if (bucketsFolder != null) {
            deleteTree(bucketsFolder.resolve(name));
        }
    }

    private Bucket open(String name) throws IOException {
        ObjectFiles files = null;
        Instant created = Instant.now();
        if (bucketsFolder != null) {
            Path folder = Files.createDirectories(bucketsFolder.resolve(name));
            created =
                    Files.readAttributes(folder, BasicFileAttributes.class)
                            .creationTime()
                            .toInstant();
            files = new ObjectFiles(folder);
        }
        return new Bucket(name, created, this::nextSequencer, listener, spool, files);
    }

    /// Grows with the clock, so that it grows over restarts too.
    private long nextSequencer() {
        long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        return sequencer.updateAndGet(last -> Math.max(last + 1, now));
    }

    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            deleteTree(folder);
        }
        return Files.createDirectories(folder);
    }

    private static void deleteTree(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
