package dev.s3logkit.compressor.archive;

import dev.s3logkit.common.archive.zip.ZipMethod;
import dev.s3logkit.common.archive.zip.ZipOptions;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.OrderedFetch;
import dev.s3logkit.compressor.event.ArchiveForm;

/// How much of the heap each stage of a run may hold. Bytes in flight are what bounds memory, not
/// the number of downloads.
final class MemoryShares {

    /// Larger objects are not read ahead of their turn, but while they are compressed.
    static final int WHOLE_BYTES = 8 << 20;

    private static final long SHARE = 8;
    private static final long MOST_AHEAD = 256L << 20;
    private static final int LEAST_PART = 8 << 20;

    /// Of the 10,000 that S3 takes; the rest is for what the estimate does not know.
    private static final int PARTS = 9_000;

    /// Headers, directory and proof of an entry with the longest name.
    private static final long ENTRY_BYTES = 4_096;

    private MemoryShares() {}

    /// What downloads may hold.
    static OrderedFetch.Limits fetch(int workers, long heap) {
        long bytes = Math.clamp(heap / SHARE, 2L * WHOLE_BYTES, MOST_AHEAD);
        return new OrderedFetch.Limits(workers, bytes, WHOLE_BYTES);
    }

    /// What compression may hold.
    static ZipOptions zip(ArchiveForm form, long heap) {
        ZipMethod method =
                switch (form.compression()) {
                    case ZSTD -> ZipMethod.ZSTD;
                    case DEFLATE -> ZipMethod.DEFLATE;
                    case STORE -> ZipMethod.STORE;
                };
        ZipOptions usual = ZipOptions.of(method).withLevel(form.level());
        long bytes =
                Math.clamp(heap / SHARE, ZipOptions.MIN_BYTES_IN_FLIGHT, usual.maxBytesInFlight());
        return new ZipOptions(method, form.level(), usual.threads(), bytes);
    }

    /// Bytes of a part of the upload: so many that the whole archive fits into S3's number of
    /// parts.
    static int part(long sources, long bytes) {
        long needed = (bytes + sources * ENTRY_BYTES) / PARTS;
        return Math.clamp(needed, LEAST_PART, CreateOptions.MAX_PART_SIZE);
    }
}
