package dev.s3logkit.common.archive.zip;

import java.io.IOException;

/// Collects the headers of the central directory while the archive is written, and ends it.
final class CentralDirectory {

    private final ChunkedBuffer headers = new ChunkedBuffer();
    private final CentralHeader header = new CentralHeader();
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
        int length = header.set(local, at, offset, crc, compressedSize, size);
        headers.add(header.bytes(), 0, length);
        entries++;
    }

    void writeTo(ZipOutput out) throws IOException {
        long offset = out.position();
        headers.writeTo(out);
        byte[] end = end(entries, offset, headers.size());
        out.write(end, 0, end.length);
    }

    /// The records that follow the headers: 4.3.14 to 4.3.16.
    ///
    /// @param offset of the directory
    /// @param size of its headers, bytes
    static byte[] end(long entries, long offset, long size) {
        boolean zip64 =
                entries >= ZipConstants.MAX_16
                        || size >= ZipConstants.MAX_32
                        || offset >= ZipConstants.MAX_32;
        int at = zip64 ? ZipConstants.ZIP64_END_SIZE + ZipConstants.LOCATOR_SIZE : 0;
        byte[] end = new byte[at + ZipConstants.END_SIZE];
        if (zip64) {
            zip64(end, entries, offset, size);
        }
        LittleEndian.put32(end, at, ZipConstants.END_SIGNATURE);
        int count = (int) Math.min(entries, ZipConstants.MAX_16);
        LittleEndian.put16(end, at + ZipConstants.END_ENTRIES_ON_DISK, count);
        LittleEndian.put16(end, at + ZipConstants.END_ENTRIES, count);
        LittleEndian.put32(
                end, at + ZipConstants.END_DIRECTORY_SIZE, Math.min(size, ZipConstants.MAX_32));
        LittleEndian.put32(
                end, at + ZipConstants.END_DIRECTORY_OFFSET, Math.min(offset, ZipConstants.MAX_32));
        return end;
    }

    private static void zip64(byte[] end, long entries, long offset, long size) {
        LittleEndian.put32(end, 0, ZipConstants.ZIP64_END_SIGNATURE);
        LittleEndian.put64(
                end,
                ZipConstants.ZIP64_END_REST,
                ZipConstants.ZIP64_END_SIZE - ZipConstants.ZIP64_END_MADE_BY);
        LittleEndian.put16(end, ZipConstants.ZIP64_END_MADE_BY, CentralHeader.MADE_BY);
        LittleEndian.put16(end, ZipConstants.ZIP64_END_VERSION, ZipConstants.VERSION_ZIP64);
        LittleEndian.put64(end, ZipConstants.ZIP64_END_ENTRIES_ON_DISK, entries);
        LittleEndian.put64(end, ZipConstants.ZIP64_END_ENTRIES, entries);
        LittleEndian.put64(end, ZipConstants.ZIP64_END_DIRECTORY_SIZE, size);
        LittleEndian.put64(end, ZipConstants.ZIP64_END_DIRECTORY_OFFSET, offset);
        int locator = ZipConstants.ZIP64_END_SIZE;
        LittleEndian.put32(end, locator, ZipConstants.LOCATOR_SIGNATURE);
        LittleEndian.put64(end, locator + ZipConstants.LOCATOR_OFFSET, offset + size);
        LittleEndian.put32(end, locator + ZipConstants.LOCATOR_DISKS, 1);
    }
}
