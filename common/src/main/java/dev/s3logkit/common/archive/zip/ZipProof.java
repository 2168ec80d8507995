package dev.s3logkit.common.archive.zip;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an archive of ours says of itself: [ProofConstants] has the layout. Safe for use by any
/// number of threads.
public final class ZipProof {

    private final ArchiveTail tail;
    private final ArchiveOrigin origin;
    private final long entries;
    private final long sourceBytes;
    private final long rowsOffset;
    private final long rowsLength;
    private final int rowsCrc;
    private final Map<Integer, FrameTable> tables;

    private ZipProof(
            ArchiveTail tail, long rowsOffset, long rowsLength, int rowsCrc, ProofCursor summary)
            throws FormatException {
        this.tail = tail;
        this.rowsOffset = rowsOffset;
        this.rowsLength = rowsLength;
        this.rowsCrc = rowsCrc;
        this.origin = summary.origin();
        this.entries = summary.varint();
        this.sourceBytes = summary.varint();
        this.tables = tables(summary, entries);
        summary.requireEnd();
    }

    /// What the archive was asked to be.
    public ArchiveOrigin origin() {
        return origin;
    }

    /// How many entries there are.
    public long entries() {
        return entries;
    }

    /// Bytes of all sources.
    public long sourceBytes() {
        return sourceBytes;
    }

    /// Where the proof starts in the source, which is where the last entry ends.
    long offset() {
        return rowsOffset;
    }

    @Nullable FrameTable table(int entry) {
        return tables.get(entry);
    }

    InputStream openRows() throws IOException {
        return tail.open(rowsOffset, rowsLength);
    }

    int rowsCrc() {
        return rowsCrc;
    }

    RandomAccessSource source() {
        return tail.source();
    }

    /// The proof that stands before the directory, or null when there is none.
    static @Nullable ZipProof read(ArchiveTail tail, DirectoryLocation directory, int entries)
            throws IOException {
        long end = directory.offset();
        long start = end - ProofConstants.TRAILER_SIZE;
        if (start < 0) {
            return null;
        }
        byte[] trailer;
        try (InputStream in = tail.open(start, ProofConstants.TRAILER_SIZE)) {
            trailer = in.readNBytes(ProofConstants.TRAILER_SIZE);
        }
        if (LittleEndian.i64(trailer, ProofConstants.TRAILER_MAGIC) != ProofConstants.MAGIC) {
            return null;
        }
        if (LittleEndian.i32(trailer, ProofConstants.TRAILER_CRC)
                != ProofWriter.crc(trailer, ProofConstants.TRAILER_CRC)) {
            throw tail.damaged("the checksum of the proof's trailer is wrong", start);
        }
        int version = LittleEndian.u16(trailer, ProofConstants.TRAILER_VERSION);
        if (version != ProofConstants.VERSION) {
            throw new UnsupportedFeatureException(
                    "%s: zip: proof of version %d, known is %d"
                            .formatted(tail.source().name(), version, ProofConstants.VERSION));
        }
        long summaryLength = LittleEndian.u32(trailer, ProofConstants.TRAILER_SUMMARY_LENGTH);
        if (summaryLength > ProofConstants.MAX_SUMMARY) {
            throw new LimitExceededException(
                    tail.source().name() + ": zip: summary of the proof, bytes",
                    summaryLength,
                    ProofConstants.MAX_SUMMARY);
        }
        long rowsLength = LittleEndian.i64(trailer, ProofConstants.TRAILER_ROWS_LENGTH);
        long summaryOffset = start - summaryLength;
        if (rowsLength < 0 || rowsLength > summaryOffset) {
            throw tail.damaged("a proof that is longer than what stands before it", start);
        }
        byte[] summary;
        try (InputStream in = tail.open(summaryOffset, summaryLength)) {
            summary = in.readNBytes((int) summaryLength);
        }
        if (LittleEndian.i32(trailer, ProofConstants.TRAILER_SUMMARY_CRC)
                != ProofWriter.crc(summary, summary.length)) {
            throw tail.damaged("the checksum of the proof's summary is wrong", summaryOffset);
        }
        ZipProof proof =
                new ZipProof(
                        tail,
                        summaryOffset - rowsLength,
                        rowsLength,
                        LittleEndian.i32(trailer, ProofConstants.TRAILER_ROWS_CRC),
                        new ProofCursor(summary, tail.source().name(), summaryOffset));
        if (proof.entries != entries) {
            throw tail.damaged(
                    "a proof of %d entries beside a directory of %d"
                            .formatted(proof.entries, entries),
                    summaryOffset);
        }
        return proof;
    }

    private static Map<Integer, FrameTable> tables(ProofCursor summary, long entries)
            throws FormatException {
        int count = summary.count();
        Map<Integer, FrameTable> tables = new HashMap<>();
        int last = -1;
        for (int i = 0; i < count; i++) {
            int entry = summary.number();
            if (entry <= last || entry >= entries) {
                throw summary.damaged("a table of entry %d after %d".formatted(entry, last));
            }
            last = entry;
            int headerLength = summary.number();
            int frameBytes = summary.number();
            int[] lengths = new int[summary.count()];
            for (int frame = 0; frame < lengths.length; frame++) {
                lengths[frame] = summary.number();
            }
            tables.put(entry, new FrameTable(entry, headerLength, frameBytes, lengths));
        }
        return tables;
    }
}
