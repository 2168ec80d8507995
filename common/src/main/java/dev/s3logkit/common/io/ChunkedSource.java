package dev.s3logkit.common.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Another source read in chunks, which a [ChunkFolder] keeps. Chunks that are missing and lie
/// together are one read of the other source; threads that want the same one share it.
public final class ChunkedSource implements RandomAccessSource {

    private static final int MIN_CHUNK = 4 << 10;
    private static final int MAX_CHUNK = 16 << 20;

    /// What a stream reads at once.
    private static final int STREAM_STEP = 8 << 20;

    private final RandomAccessSource source;
    private final ChunkFolder folder;
    private final int chunkSize;
    private final String key;
    private final SharedCache<Long, byte[]> reading = new SharedCache<>(0, chunk -> chunk.length);

    /// @param source closed with this one
    /// @param chunkSize bytes, a power of two from 4 KiB to 16 MiB
    public ChunkedSource(RandomAccessSource source, ChunkFolder folder, int chunkSize) {
        if (chunkSize < MIN_CHUNK || chunkSize > MAX_CHUNK || Integer.bitCount(chunkSize) != 1) {
            throw new IllegalArgumentException("chunks of " + chunkSize + " bytes");
        }
        this.source = source;
        this.folder = folder;
        this.chunkSize = chunkSize;
        this.key = source.identity() + "\n" + source.length() + "\n" + chunkSize + "\n";
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public String identity() {
        return source.identity();
    }

    @Override
    public long length() {
        return source.length();
    }

    @Override
    public void read(long offset, byte[] into, int at, int length) throws IOException {
        RandomAccessSource.check(this, offset, length);
        if (length == 0) {
            return;
        }
        List<Long> numbers = new ArrayList<>();
        for (long n = offset / chunkSize; n <= (offset + length - 1) / chunkSize; n++) {
            numbers.add(n);
        }
        List<byte[]> chunks =
                reading.getAll(numbers, (from, to) -> load(numbers.subList(from, to)));
        long end = offset + length;
        for (int i = 0; i < chunks.size(); i++) {
            long start = numbers.get(i) * chunkSize;
            long first = Math.max(start, offset);
            long last = Math.min(start + chunkSize, end);
            System.arraycopy(
                    chunks.get(i),
                    (int) (first - start),
                    into,
                    (int) (at + first - offset),
                    (int) (last - first));
        }
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        RandomAccessSource.check(this, offset, length);
        return new Steps(offset, length);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    private List<byte[]> load(List<Long> numbers) throws IOException {
        byte[][] chunks = new byte[numbers.size()][];
        for (int i = 0; i < chunks.length; i++) {
            byte[] kept = folder.get(key + numbers.get(i));
            if (kept != null && kept.length == length(numbers.get(i))) {
                chunks[i] = kept;
            }
        }
        for (int i = 0; i < chunks.length; i++) {
            int end = i;
            while (end < chunks.length && chunks[end] == null) {
                end++;
            }
            if (end > i) {
                fetch(numbers.get(i), chunks, i, end);
                i = end;
            }
        }
        return Arrays.asList(chunks);
    }

    /// Chunks that lie together, by one read.
    private void fetch(long first, byte[][] chunks, int from, int to) throws IOException {
        int length = (to - from - 1) * chunkSize + length(first + to - from - 1);
        byte[] bytes = source.read(first * chunkSize, length);
        for (int i = from; i < to; i++) {
            int at = (i - from) * chunkSize;
            int end = Math.min(at + chunkSize, length);
            chunks[i] = Arrays.copyOfRange(bytes, at, end);
            folder.put(key + (first + i - from), bytes, at, end - at);
        }
    }

    private int length(long number) {
        return (int) Math.min(chunkSize, source.length() - number * chunkSize);
    }

    /// Reads through the chunks in large steps.
    private final class Steps extends InputStream {

        private final long end;
        private long position;
        private byte[] step = {};
        private int used;

        Steps(long offset, long length) {
            this.position = offset;
            this.end = offset + length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int wanted) throws IOException {
            Objects.checkFromIndexSize(at, wanted, into.length);
            if (wanted == 0) {
                return 0;
            }
            if (used == step.length) {
                if (position == end) {
                    return -1;
                }
                long border = (position / STREAM_STEP + 1) * STREAM_STEP;
                step = ChunkedSource.this.read(position, (int) (Math.min(border, end) - position));
                position += step.length;
                used = 0;
            }
            int n = Math.min(wanted, step.length - used);
            System.arraycopy(step, used, into, at, n);
            used += n;
            return n;
        }
    }
}
