package dev.s3logkit.common.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Inflates with the JDK's zlib.
final class ZlibInput extends DeflatedInput {

    private static final int BUFFER = 64 << 10;

    private final Inflater inflater = new Inflater(true);
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long consumed;

    ZlibInput(InputStream in, String name) {
        super(in, name);
    }

    @Override
    int readByte() throws IOException {
        return at == end && !fill() ? -1 : buffer[at++] & 0xff;
    }

    @Override
    long offset() {
        return consumed + at;
    }

    @Override
    void start() {
        inflater.reset();
    }

    @Override
    int inflate(byte[] b, int off, int len) throws IOException {
        int n = 0;
        while (n == 0 && !inflater.finished()) {
            if (inflater.needsInput()) {
                if (at == end && !fill()) {
                    throw endsIn("a member");
                }
                inflater.setInput(buffer, at, end - at);
            }
            try {
                n = inflater.inflate(b, off, len);
            } catch (DataFormatException e) {
                throw damaged("bad deflated data: " + e.getMessage());
            } finally {
                // What the inflater left in the buffer belongs to what follows the stream.
                at = end - inflater.getRemaining();
            }
            if (inflater.needsDictionary()) {
                throw damaged("a member that needs a dictionary");
            }
        }
        return n == 0 ? -1 : n;
    }

    @Override
    long written() {
        return inflater.getBytesWritten();
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        super.close();
    }

    private boolean fill() throws IOException {
        consumed += end;
        at = 0;
        end = 0;
        int n = in.read(buffer);
        end = Math.max(n, 0);
        return n > 0;
    }
}
