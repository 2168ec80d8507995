package dev.s3logkit.common.archive.zip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// An entry that is written before it is read to its end: in frames, with a data descriptor behind
/// them. Frames go in as they are read and come out in the same order.
final class LargeEntry {

    /// From here on sizes may not fit 32 bits, whatever compression does.
    private static final long ZIP64 = 0xf000_0000L;

    private final ZipSource source;
    private final ZipMethod method;
    private final byte[] url;
    private final byte[] header;
    private final boolean zip64;
    private final CRC32 crc = new CRC32();
    private final int[] frames;
    private int framesWritten;
    private long offset;
    private long compressed;

    /// @param method that its data has: store, or what its frames are compressed with
    LargeEntry(ZipSource source, ZipMethod method) {
        this.source = source;
        this.method = method;
        this.zip64 = isZip64(source.size());
        this.url = source.url().getBytes(StandardCharsets.UTF_8);
        int nameLength = source.nameLength(url);
        this.header = new byte[LocalHeader.length(nameLength, zip64)];
        LocalHeader.write(
                header,
                0,
                url,
                url.length - nameLength,
                nameLength,
                source.lastModified(),
                method,
                ZipConstants.FLAG_DESCRIPTOR,
                zip64);
        this.frames =
                new int[method == ZipMethod.STORE ? 0 : Math.toIntExact(frames(source.size()))];
    }

    /// Whether the sizes of an entry of this size are written in 64 bits.
    static boolean isZip64(long size) {
        return size >= ZIP64;
    }

    static long frames(long size) {
        return Math.ceilDiv(size, ZipConstants.FRAME);
    }

    ZipMethod method() {
        return method;
    }

    /// Takes content into the checksum, in its order.
    void update(byte[] bytes, int length) {
        crc.update(bytes, 0, length);
    }

    void writeHeader(ZipOutput out) throws IOException {
        offset = out.position();
        out.write(header, 0, header.length);
    }

    void writeData(ZipOutput out, byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        compressed += length;
        if (frames.length > 0) {
            frames[framesWritten++] = length;
        }
    }

    /// @param rows compressor of the row of the proof
    void writeEnd(ZipOutput out, EntryCompressor rows) throws IOException {
        byte[] tail =
                switch (method) {
                    case STORE -> new byte[0];
                    // RFC 1951 3.2.3: a last block, fixed codes, nothing in it
                    case DEFLATE -> new byte[] {3, 0};
                    case ZSTD -> EntryCompressor.zstdTail(source.size());
                };
        out.write(tail, 0, tail.length);
        compressed += tail.length;
        int sum = (int) crc.getValue();
        writeDescriptor(out, sum);
        int entry = Math.toIntExact(out.directory().entries());
        out.directory().add(header, 0, offset, sum, compressed, source.size());
        ProofBuffer row = new ProofBuffer();
        ProofWriter.row(row, source, url, source.nameLength(url), sum);
        out.proof().addRows(rows.compressRows(row.bytes(), row.length()));
        out.proof()
                .addTable(
                        new FrameTable(
                                entry,
                                header.length,
                                frames.length == 0 ? 0 : ZipConstants.FRAME,
                                frames));
        out.countSource(source.size());
    }

    private void writeDescriptor(ZipOutput out, int sum) throws IOException {
        byte[] descriptor = descriptor(sum, compressed, source.size());
        out.write(descriptor, 0, descriptor.length);
    }

    /// 4.3.9.2: sizes of eight bytes where the header has a ZIP64 field.
    static byte[] descriptor(int crc, long compressedSize, long size) {
        boolean zip64 = isZip64(size);
        byte[] descriptor =
                new byte[zip64 ? ZipConstants.DESCRIPTOR_ZIP64_SIZE : ZipConstants.DESCRIPTOR_SIZE];
        LittleEndian.put32(descriptor, 0, ZipConstants.DESCRIPTOR_SIGNATURE);
        LittleEndian.put32(descriptor, 4, crc);
        if (zip64) {
            LittleEndian.put64(descriptor, 8, compressedSize);
            LittleEndian.put64(descriptor, 16, size);
        } else {
            LittleEndian.put32(descriptor, 8, compressedSize);
            LittleEndian.put32(descriptor, 12, size);
        }
        return descriptor;
    }
}
