package dev.s3logkit.common.archive.squashfs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Unpacked blocks of any number of images, bounded in bytes; what was not used for longest goes
/// first. Whoever asks for a block that another thread is fetching waits for that one. Images are
/// told apart by the identities of their sources. Safe for use by any number of threads.
public final class SquashfsCache {

    /// Of a key, a slot and an entry of the map, bytes.
    private static final int OVERHEAD = 200;

    private final long capacity;
    private final Map<Key, Slot> slots = new LinkedHashMap<>(256, 0.75f, true);
    private long weight;

    /// @param capacity bytes that are kept, beside what is in use
    public SquashfsCache(long capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("capacity " + capacity);
        }
        this.capacity = capacity;
    }

    /// Bytes that are kept at most.
    public long capacity() {
        return capacity;
    }

    /// Bytes that are kept now.
    public synchronized long weight() {
        return weight;
    }

    /// @param tag tells kinds of values at one position apart
    record Key(String identity, long start, long position, int tag) {}

    interface Value {
        /// Bytes.
        long weight();
    }

    interface Loader<V extends Value> {
        V load() throws IOException;
    }

    /// A value that is there, that someone is fetching, or that its claimer has to fetch and then
    /// to [#complete(Slot, Value)] or [#fail(Slot, Throwable)].
    static final class Slot extends CompletableFuture<Value> {
        private final Key key;
        private long weight;

        private Slot(Key key) {
            this.key = key;
        }
    }

    /// @param mine whether the claimer has to fetch the value
    record Claim(Slot slot, boolean mine) {}

    <V extends Value> V get(Key key, Class<V> type, Loader<V> loader) throws IOException {
        for (; ; ) {
            Claim claim = claim(key);
            if (claim.mine) {
                return load(claim.slot, loader);
            }
            Value value = await(claim.slot);
            if (value != null) {
                return type.cast(value);
            }
        }
    }

    synchronized Claim claim(Key key) {
        Slot slot = slots.get(key);
        if (slot != null) {
            return new Claim(slot, false);
        }
        Slot mine = new Slot(key);
        slots.put(key, mine);
        return new Claim(mine, true);
    }

    void complete(Slot slot, Value value) {
        synchronized (this) {
            slot.weight = value.weight() + OVERHEAD;
            weight += slot.weight;
            evict();
        }
        slot.complete(value);
    }

    /// The next one to claim the key tries again; nothing is remembered of a failure.
    void fail(Slot slot, Throwable failure) {
        synchronized (this) {
            slots.remove(slot.key);
        }
        slot.completeExceptionally(failure);
    }

    /// The value of a slot that another thread claimed, or null when that thread was interrupted
    /// and the key is free again.
    static @Nullable Value await(Slot slot) throws IOException {
        try {
            return slot.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedIOException) {
                return null;
            }
            throw ReadAhead.failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a block");
        }
    }

    private <V extends Value> V load(Slot slot, Loader<V> loader) throws IOException {
        try {
            V value = loader.load();
            complete(slot, value);
            return value;
        } catch (Throwable e) {
            fail(slot, e);
            throw e;
        }
    }

    private void evict() {
        Iterator<Slot> oldestFirst = slots.values().iterator();
        while (weight > capacity && oldestFirst.hasNext()) {
            Slot slot = oldestFirst.next();
            if (slot.weight > 0) {
                weight -= slot.weight;
                oldestFirst.remove();
            }
        }
    }
}
