package dev.s3logkit.common.archive.zip;

import dev.s3logkit.common.CorruptedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/// The content of an entry, held against its size and CRC-32: the end is only reached when both are
/// right.
final class CheckedEntryStream extends InputStream {

    private final InputStream content;
    private final ZipEntry entry;
    private final String what;
    private final CRC32 crc = new CRC32();
    private long left;

    /// @param content decompressed; closed with this one
    /// @param what is read, in messages
    CheckedEntryStream(InputStream content, ZipEntry entry, String what) {
        this.content = content;
        this.entry = entry;
        this.what = what;
        this.left = entry.size();
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
            requireEnd();
            return -1;
        }
        int n = content.read(into, at, (int) Math.min(length, left));
        if (n < 0) {
            throw damaged("ends after %d of %d bytes".formatted(entry.size() - left, entry.size()));
        }
        crc.update(into, at, n);
        left -= n;
        if (left == 0) {
            requireEnd();
        }
        return n;
    }

    private void requireEnd() throws IOException {
        if (content.read() >= 0) {
            throw damaged("goes on after the %d bytes of its size".formatted(entry.size()));
        }
        if ((int) crc.getValue() != entry.crc32()) {
            throw damaged(
                    "CRC-32 is %08x, stated is %08x".formatted(crc.getValue(), entry.crc32()));
        }
    }

    private CorruptedInputException damaged(String problem) {
        return new CorruptedInputException(what + ": " + problem, entry.offset());
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
