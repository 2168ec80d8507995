package dev.s3logkit.common.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// An array as a source.
public final class BytesSource implements RandomAccessSource {

    private final String name;
    private final byte[] bytes;

    /// @param bytes not copied; nobody may change them while the source is in use
    public BytesSource(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String identity() {
        return name + "@" + Integer.toHexString(System.identityHashCode(bytes));
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public void read(long offset, byte[] into, int at, int length) throws IOException {
        RandomAccessSource.check(this, offset, length);
        System.arraycopy(bytes, (int) offset, into, at, length);
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        RandomAccessSource.check(this, offset, length);
        return new ByteArrayInputStream(bytes, (int) offset, (int) length);
    }

    @Override
    public void close() {
        // nothing is held
    }
}
