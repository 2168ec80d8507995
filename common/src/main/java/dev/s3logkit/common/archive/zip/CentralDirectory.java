package dev.s3logkit.common.archive.zip;

import java.io.IOException;
import java.util.Arrays;

/// Collects the headers of the central directory while the archive is written, and ends it.
final class CentralDirectory {

    private static final int MADE_BY = ZipConstants.MADE_BY_UNIX << 8 | ZipConstants.VERSION_ZSTD;

    /// The fields from the version needed to the length of the name stand in both headers, in the
    /// same order.
    private static final int SHARED = ZipConstants.LOCAL_EXTRA_LENGTH - ZipConstants.LOCAL_VERSION;

    private final ChunkedBuffer headers = new ChunkedBuffer();
    private byte[] header = new byte[1 << 9];
    private long entries;

    long entries() {
        return entries;
    }

    /// An entry whose local header says everything.
    void add(byte[] local, int at, long offset) {
        add(
                local,
                at,
                offset,
                LittleEndian.i32(local, at + ZipConstants.LOCAL_CRC),
                LittleEndian.u32(local, at + ZipConstants.LOCAL_COMPRESSED_SIZE),
                LittleEndian.u32(local, at + ZipConstants.LOCAL_ENTRY_SIZE));
    }

    /// An entry whose local header does not know CRC-32 and sizes.
    void add(byte[] local, int at, long offset, int crc, long compressedSize, long size) {
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
        headers.add(header, 0, needed);
        entries++;
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

    void writeTo(ZipOutput out) throws IOException {
        long offset = out.position();
        headers.writeTo(out);
        long size = headers.size();
        if (entries >= ZipConstants.MAX_16
                || size >= ZipConstants.MAX_32
                || offset >= ZipConstants.MAX_32) {
            writeZip64(out, offset, size);
        }
        byte[] end = new byte[ZipConstants.END_SIZE];
        LittleEndian.put32(end, 0, ZipConstants.END_SIGNATURE);
        int count = (int) Math.min(entries, ZipConstants.MAX_16);
        LittleEndian.put16(end, ZipConstants.END_ENTRIES_ON_DISK, count);
        LittleEndian.put16(end, ZipConstants.END_ENTRIES, count);
        LittleEndian.put32(
                end, ZipConstants.END_DIRECTORY_SIZE, Math.min(size, ZipConstants.MAX_32));
        LittleEndian.put32(
                end, ZipConstants.END_DIRECTORY_OFFSET, Math.min(offset, ZipConstants.MAX_32));
        out.write(end, 0, end.length);
    }

    private void writeZip64(ZipOutput out, long offset, long size) throws IOException {
        long position = out.position();
        byte[] end = new byte[ZipConstants.ZIP64_END_SIZE];
        LittleEndian.put32(end, 0, ZipConstants.ZIP64_END_SIGNATURE);
        LittleEndian.put64(
                end,
                ZipConstants.ZIP64_END_REST,
                ZipConstants.ZIP64_END_SIZE - ZipConstants.ZIP64_END_MADE_BY);
        LittleEndian.put16(end, ZipConstants.ZIP64_END_MADE_BY, MADE_BY);
        LittleEndian.put16(end, ZipConstants.ZIP64_END_VERSION, ZipConstants.VERSION_ZIP64);
        LittleEndian.put64(end, ZipConstants.ZIP64_END_ENTRIES_ON_DISK, entries);
        LittleEndian.put64(end, ZipConstants.ZIP64_END_ENTRIES, entries);
        LittleEndian.put64(end, ZipConstants.ZIP64_END_DIRECTORY_SIZE, size);
        LittleEndian.put64(end, ZipConstants.ZIP64_END_DIRECTORY_OFFSET, offset);
        out.write(end, 0, end.length);
        byte[] locator = new byte[ZipConstants.LOCATOR_SIZE];
        LittleEndian.put32(locator, 0, ZipConstants.LOCATOR_SIGNATURE);
        LittleEndian.put64(locator, ZipConstants.LOCATOR_OFFSET, position);
        LittleEndian.put32(locator, ZipConstants.LOCATOR_DISKS, 1);
        out.write(locator, 0, locator.length);
    }
}
