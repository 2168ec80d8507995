package dev.s3logkit.common.archive.squashfs;

import dev.s3logkit.common.io.SharedCache;
import java.io.IOException;

/// Unpacked blocks of any number of images, bounded in bytes; what was not used for longest goes
/// first. Whoever asks for a block that another thread is fetching waits for that one. Images are
/// told apart by the identities of their sources. Safe for use by any number of threads.
public final class SquashfsCache {

    private final SharedCache<Key, Value> blocks;

    /// @param capacity bytes that are kept, beside what is in use
    public SquashfsCache(long capacity) {
        blocks = new SharedCache<>(capacity, Value::weight);
    }

    /// Bytes that are kept at most.
    public long capacity() {
        return blocks.capacity();
    }

    /// Bytes that are kept now.
    public long weight() {
        return blocks.weight();
    }

    /// @param start of the image in the source
    /// @param tag tells kinds of values at one position apart
    record Key(String identity, long start, long position, int tag) {}

    interface Value {
        /// Bytes.
        long weight();
    }

    SharedCache<Key, Value> blocks() {
        return blocks;
    }

    <V extends Value> V get(Key key, Class<V> type, SharedCache.Loader<V> loader)
            throws IOException {
        return type.cast(blocks.get(key, loader));
    }
}
