package dev.s3logkit.common.archive.zip;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// The next bytes of another stream, which must have them.
final class LimitedStream extends InputStream {

    private final InputStream in;
    private final String what;
    private long left;

    /// @param in closed with this one
    LimitedStream(InputStream in, long length, String what) {
        this.in = in;
        this.left = length;
        this.what = what;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int n = in.read(into, at, (int) Math.min(length, left));
        if (n < 0) {
            throw new EOFException("%s: the source ends %d bytes too early".formatted(what, left));
        }
        left -= n;
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = in.skip(Math.min(n, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
