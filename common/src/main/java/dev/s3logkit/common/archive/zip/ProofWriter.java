package dev.s3logkit.common.archive.zip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Collects the proof while the archive is written: [ProofConstants] has its layout.
final class ProofWriter {

    private final ChunkedBuffer rows = new ChunkedBuffer();
    private final List<FrameTable> tables = new ArrayList<>();

    /// One row, before it is compressed.
    ///
    /// @param url in UTF-8
    /// @param nameLength bytes at the end of `url` that are the name
    static void row(ProofBuffer into, ZipSource source, byte[] url, int nameLength, int crc) {
        into.text(url);
        into.varint(nameLength);
        into.varint(source.size());
        into.u32(crc);
        into.varint(source.lastModified().toEpochMilli());
        into.text(source.etag().getBytes(StandardCharsets.UTF_8));
    }

    /// Adds rows as a frame of zstd.
    void addRows(byte[] frame) {
        rows.add(frame, 0, frame.length);
    }

    void addTable(FrameTable table) {
        tables.add(table);
    }

    void writeTo(ZipOutput out, ArchiveOrigin origin) throws IOException {
        ProofBuffer summary = summary(out, origin);
        byte[] trailer = new byte[ProofConstants.TRAILER_SIZE];
        LittleEndian.put64(trailer, ProofConstants.TRAILER_ROWS_LENGTH, rows.size());
        CRC32C rowsCrc = new CRC32C();
        rows.update(rowsCrc);
        LittleEndian.put32(trailer, ProofConstants.TRAILER_ROWS_CRC, rowsCrc.getValue());
        LittleEndian.put32(trailer, ProofConstants.TRAILER_SUMMARY_LENGTH, summary.length());
        LittleEndian.put32(
                trailer,
                ProofConstants.TRAILER_SUMMARY_CRC,
                crc(summary.bytes(), summary.length()));
        LittleEndian.put16(trailer, ProofConstants.TRAILER_VERSION, ProofConstants.VERSION);
        LittleEndian.put32(
                trailer, ProofConstants.TRAILER_CRC, crc(trailer, ProofConstants.TRAILER_CRC));
        LittleEndian.put64(trailer, ProofConstants.TRAILER_MAGIC, ProofConstants.MAGIC);
        rows.writeTo(out);
        out.write(summary.bytes(), 0, summary.length());
        out.write(trailer, 0, trailer.length);
    }

    private ProofBuffer summary(ZipOutput out, ArchiveOrigin origin) throws IOException {
        ProofBuffer summary = new ProofBuffer();
        summary.raw(origin.digest());
        summary.text(origin.options().getBytes(StandardCharsets.UTF_8));
        summary.varint(out.directory().entries());
        summary.varint(out.sourceBytes());
        summary.varint(tables.size());
        for (FrameTable table : tables) {
            summary.varint(table.entry());
            summary.varint(table.headerLength());
            summary.varint(table.frameBytes());
            summary.varint(table.frames());
            for (int frame = 0; frame < table.frames(); frame++) {
                summary.varint(table.length(frame));
            }
        }
        if (summary.length() > ProofConstants.MAX_SUMMARY) {
            throw new IOException(
                    "the frames of the large entries take %d bytes in the proof, allowed %d"
                            .formatted(summary.length(), ProofConstants.MAX_SUMMARY));
        }
        return summary;
    }

    static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
