package dev.s3logkit.common.archive.zip;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.archive.ZstdStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/// Reads what the proof says of the entries, in their order, without holding it. For one thread.
public final class ProofReader implements AutoCloseable {

    private final ZipProof proof;
    private final CRC32C crc = new CRC32C();
    private final CheckedInputStream compressed;
    private final InputStream rows;
    private long read;

    ProofReader(ZipProof proof) throws IOException {
        this.proof = proof;
        this.compressed = new CheckedInputStream(proof.openRows(), crc);
        try {
            this.rows =
                    new BufferedInputStream(
                            new ZstdStream(compressed, proof.source().name()), 64 << 10);
        } catch (IOException e) {
            compressed.close();
            throw e;
        }
    }

    /// The next entry, or null after the last one, which also says that the checksum over all of
    /// them is right.
    public @Nullable ProofEntry next() throws IOException {
        if (read == proof.entries()) {
            requireEnd();
            return null;
        }
        byte[] url = text(ZipSource.MAX_URL);
        long nameLength = varint();
        if (nameLength < 1 || nameLength > url.length) {
            throw damaged("a name of %d bytes in a URL of %d".formatted(nameLength, url.length));
        }
        int name = (int) nameLength;
        long size = varint();
        int sum = LittleEndian.i32(readFully(Integer.BYTES), 0);
        long modified = varint();
        byte[] etag = text(ZipSource.MAX_ETAG);
        read++;
        try {
            return new ProofEntry(
                    new ZipSource(
                            new String(url, StandardCharsets.UTF_8),
                            new String(url, url.length - name, name, StandardCharsets.UTF_8),
                            size,
                            new String(etag, StandardCharsets.UTF_8),
                            Instant.ofEpochMilli(modified)),
                    sum);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    private void requireEnd() throws IOException {
        if (rows.read() >= 0) {
            throw damaged("it goes on after the last entry");
        }
        compressed.transferTo(OutputStream.nullOutputStream());
        if ((int) crc.getValue() != proof.rowsCrc()) {
            throw damaged("its checksum is wrong");
        }
    }

    private byte[] text(int maxChars) throws IOException {
        long length = varint();
        if (length > (long) maxChars * ProofConstants.UTF8_BYTES_PER_CHAR) {
            throw damaged("a text of %d bytes".formatted(length));
        }
        return readFully((int) length);
    }

    private byte[] readFully(int length) throws IOException {
        byte[] bytes = rows.readNBytes(length);
        if (bytes.length < length) {
            throw damaged("it ends too early");
        }
        return bytes;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
            int b = rows.read();
            if (b < 0) {
                throw damaged("it ends too early");
            }
            value |= (b & 0x7fL) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw damaged("a number of more than 63 bits");
    }

    private CorruptedInputException damaged(String problem) {
        return new CorruptedInputException(
                "%s: zip: proof of entry %d: %s".formatted(proof.source().name(), read, problem),
                -1);
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
