package dev.s3logkit.common.archive.squashfs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;

/// Unpacks a block through a library that has streams only.
final class StreamDecoding {

    /// Dictionaries are as long as blocks, at most 1 MiB, and the tables beside them a few hundred
    /// KiB.
    static final int MEMORY_KIB = 16 << 10;

    interface Opener {
        InputStream open(InputStream in) throws IOException;
    }

    private StreamDecoding() {}

    static int decode(
            Opener opener, byte[] in, int at, int length, byte[] into, int start, int room)
            throws DataFormatException {
        try (InputStream unpacked = opener.open(new ByteArrayInputStream(in, at, length))) {
            int n = unpacked.readNBytes(into, start, room);
            if (n == room && unpacked.read() >= 0) {
                throw new DataFormatException("it unpacks to more than %d bytes".formatted(room));
            }
            return n;
        } catch (IOException e) {
            DataFormatException damaged = new DataFormatException(e.toString());
            damaged.initCause(e);
            throw damaged;
        }
    }
}
