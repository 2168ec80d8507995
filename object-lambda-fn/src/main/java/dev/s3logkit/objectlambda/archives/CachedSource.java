package dev.s3logkit.objectlambda.archives;

import dev.s3logkit.common.io.ChunkedSource;
import dev.s3logkit.common.io.RandomAccessSource;
import dev.s3logkit.common.s3.S3Source;
import java.io.IOException;
import java.io.InputStream;

/// An object in S3 whose ends are in memory and whose chunks are on disk. What is in memory is not
/// looked for on disk; long streams come from S3 as they are, and leave the cache as it is.
final class CachedSource implements RandomAccessSource {

    /// From this length on a stream is a request of its own, bytes.
    private static final int LONG = 4 << 20;

    private final S3Source object;
    private final ChunkedSource chunks;

    CachedSource(S3Source object, ChunkedSource chunks) {
        this.object = object;
        this.chunks = chunks;
    }

    private RandomAccessSource nearest(long offset, long length) {
        return object.holds(offset, length) ? object : chunks;
    }

    @Override
    public String name() {
        return object.name();
    }

    @Override
    public String identity() {
        return object.identity();
    }

    @Override
    public long length() {
        return object.length();
    }

    @Override
    public void read(long offset, byte[] into, int at, int length) throws IOException {
        RandomAccessSource.check(this, offset, length);
        nearest(offset, length).read(offset, into, at, length);
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        RandomAccessSource.check(this, offset, length);
        return length >= LONG
                ? object.open(offset, length)
                : nearest(offset, length).open(offset, length);
    }

    @Override
    public void close() throws IOException {
        chunks.close();
    }
}
