package dev.s3logkit.common.archive.zip;

import dev.s3logkit.common.CorruptedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The content of a deflate stream (RFC 1951), which tells input that ends too early from a source
/// that does. Its native memory is freed by closing it.
final class InflateStream extends InputStream {

    private static final int BUFFER = 64 << 10;

    private final InputStream in;
    private final String what;
    private final Inflater inflater = new Inflater(true);
    private final byte[] buffer = new byte[BUFFER];

    /// @param what is read, in messages
    InflateStream(InputStream in, String what) {
        this.in = in;
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
        try {
            while (true) {
                int n = inflater.inflate(into, at, length);
                if (n > 0) {
                    return n;
                }
                if (inflater.finished()) {
                    return -1;
                }
                if (inflater.needsDictionary()) {
                    throw damaged("deflate with a dictionary");
                }
                int more = in.read(buffer);
                if (more < 0) {
                    throw damaged("deflate that ends too early");
                }
                inflater.setInput(buffer, 0, more);
            }
        } catch (DataFormatException e) {
            throw new CorruptedInputException(what + ": deflate: " + e.getMessage(), -1, e);
        }
    }

    private CorruptedInputException damaged(String problem) {
        return new CorruptedInputException(what + ": " + problem, -1);
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
