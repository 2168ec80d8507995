package dev.s3logkit.common.archive.zip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Small entries that are compressed as one piece of work, so that handing over costs little. Where
/// one ends depends on its entries alone.
final class Slab implements Piece {

    private static final int MAX_ENTRIES = 256;
    private static final int MAX_BYTES = 1 << 20;

    /// What one adds to the memory in use besides bodies: headers and rows of the proof.
    private static final int OVERHEAD_PER_ENTRY = 512;

    private final List<ZipSource> sources = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private int bytes;
    private int largest;
    private byte[] packed = {};
    private int length;
    private int[] starts = {};
    private byte[] rows = {};

    boolean isEmpty() {
        return sources.isEmpty();
    }

    /// Whether there is room for a body of this length.
    boolean takes(int length) {
        return isEmpty() || (sources.size() < MAX_ENTRIES && bytes + length <= MAX_BYTES);
    }

    void add(ZipSource source, byte[] body) {
        sources.add(source);
        bodies.add(body);
        bytes += body.length;
        largest = Math.max(largest, body.length);
    }

    /// Bytes of memory, with what the bodies become.
    long weight() {
        return 2L * bytes + (long) OVERHEAD_PER_ENTRY * sources.size();
    }

    /// Makes the bytes of the entries, which fit anywhere in an archive: local headers hold no
    /// offsets. Called once.
    Piece compress(EntryCompressor compressor, ZipMethod method) {
        int entries = sources.size();
        byte[][] urls = new byte[entries][];
        int room = bytes + EntryCompressor.bound(largest) - largest;
        for (int i = 0; i < entries; i++) {
            urls[i] = sources.get(i).url().getBytes(StandardCharsets.UTF_8);
            room += LocalHeader.length(urls[i].length, false);
        }
        packed = new byte[room];
        starts = new int[entries];
        ProofBuffer table = new ProofBuffer();
        for (int i = 0; i < entries; i++) {
            starts[i] = length;
            add(sources.get(i), urls[i], bodies.get(i), compressor, method, table);
        }
        rows = compressor.compressRows(table.bytes(), table.length());
        bodies.clear();
        sources.clear();
        return this;
    }

    private void add(
            ZipSource source,
            byte[] url,
            byte[] body,
            EntryCompressor compressor,
            ZipMethod method,
            ProofBuffer table) {
        int nameLength = source.nameLength(url);
        int data = length + LocalHeader.length(nameLength, false);
        int compressed = compressor.compress(body, packed, data);
        boolean stored = compressed >= body.length;
        if (stored) {
            System.arraycopy(body, 0, packed, data, body.length);
            compressed = body.length;
        }
        LocalHeader.write(
                packed,
                length,
                url,
                url.length - nameLength,
                nameLength,
                source.lastModified(),
                stored ? ZipMethod.STORE : method,
                0,
                false);
        int crc = compressor.crc(body);
        LocalHeader.sizes(packed, length, crc, compressed, body.length);
        ProofWriter.row(table, source, url, nameLength, crc);
        length = data + compressed;
    }

    @Override
    public void writeTo(ZipOutput out) throws IOException {
        long offset = out.position();
        out.write(packed, 0, length);
        for (int start : starts) {
            out.directory().add(packed, start, offset + start);
        }
        out.proof().addRows(rows);
        out.countSource(bytes);
    }
}
