package dev.s3logkit.common.io;

import java.io.IOException;
import java.io.InputStream;

/// The next bytes of a stream, at most so many: it ends with the stream, too. Closing it leaves the
/// stream open.
public final class BoundedInput extends BulkInputStream {

    private final InputStream in;
    private long left;

    /// @param length of what is taken from `in` at the most, bytes
    public BoundedInput(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (len == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int n = in.read(b, off, (int) Math.min(len, left));
        left -= Math.max(n, 0);
        return n;
    }
}
