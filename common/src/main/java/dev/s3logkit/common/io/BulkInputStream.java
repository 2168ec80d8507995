package dev.s3logkit.common.io;

import java.io.IOException;
import java.io.InputStream;

/// A stream that is read in pieces as a rule, and one byte at a time now and then.
public abstract class BulkInputStream extends InputStream {

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /// As [InputStream#read(byte\[\], int, int)]: at least one byte, or -1 at the end.
    @Override
    public abstract int read(byte[] b, int off, int len) throws IOException;
}
