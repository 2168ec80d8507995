package dev.s3logkit.common.archive.squashfs;

import dev.s3logkit.common.CorruptedInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The stored bytes of the tables. They lie together behind the data, so all of them are read at
/// once when they are few, and in chunks when they are asked for otherwise.
final class MetadataBytes {

    /// About 300,000 files; more than that is seldom wanted whole.
    private static final int WHOLE_TAIL = 8 << 20;

    private static final int CHUNK = 256 << 10;
    private static final int CHUNK_TAG = -1;

    private final ImageBytes image;
    private final SquashfsCache cache;
    private final long tailStart;
    private final byte @Nullable [] tail;

    /// Bytes at a position of an array that nobody changes.
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Slice(byte[] bytes, int at) {

        int u16() {
            return fields().getShort(at) & 0xffff;
        }

        long s64() {
            return fields().getLong(at);
        }

        private ByteBuffer fields() {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    private record Chunk(byte[] bytes) implements SquashfsCache.Value {
        @Override
        public long weight() {
            return bytes.length;
        }
    }

    /// Reads the tail when it is short.
    ///
    /// @param tailStart position of the first table
    MetadataBytes(ImageBytes image, SquashfsCache cache, long tailStart) throws IOException {
        this.image = image;
        this.cache = cache;
        this.tailStart = tailStart;
        long length = image.length() - tailStart;
        tail = length <= WHOLE_TAIL ? image.read(tailStart, (int) length) : null;
    }

    long u64(long position) throws IOException {
        return slice(position, Long.BYTES).s64();
    }

    /// @throws CorruptedInputException when the range is not inside of the image
    Slice slice(long position, int length) throws IOException {
        image.requireInside(position, length, "metadata");
        if (tail != null && position >= tailStart) {
            return new Slice(tail, (int) (position - tailStart));
        }
        Slice first = new Slice(chunk(position / CHUNK), (int) (position % CHUNK));
        int there = first.bytes.length - first.at;
        if (there >= length) {
            return first;
        }
        byte[] joined = Arrays.copyOfRange(first.bytes, first.at, first.at + length);
        byte[] next = chunk(position / CHUNK + 1);
        System.arraycopy(next, 0, joined, there, length - there);
        return new Slice(joined, 0);
    }

    private byte[] chunk(long number) throws IOException {
        long position = number * CHUNK;
        int length = (int) Math.min(CHUNK, image.length() - position);
        return cache.get(
                        image.key(position, CHUNK_TAG),
                        Chunk.class,
                        () -> new Chunk(image.read(position, length)))
                .bytes();
    }
}
