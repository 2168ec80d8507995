package dev.s3logkit.common.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The body of an object, checked: its end is reported only after exactly as many bytes as S3
/// announced. A body that ends early, or whose checksum differs, is an [IOException], never a short
/// result. Not safe for use by several threads.
public final class ObjectStream extends FilterInputStream {

    private final ObjectInfo info;
    private long read;

    /// Checks `body`, which is closed with this stream, against the size in `info`.
    public ObjectStream(ObjectInfo info, InputStream body) {
        super(body);
        this.info = info;
    }

    /// What the response headers said.
    public ObjectInfo info() {
        return info;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? -1 : 1);
        return b;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        int n = super.read(b, off, len);
        count(n);
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        read += skipped;
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int n) throws IOException {
        if (n > 0) {
            read += n;
        }
        if (n < 0 ? read != info.size() : read > info.size()) {
            throw new ObjectStoreException(
                    info.uri(),
                    "GET",
                    "the body has %s%d bytes, announced were %d"
                            .formatted(n < 0 ? "" : "at least ", read, info.size()),
                    null);
        }
    }
}
