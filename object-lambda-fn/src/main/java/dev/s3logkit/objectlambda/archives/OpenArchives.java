package dev.s3logkit.objectlambda.archives;

import dev.s3logkit.common.archive.browse.Archive;
import dev.s3logkit.common.archive.browse.Archives;
import dev.s3logkit.common.archive.browse.EdgeBytes;
import dev.s3logkit.common.archive.squashfs.SquashfsCache;
import dev.s3logkit.common.io.ChunkFolder;
import dev.s3logkit.common.io.ChunkedSource;
import dev.s3logkit.common.s3.NoSuchObjectException;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Source;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Archives in S3 that are kept open, bounded in number. One is known by bucket, key, ETag and
/// length: whether the object is still that one is asked from time to time, and every read of it is
/// under `If-Match`, so that bytes of two objects are never mixed. Safe for use by any number of
/// threads.
public final class OpenArchives implements AutoCloseable {

    /// What tells the size of an image's blocks.
    private static final int START = 512;

    private static final int DEFAULT_CHUNK = 128 << 10;

    /// The share of the heap that unpacked blocks take.
    private static final int HEAP_SHARE = 4;

    private static final long MIN_BLOCKS = 8 << 20;
    private static final long MAX_BLOCKS = 512 << 20;

    private final ObjectStore store;
    private final ArchiveSettings settings;
    private final LongSupplier nanoTime;
    private final ChunkFolder chunks;
    private final SquashfsCache blocks;

    /// What was used last comes last.
    private final Map<S3Uri, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

    /// One archive; whoever has the lock opens it or looks whether it was replaced.
    private static final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable OpenArchive opened;
        private long checkedAt;
    }

    /// @param store stays open
    public OpenArchives(ObjectStore store, ArchiveSettings settings) {
        this(store, settings, System::nanoTime);
    }

    OpenArchives(ObjectStore store, ArchiveSettings settings, LongSupplier nanoTime) {
        this.store = store;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.chunks = new ChunkFolder(settings.cacheFolder(), settings.cacheBytes());
        this.blocks =
                new SquashfsCache(
                        Math.clamp(
                                Runtime.getRuntime().maxMemory() / HEAP_SHARE,
                                MIN_BLOCKS,
                                MAX_BLOCKS));
    }

    /// The archive that is in S3 now, or was when that was asked last.
    ///
    /// @throws NoSuchObjectException when there is none
    /// @throws dev.s3logkit.common.FormatException when it is no archive, or damaged
    public Lease lease(S3Uri uri) throws IOException {
        for (; ; ) {
            OpenArchive current = current(slot(uri), uri);
            // It may have been put out between the two, for want of room.
            if (current.use()) {
                return new Lease(current);
            }
        }
    }

    /// Says that a read found another object: the next lease opens that one.
    ///
    /// @param etag of the archive that is no more, without quotes
    public void replaced(S3Uri uri, String etag) {
        Slot slot;
        synchronized (slots) {
            slot = slots.get(uri);
        }
        if (slot == null) {
            return;
        }
        slot.lock.lock();
        try {
            if (slot.opened != null && slot.opened.object().etag().equals(etag)) {
                retire(slot);
            }
        } finally {
            slot.lock.unlock();
        }
    }

    private Slot slot(S3Uri uri) {
        List<Slot> old = new ArrayList<>();
        Slot slot;
        synchronized (slots) {
            slot = slots.computeIfAbsent(uri, _ -> new Slot());
            Iterator<Slot> oldestFirst = slots.values().iterator();
            while (slots.size() > settings.maxOpen()) {
                old.add(oldestFirst.next());
                oldestFirst.remove();
            }
        }
        for (Slot unused : old) {
            unused.lock.lock();
            try {
                retire(unused);
            } finally {
                unused.lock.unlock();
            }
        }
        return slot;
    }

    private OpenArchive current(Slot slot, S3Uri uri) throws IOException {
        slot.lock.lock();
        try {
            OpenArchive opened = slot.opened;
            if (opened != null && !isFresh(slot)) {
                Optional<ObjectInfo> now = store.head(uri);
                if (now.isPresent() && opened.is(now.get())) {
                    slot.checkedAt = nanoTime.getAsLong();
                } else {
                    retire(slot);
                    opened = null;
                }
            }
            if (opened == null) {
                long asked = nanoTime.getAsLong();
                opened = open(uri);
                slot.opened = opened;
                slot.checkedAt = asked;
            }
            return opened;
        } finally {
            slot.lock.unlock();
        }
    }

    private boolean isFresh(Slot slot) {
        Duration age = Duration.ofNanos(nanoTime.getAsLong() - slot.checkedAt);
        return age.compareTo(settings.revalidateAfter()) < 0;
    }

    private static void retire(Slot slot) {
        if (slot.opened != null) {
            slot.opened.release();
            slot.opened = null;
        }
    }

    private OpenArchive open(S3Uri uri) throws IOException {
        EdgeBytes edges = EdgeBytes.of(uri.key());
        S3Source object = S3Source.open(store, uri, edges.head(), edges.tail());
        ChunkedSource chunked = new ChunkedSource(object, chunks, chunkSize(object));
        Archive archive = Archives.open(new CachedSource(object, chunked), blocks);
        return new OpenArchive(archive, object.info());
    }

    /// What was asked for, and at least a block.
    private int chunkSize(S3Source object) throws IOException {
        int start = (int) Math.min(START, object.length());
        int block = object.holds(0, start) ? Archives.blockSize(object.read(0, start)) : 0;
        return Math.max(settings.chunkSize(), block == 0 ? DEFAULT_CHUNK : block);
    }

    /// Closes all archives that nobody uses, and the others when they are given back.
    @Override
    public void close() {
        List<Slot> all;
        synchronized (slots) {
            all = List.copyOf(slots.values());
            slots.clear();
        }
        for (Slot slot : all) {
            slot.lock.lock();
            try {
                retire(slot);
            } finally {
                slot.lock.unlock();
            }
        }
    }
}
