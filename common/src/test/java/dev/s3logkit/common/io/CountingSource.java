package dev.s3logkit.common.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Remembers which ranges were asked for.
public final class CountingSource implements RandomAccessSource {

    private final RandomAccessSource source;
    private final List<Range> ranges = new ArrayList<>();

    /// One request.
    public record Range(long offset, long length) {}

    /// Counts what is asked of `source`, which is closed with this one.
    public CountingSource(RandomAccessSource source) {
        this.source = source;
    }

    /// The ranges asked for since the start or the last [#forget()], in that order.
    public synchronized List<Range> ranges() {
        return List.copyOf(ranges);
    }

    /// The bytes in them.
    public synchronized long bytes() {
        return ranges.stream().mapToLong(Range::length).sum();
    }

    /// Starts anew.
    public synchronized void forget() {
        ranges.clear();
    }

    private synchronized void count(long offset, long length) {
        ranges.add(new Range(offset, length));
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
        count(offset, length);
        source.read(offset, into, at, length);
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        count(offset, length);
        return source.open(offset, length);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
