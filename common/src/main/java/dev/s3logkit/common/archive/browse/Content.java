package dev.s3logkit.common.archive.browse;

import dev.s3logkit.common.CorruptedInputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A part of a longer stream: exactly so many bytes, or an exception.
class Content extends FilterInputStream {

    private final String what;
    private long left;

    /// @param in closed with this stream
    /// @param what names the file in messages
    Content(InputStream in, long length, String what) {
        super(in);
        this.left = length;
        this.what = what;
    }

    /// Checks what a caller asks for.
    ///
    /// @throws IllegalArgumentException when it is no part of a file's content
    static void check(ArchiveEntry file, long offset, long length) {
        if (!file.isFile() || offset < 0 || length < 0 || offset > file.size() - length) {
            throw new IllegalArgumentException(
                    "%d bytes at %d of %s, %s of %d"
                            .formatted(
                                    length,
                                    offset,
                                    file.key(),
                                    file.type().description(),
                                    file.size()));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
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
        if (n < 0) {
            throw new CorruptedInputException(
                    "%s: ends %d bytes too early".formatted(what, left), -1);
        }
        left -= n;
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = in.skip(Math.clamp(n, 0, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
