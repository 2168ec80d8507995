package dev.s3logkit.common.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The body of an object, or a range of it, checked: its end is reported only after exactly as many
/// bytes as S3 announced. A body that ends early, or whose checksum differs, is an [IOException],
/// never a short result. Not safe for use by several threads.
public final class ObjectStream extends FilterInputStream {

    private final ObjectInfo info;
    private final long offset;
    private final long length;
    private long read;

    /// The whole object; `body` is closed with this stream.
    public ObjectStream(ObjectInfo info, InputStream body) {
        this(info, 0, info.size(), body);
    }

    /// A part of an object; `body` is closed with this stream.
    ///
    /// @param offset of the first byte of `body` in the object
    /// @param length bytes that `body` has to have
    public ObjectStream(ObjectInfo info, long offset, long length, InputStream body) {
        super(body);
        this.info = info;
        this.offset = offset;
        this.length = length;
    }

    /// What the response headers said of the whole object.
    public ObjectInfo info() {
        return info;
    }

    /// Where in the object this stream starts.
    public long offset() {
        return offset;
    }

    /// Bytes of this stream, from its start to its end.
    public long length() {
        return length;
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
        if (n < 0 ? read != length : read > length) {
            throw new ObjectStoreException(
                    info.uri(),
                    "GET",
                    "the body has %s%d bytes, announced were %d"
                            .formatted(n < 0 ? "" : "at least ", read, length),
                    null);
        }
    }
}
