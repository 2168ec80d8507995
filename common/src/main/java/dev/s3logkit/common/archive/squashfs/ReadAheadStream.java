package dev.s3logkit.common.archive.squashfs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A long range of a file, read in windows past the cache: while one is unpacked, the next one is
/// fetched.
final class ReadAheadStream extends InputStream {

    private static final byte[] NOTHING = new byte[0];

    private final FileReader reader;
    private final SquashfsInode.File file;
    private final int blockSize;
    private final long end;
    private long position;

    private @Nullable BlockList list;
    private @Nullable ReadAhead<FileReader.Segment> tail;
    private @Nullable Window window;
    private @Nullable ReadAhead<Window> next;

    private byte[] current = NOTHING;
    private byte[] own = NOTHING;
    private int at;
    private int limit;
    private boolean closed;

    /// Blocks `first` to before `end` as they are stored, from `start` in the image on.
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    private record Window(int first, int end, long start, byte[] raw) {}

    ReadAheadStream(FileReader reader, SquashfsInode.File file, long offset, long length) {
        this.reader = reader;
        this.file = file;
        this.blockSize = reader.blocks().blockSize();
        this.position = offset;
        this.end = offset + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int start, int wanted) throws IOException {
        Objects.checkFromIndexSize(start, wanted, into.length);
        if (wanted == 0) {
            return 0;
        }
        if (at == limit) {
            if (atEnd()) {
                return -1;
            }
            int whole = wholeBlock();
            if (whole > 0 && whole <= wanted) {
                unpack(into, start, whole);
                position += whole;
                return whole;
            }
            fill();
        }
        int n = Math.min(wanted, limit - at);
        System.arraycopy(current, at, into, start, n);
        at += n;
        position += n;
        return n;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long sum = 0;
        while (at < limit || !atEnd()) {
            if (at == limit) {
                fill();
            }
            int n = limit - at;
            out.write(current, at, n);
            at = limit;
            position += n;
            sum += n;
        }
        return sum;
    }

    @Override
    public long skip(long n) {
        long skipped = Math.clamp(n, 0, end - position);
        position += skipped;
        at = (int) Math.min(limit, at + skipped);
        return skipped;
    }

    @Override
    public int available() {
        return limit - at;
    }

    @Override
    public void close() {
        closed = true;
        window = null;
        next = null;
        current = NOTHING;
        own = NOTHING;
        at = 0;
        limit = 0;
    }

    private boolean atEnd() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        return position == end;
    }

    /// The length of the block that starts at the position, when all of it is wanted, else 0.
    private int wholeBlock() {
        int length = blockLength();
        return position % blockSize == 0 && length <= end - position ? length : 0;
    }

    /// The length of the block at the position, or 0 when it is the fragment.
    private int blockLength() {
        long tailStart = file.size() - file.size() % blockSize;
        boolean inTail = position >= tailStart && reader.hasTail(file);
        return inTail ? 0 : reader.length(file, (int) (position / blockSize));
    }

    /// Makes the bytes at the position current.
    private void fill() throws IOException {
        int length = blockLength();
        long start = position - position % blockSize;
        if (length == 0) {
            FileReader.Segment segment = tail == null ? reader.tail(file) : tail.join();
            current = segment.bytes();
            at = segment.at() + (int) (position - start);
            limit = segment.at() + (int) (end - start);
            return;
        }
        if (own.length == 0) {
            own = new byte[blockSize];
        }
        unpack(own, 0, length);
        current = own;
        at = (int) (position - start);
        limit = (int) Math.min(length, end - start);
    }

    /// Unpacks the block at the position.
    private void unpack(byte[] into, int start, int length) throws IOException {
        BlockList blocks = list();
        int number = (int) (position / blockSize);
        if (blocks.length(number) == 0) {
            Arrays.fill(into, start, start + length, (byte) 0);
            return;
        }
        Window in = window(blocks, number);
        long stored = blocks.start(number);
        int n =
                reader.blocks()
                        .unpack(
                                in.raw,
                                (int) (stored - in.start),
                                blocks.size(number),
                                stored,
                                into,
                                start,
                                length);
        if (n < length) {
            if (length < blockSize) {
                throw reader.blocks().shorter(n, length, stored);
            }
            Arrays.fill(into, start + n, start + length, (byte) 0);
        }
    }

    private BlockList list() throws IOException {
        if (list == null) {
            list = reader.list(file);
            if (reader.hasTail(file) && end == file.size()) {
                tail = new ReadAhead<>(() -> reader.tail(file));
            }
        }
        return list;
    }

    private Window window(BlockList blocks, int number) throws IOException {
        Window now = window;
        if (now != null && number < now.end) {
            return now;
        }
        // The buffer of the window that is done takes the one after the next.
        byte[] buffer = now == null ? NOTHING : now.raw;
        if (next != null) {
            now = next.join();
        }
        if (now == null || number >= now.end) {
            now = fetch(blocks, number, NOTHING);
        }
        window = now;
        int following = now.end;
        next =
                following < lastWanted(blocks)
                        ? new ReadAhead<>(() -> fetch(blocks, following, buffer))
                        : null;
        return now;
    }

    private int lastWanted(BlockList blocks) {
        return (int) Math.min(blocks.count(), (end + blockSize - 1) / blockSize);
    }

    private Window fetch(BlockList blocks, int first, byte[] buffer) throws IOException {
        int windowEnd = FileReader.windowEnd(blocks, first, lastWanted(blocks));
        long start = blocks.start(first);
        int length = (int) (blocks.start(windowEnd - 1) + blocks.length(windowEnd - 1) - start);
        byte[] raw = buffer.length >= length ? buffer : new byte[length];
        reader.image().read(start, raw, length);
        return new Window(first, windowEnd, start, raw);
    }
}
