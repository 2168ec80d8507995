package dev.s3logkit.common.archive.zip;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// The time of the last change in a central directory header, from the most exact field that has
/// it.
final class ZipTime {

    /// 4.5.5: of the time of the last change, in 100 ns since 1601.
    private static final int NTFS = 0x000a;

    private static final int NTFS_TIMES = 1;
    private static final int NTFS_MODIFIED_AT = 8;
    private static final long NTFS_EPOCH_SECONDS = -11_644_473_600L;
    private static final long NTFS_PER_SECOND = 10_000_000;

    private ZipTime() {}

    static Instant of(byte[] header, int at) {
        int unix = ExtraFields.find(header, at, ZipConstants.EXTRA_TIMESTAMP);
        if (unix >= 0
                && LittleEndian.u16(header, unix - 2) >= ZipConstants.TIMESTAMP_SIZE
                && (header[unix] & ZipConstants.TIMESTAMP_MODIFIED) != 0) {
            return Instant.ofEpochSecond(LittleEndian.i32(header, unix + 1));
        }
        int ntfs = ExtraFields.find(header, at, NTFS);
        if (ntfs >= 0
                && LittleEndian.u16(header, ntfs - 2) >= NTFS_MODIFIED_AT + Long.BYTES
                && LittleEndian.u16(header, ntfs + 4) == NTFS_TIMES) {
            long time = LittleEndian.i64(header, ntfs + NTFS_MODIFIED_AT);
            return Instant.ofEpochSecond(
                    NTFS_EPOCH_SECONDS + Math.floorDiv(time, NTFS_PER_SECOND),
                    Math.floorMod(time, NTFS_PER_SECOND) * 100);
        }
        return dos(LittleEndian.i32(header, at + ZipConstants.CENTRAL_TIME));
    }

    /// A date that does not exist is 1980-01-01, as some writers say that they know none.
    private static Instant dos(int time) {
        try {
            return LocalDateTime.of(
                            1980 + (time >>> 25),
                            time >>> 21 & 15,
                            time >>> 16 & 31,
                            time >>> 11 & 31,
                            time >>> 5 & 63,
                            (time & 31) * 2)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return Instant.ofEpochSecond(315_532_800);
        }
    }
}
