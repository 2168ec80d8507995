package dev.s3logkit.common.archive.zip;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Checksum;

/// Bytes that grow by whole chunks, since an array that doubles needs three times its content.
final class ChunkedBuffer {

    private static final int CHUNK = 1 << 20;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = new byte[1 << 12];
    private int used;
    private long fullBytes;

    long size() {
        return fullBytes + used;
    }

    void add(byte[] bytes, int at, int length) {
        int done = 0;
        while (done < length) {
            if (used == last.length) {
                grow();
            }
            int n = Math.min(length - done, last.length - used);
            System.arraycopy(bytes, at + done, last, used, n);
            used += n;
            done += n;
        }
    }

    private void grow() {
        if (last.length < CHUNK) {
            last = Arrays.copyOf(last, Math.min(CHUNK, 4 * last.length));
        } else {
            full.add(last);
            fullBytes += used;
            last = new byte[CHUNK];
            used = 0;
        }
    }

    void update(Checksum checksum) {
        for (byte[] chunk : full) {
            checksum.update(chunk);
        }
        checksum.update(last, 0, used);
    }

    void writeTo(ZipOutput out) throws IOException {
        for (byte[] chunk : full) {
            out.write(chunk, 0, chunk.length);
        }
        out.write(last, 0, used);
    }
}
