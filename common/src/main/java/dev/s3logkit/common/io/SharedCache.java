package dev.s3logkit.common.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Values that are costly to get, bounded in bytes; what was not used for longest goes first.
/// Whoever asks for a value that another thread is getting waits for that one. Nothing is
/// remembered of a failure. Safe for use by any number of threads.
public final class SharedCache<K, V> {

    /// Of a key, a slot and an entry of the map, bytes.
    private static final int OVERHEAD = 200;

    private final long capacity;
    private final ToLongFunction<V> weigher;
    private final Map<K, Slot<K, V>> slots = new LinkedHashMap<>(256, 0.75f, true);
    private long weight;

    /// Gets a value.
    public interface Loader<V> {
        /// The value, which is never null.
        V load() throws IOException;
    }

    /// Gets values of neighbouring keys at once.
    public interface GroupLoader<V> {
        /// The values of the keys from index `from` to before `to`, in this order.
        List<V> load(int from, int to) throws IOException;
    }

    /// A value that is there, or that some thread is getting.
    private static final class Slot<K, V> extends CompletableFuture<V> {
        private final K key;
        private long weight;

        private Slot(K key) {
            this.key = key;
        }
    }

    /// @param mine whether the claimer has to complete or to fail the slot
    private record Claim<K, V>(Slot<K, V> slot, boolean mine) {}

    /// @param capacity bytes that are kept, beside what is in use; with 0 threads only share what
    ///   they are getting
    /// @param weigher the bytes of a value
    public SharedCache(long capacity, ToLongFunction<V> weigher) {
        if (capacity < 0) {
            throw new IllegalArgumentException("capacity " + capacity);
        }
        this.capacity = capacity;
        this.weigher = weigher;
    }

    /// Bytes that are kept at most.
    public long capacity() {
        return capacity;
    }

    /// Bytes that are kept now.
    public synchronized long weight() {
        return weight;
    }

    /// The value of a key, by the loader when it is not there.
    public V get(K key, Loader<? extends V> loader) throws IOException {
        for (; ; ) {
            Claim<K, V> claim = claim(key);
            if (claim.mine) {
                return load(claim.slot, loader);
            }
            V value = await(claim.slot);
            if (value != null) {
                return value;
            }
        }
    }

    /// The values of some keys, in their order. What is not there is got by one call of the loader,
    /// from the first one that is missing to the last.
    public List<V> getAll(List<K> keys, GroupLoader<V> loader) throws IOException {
        List<Claim<K, V>> claims = new ArrayList<>(keys.size());
        try {
            for (K key : keys) {
                claims.add(claim(key));
            }
            load(claims, loader);
        } catch (Throwable e) {
            for (Claim<K, V> claim : claims) {
                if (claim.mine && !claim.slot.isDone()) {
                    fail(claim.slot, e);
                }
            }
            throw e;
        }
        // Only now, so that two threads never wait for each other.
        List<V> values = new ArrayList<>(keys.size());
        for (int i = 0; i < claims.size(); i++) {
            int at = i;
            V value = await(claims.get(i).slot);
            values.add(
                    value == null
                            ? get(keys.get(i), () -> loader.load(at, at + 1).getFirst())
                            : value);
        }
        return values;
    }

    private void load(List<Claim<K, V>> claims, GroupLoader<V> loader) throws IOException {
        int from = 0;
        int to = claims.size();
        while (from < to && !claims.get(from).mine) {
            from++;
        }
        while (from < to && !claims.get(to - 1).mine) {
            to--;
        }
        if (from == to) {
            return;
        }
        List<V> loaded = loader.load(from, to);
        for (int i = from; i < to; i++) {
            if (claims.get(i).mine) {
                complete(claims.get(i).slot, loaded.get(i - from));
            }
        }
    }

    private synchronized Claim<K, V> claim(K key) {
        Slot<K, V> slot = slots.get(key);
        if (slot != null) {
            return new Claim<>(slot, false);
        }
        Slot<K, V> mine = new Slot<>(key);
        slots.put(key, mine);
        return new Claim<>(mine, true);
    }

    private void complete(Slot<K, V> slot, V value) {
        synchronized (this) {
            slot.weight = weigher.applyAsLong(value) + OVERHEAD;
            weight += slot.weight;
            evict();
        }
        slot.complete(value);
    }

    /// Passes a failure on to those who wait; the next one to claim the key tries again.
    private void fail(Slot<K, V> slot, Throwable failure) {
        synchronized (this) {
            slots.remove(slot.key);
        }
        slot.completeExceptionally(failure);
    }

    /// The value of a slot, or null when the thread that was getting it was interrupted: then the
    /// key is free again.
    private @Nullable V await(Slot<K, V> slot) throws IOException {
        try {
            return slot.get();
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case InterruptedIOException _ -> null;
                case IOException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another thread was reading");
        }
    }

    private V load(Slot<K, V> slot, Loader<? extends V> loader) throws IOException {
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
        Iterator<Slot<K, V>> oldestFirst = slots.values().iterator();
        while (weight > capacity && oldestFirst.hasNext()) {
            Slot<K, V> slot = oldestFirst.next();
            if (slot.weight > 0) {
                weight -= slot.weight;
                oldestFirst.remove();
            }
        }
    }
}
