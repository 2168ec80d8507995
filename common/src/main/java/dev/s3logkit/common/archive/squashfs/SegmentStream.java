package dev.s3logkit.common.archive.squashfs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A short range of a file, read through the cache when its first byte is asked for.
final class SegmentStream extends InputStream {

    private final FileReader reader;
    private final SquashfsInode.File file;
    private final Deque<FileReader.Segment> segments = new ArrayDeque<>();
    private long position;
    private int unread;
    private int left;
    private int used;
    private boolean closed;

    SegmentStream(FileReader reader, SquashfsInode.File file, long offset, int length) {
        this.reader = reader;
        this.file = file;
        this.position = offset;
        this.unread = length;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        FileReader.Segment segment = segment();
        if (segment == null) {
            return -1;
        }
        int value = segment.bytes()[segment.at() + used] & 0xff;
        take(1);
        return value;
    }

    @Override
    public int read(byte[] into, int at, int wanted) throws IOException {
        Objects.checkFromIndexSize(at, wanted, into.length);
        if (wanted == 0) {
            return 0;
        }
        FileReader.Segment segment = segment();
        if (segment == null) {
            return -1;
        }
        int n = Math.min(wanted, segment.length() - used);
        System.arraycopy(segment.bytes(), segment.at() + used, into, at, n);
        take(n);
        return n;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long sum = 0;
        FileReader.Segment segment = segment();
        while (segment != null) {
            int n = segment.length() - used;
            out.write(segment.bytes(), segment.at() + used, n);
            take(n);
            sum += n;
            segment = segment();
        }
        return sum;
    }

    @Override
    public int available() {
        return left;
    }

    @Override
    public void close() {
        closed = true;
        segments.clear();
    }

    private FileReader.@Nullable Segment segment() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        FileReader.Segment first = segments.peek();
        if (first != null && used < first.length()) {
            return first;
        }
        used = 0;
        segments.poll();
        if (segments.isEmpty() && unread > 0) {
            for (FileReader.Segment segment : reader.window(file, position, unread)) {
                segments.add(segment);
                position += segment.length();
                unread -= segment.length();
            }
        }
        return segments.peek();
    }

    private void take(int n) {
        used += n;
        left -= n;
    }
}
