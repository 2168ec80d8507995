package dev.s3logkit.common.archive.zip;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Local file headers as we write them: the name in UTF-8, then ZIP64 sizes where they may be
/// needed, then the time of the last change in seconds.
final class LocalHeader {

    private static final int TIMESTAMP_EXTRA =
            ZipConstants.EXTRA_HEADER_SIZE + ZipConstants.TIMESTAMP_SIZE;
    private static final int ZIP64_EXTRA = ZipConstants.EXTRA_HEADER_SIZE + 2 * Long.BYTES;

    /// What MS-DOS's two fields can say: 1980 to 2107.
    private static final int FIRST_YEAR = 1980;

    private static final int LAST_YEAR = 2107;
    private static final int FIRST_TIME = 1 << 21 | 1 << 16;
    private static final int LAST_TIME = 127 << 25 | 12 << 21 | 31 << 16 | 23 << 11 | 59 << 5 | 29;

    private LocalHeader() {}

    static int length(int nameLength, boolean zip64) {
        return ZipConstants.LOCAL_SIZE + nameLength + TIMESTAMP_EXTRA + (zip64 ? ZIP64_EXTRA : 0);
    }

    /// Writes all but CRC-32 and sizes, which stay zero, or all ones where ZIP64 has them.
    ///
    /// @param name array with the name from `nameAt` on
    static void write(
            byte[] into,
            int at,
            byte[] name,
            int nameAt,
            int nameLength,
            Instant lastModified,
            ZipMethod method,
            int flags,
            boolean zip64) {
        LittleEndian.put32(into, at, ZipConstants.LOCAL_SIGNATURE);
        int version =
                zip64 ? Math.max(method.version(), ZipConstants.VERSION_ZIP64) : method.version();
        LittleEndian.put16(into, at + ZipConstants.LOCAL_VERSION, version);
        LittleEndian.put16(into, at + ZipConstants.LOCAL_FLAGS, flags | ZipConstants.FLAG_UTF8);
        LittleEndian.put16(into, at + ZipConstants.LOCAL_METHOD, method.id());
        LittleEndian.put32(into, at + ZipConstants.LOCAL_TIME, dosTime(lastModified));
        sizes(into, at, 0, zip64 ? ZipConstants.MAX_32 : 0, zip64 ? ZipConstants.MAX_32 : 0);
        LittleEndian.put16(into, at + ZipConstants.LOCAL_NAME_LENGTH, nameLength);
        LittleEndian.put16(
                into,
                at + ZipConstants.LOCAL_EXTRA_LENGTH,
                TIMESTAMP_EXTRA + (zip64 ? ZIP64_EXTRA : 0));
        int extra = at + ZipConstants.LOCAL_SIZE;
        System.arraycopy(name, nameAt, into, extra, nameLength);
        extra += nameLength;
        if (zip64) {
            LittleEndian.put16(into, extra, ZipConstants.EXTRA_ZIP64);
            LittleEndian.put16(into, extra + 2, 2 * Long.BYTES);
            LittleEndian.put64(into, extra + 4, 0);
            LittleEndian.put64(into, extra + 12, 0);
            extra += ZIP64_EXTRA;
        }
        LittleEndian.put16(into, extra, ZipConstants.EXTRA_TIMESTAMP);
        LittleEndian.put16(into, extra + 2, ZipConstants.TIMESTAMP_SIZE);
        into[extra + 4] = ZipConstants.TIMESTAMP_MODIFIED;
        LittleEndian.put32(
                into, extra + 5, Math.min(Integer.MAX_VALUE, lastModified.getEpochSecond()));
    }

    static void sizes(byte[] into, int at, int crc, long compressedSize, long size) {
        LittleEndian.put32(into, at + ZipConstants.LOCAL_CRC, crc);
        LittleEndian.put32(into, at + ZipConstants.LOCAL_COMPRESSED_SIZE, compressedSize);
        LittleEndian.put32(into, at + ZipConstants.LOCAL_ENTRY_SIZE, size);
    }

    /// Where the extra field with the time starts in the header at `at`.
    static int timestampAt(byte[] header, int at) {
        return at
                + ZipConstants.LOCAL_SIZE
                + LittleEndian.u16(header, at + ZipConstants.LOCAL_NAME_LENGTH)
                + LittleEndian.u16(header, at + ZipConstants.LOCAL_EXTRA_LENGTH)
                - TIMESTAMP_EXTRA;
    }

    static int timestampLength() {
        return TIMESTAMP_EXTRA;
    }

    /// Date and time in UTC, in steps of two seconds.
    private static int dosTime(Instant instant) {
        LocalDateTime t = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        if (t.getYear() < FIRST_YEAR) {
            return FIRST_TIME;
        }
        if (t.getYear() > LAST_YEAR) {
            return LAST_TIME;
        }
        return (t.getYear() - FIRST_YEAR) << 25
                | t.getMonthValue() << 21
                | t.getDayOfMonth() << 16
                | t.getHour() << 11
                | t.getMinute() << 5
                | t.getSecond() >> 1;
    }
}
