package dev.s3logkit.common.archive.zip;

import java.util.Arrays;

/// Headers of the central directory (4.3.12) as we write them, made from the local header of the
/// same entry. One after the other in the same array.
final class CentralHeader {

    static final int MADE_BY = ZipConstants.MADE_BY_UNIX << 8 | ZipConstants.VERSION_ZSTD;

    /// The fields from the version needed to the length of the name stand in both headers, in the
    /// same order.
    private static final int SHARED = ZipConstants.LOCAL_EXTRA_LENGTH - ZipConstants.LOCAL_VERSION;

    private byte[] header = new byte[1 << 9];

    /// The array that has the header; replaced when a longer one comes.
    byte[] bytes() {
        return header;
    }

    /// Makes the header of an entry.
    ///
    /// @param local array with the local header from `at` on
    /// @return its length
    int set(byte[] local, int at, long offset, int crc, long compressedSize, long size) {
        int nameLength = LittleEndian.u16(local, at + ZipConstants.LOCAL_NAME_LENGTH);
        int needed = ZipConstants.CENTRAL_SIZE + nameLength + LocalHeader.timestampLength();
        int room = needed + ZipConstants.EXTRA_HEADER_SIZE + 3 * Long.BYTES;
        if (header.length < room) {
            header = new byte[room];
        }
        Arrays.fill(header, 0, ZipConstants.CENTRAL_SIZE, (byte) 0);
        LittleEndian.put32(header, 0, ZipConstants.CENTRAL_SIGNATURE);
        LittleEndian.put16(header, ZipConstants.CENTRAL_MADE_BY, MADE_BY);
        System.arraycopy(
                local,
                at + ZipConstants.LOCAL_VERSION,
                header,
                ZipConstants.CENTRAL_VERSION,
                SHARED);
        LittleEndian.put32(header, ZipConstants.CENTRAL_CRC, crc);
        int nameAt = at + ZipConstants.LOCAL_SIZE;
        boolean folder = size == 0 && local[nameAt + nameLength - 1] == '/';
        LittleEndian.put32(
                header,
                ZipConstants.CENTRAL_EXTERNAL_ATTRIBUTES,
                folder ? ZipConstants.FOLDER_ATTRIBUTES : ZipConstants.FILE_ATTRIBUTES);
        System.arraycopy(local, nameAt, header, ZipConstants.CENTRAL_SIZE, nameLength);
        System.arraycopy(
                local,
                LocalHeader.timestampAt(local, at),
                header,
                ZipConstants.CENTRAL_SIZE + nameLength,
                LocalHeader.timestampLength());
        // 4.5.3: the fields in this order, each only when it is all ones above.
        int zip64 = needed + ZipConstants.EXTRA_HEADER_SIZE;
        int end = sized(ZipConstants.CENTRAL_ENTRY_SIZE, size, zip64);
        end = sized(ZipConstants.CENTRAL_COMPRESSED_SIZE, compressedSize, end);
        end = sized(ZipConstants.CENTRAL_OFFSET, offset, end);
        if (end > zip64) {
            LittleEndian.put16(header, needed, ZipConstants.EXTRA_ZIP64);
            LittleEndian.put16(header, needed + 2, end - zip64);
            int version = LittleEndian.u16(header, ZipConstants.CENTRAL_VERSION);
            LittleEndian.put16(
                    header,
                    ZipConstants.CENTRAL_VERSION,
                    Math.max(version, ZipConstants.VERSION_ZIP64));
            needed = end;
        }
        LittleEndian.put16(
                header,
                ZipConstants.CENTRAL_EXTRA_LENGTH,
                needed - ZipConstants.CENTRAL_SIZE - nameLength);
        return needed;
    }

    private int sized(int field, long value, int zip64) {
        if (value < ZipConstants.MAX_32) {
            LittleEndian.put32(header, field, value);
            return zip64;
        }
        LittleEndian.put32(header, field, ZipConstants.MAX_32);
        LittleEndian.put64(header, zip64, value);
        return zip64 + Long.BYTES;
    }
}
