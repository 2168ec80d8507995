package dev.s3logkit.common.archive.tar;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.io.BulkInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Bytes out of the middle of a stream, which is closed with them.
final class Slice extends BulkInputStream {

    private final InputStream whole;
    private final boolean toEnd;
    private final String name;
    private long left;

    /// @param whole stands where the slice starts
    /// @param toEnd whether the rest of `whole` is read before the slice ends, so that its
    ///   checksums are compared
    /// @param name of the archive, for messages
    Slice(InputStream whole, long length, boolean toEnd, String name) {
        this.whole = whole;
        this.left = length;
        this.toEnd = toEnd;
        this.name = name;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (len == 0) {
            return 0;
        }
        if (left == 0) {
            if (toEnd) {
                whole.transferTo(OutputStream.nullOutputStream());
            }
            return -1;
        }
        int n = whole.read(b, off, (int) Math.min(len, left));
        if (n < 0) {
            throw new CorruptedInputException(name + ": ends within an entry", -1);
        }
        left -= n;
        return n;
    }

    @Override
    public void close() throws IOException {
        whole.close();
    }
}
