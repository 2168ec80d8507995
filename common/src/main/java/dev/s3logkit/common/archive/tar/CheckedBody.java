package dev.s3logkit.common.archive.tar;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.io.BulkInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/// A body whose checksum is compared with the table's at its end: there is no end before it was
/// right.
final class CheckedBody extends BulkInputStream {

    private final InputStream body;
    private final TableEntry listed;
    private final String name;
    private final Closeable owner;
    private final CRC32 crc = new CRC32();

    /// @param name of the tarball, for messages
    /// @param owner closed with the body
    CheckedBody(InputStream body, TableEntry listed, String name, Closeable owner) {
        this.body = body;
        this.owner = owner;
        this.listed = listed;
        this.name = name;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        int n = body.read(b, off, len);
        if (n > 0) {
            crc.update(b, off, n);
        } else if (n < 0 && crc.getValue() != listed.crc32()) {
            throw new CorruptedInputException(
                    "%s: %s: the CRC-32 is %08x, and %08x by the table of contents"
                            .formatted(name, listed.name(), crc.getValue(), listed.crc32()),
                    -1);
        }
        return n;
    }

    @Override
    public void close() throws IOException {
        owner.close();
    }
}
