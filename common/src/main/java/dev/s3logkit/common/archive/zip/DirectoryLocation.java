package dev.s3logkit.common.archive.zip;

import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.NotThisFormatException;
import java.io.IOException;

/// Where the central directory is, as the records at the end of an archive say.
///
/// @param offset in the source
/// @param size bytes
/// @param entries as stated; modulo 2^16 without ZIP64
/// @param prepended bytes before the archive, such as a program that extracts it: added to every
///   offset in it
record DirectoryLocation(long offset, long size, long entries, boolean zip64, long prepended) {

    /// About two million entries.
    static final long MAX_DIRECTORY = 512L << 20;

    /// Read with a directory: the summary of the proof, which stands before it in our archives,
    /// with the tables of frames of up to 4 GB in large entries. Others cost a request more.
    private static final int BEFORE = 4 << 10;

    /// As stated, before it is known where the archive starts.
    private record Stated(long end, long size, long offset, long entries, boolean zip64) {}

    /// Finds it and has it in memory, by at most two requests.
    static DirectoryLocation find(ArchiveTail tail) throws IOException {
        int end = endRecord(tail);
        if (end < 0) {
            throw noArchive(tail);
        }
        Stated stated = stated(tail, end);
        if (stated.size < 0 || stated.offset < 0 || stated.entries < 0) {
            throw tail.damaged("a directory of impossible size or place", tail.start() + end);
        }
        if (stated.size > MAX_DIRECTORY) {
            throw new LimitExceededException(
                    tail.source().name() + ": zip: central directory, bytes",
                    stated.size,
                    MAX_DIRECTORY);
        }
        long offset = stated.end - stated.size;
        if (offset < 0 || stated.offset > offset) {
            throw tail.damaged(
                    "a directory of %d bytes at offset %d, which ends at %d"
                            .formatted(stated.size, stated.offset, stated.end),
                    tail.start() + end);
        }
        if (offset < tail.start()) {
            tail.extendTo(Math.max(0, offset - BEFORE));
        }
        if (offset > stated.offset
                && !isHeader(tail, offset)
                && stated.end - stated.offset <= MAX_DIRECTORY) {
            // Something stands between directory and end, such as a signature.
            tail.extendTo(stated.offset);
            if (isHeader(tail, stated.offset)) {
                return new DirectoryLocation(
                        stated.offset, stated.size, stated.entries, stated.zip64, 0);
            }
        }
        return new DirectoryLocation(
                offset, stated.size, stated.entries, stated.zip64, offset - stated.offset);
    }

    private static boolean isHeader(ArchiveTail tail, long offset) {
        int at = tail.at(offset);
        return tail.bytes().length - at >= Integer.BYTES
                && LittleEndian.i32(tail.bytes(), at) == ZipConstants.CENTRAL_SIGNATURE;
    }

    /// The last record whose comment ends where the source does, or -1.
    private static int endRecord(ArchiveTail tail) {
        byte[] bytes = tail.bytes();
        int last = bytes.length - ZipConstants.END_SIZE;
        for (int at = last; at >= 0 && last - at <= ZipConstants.MAX_16; at--) {
            if (LittleEndian.i32(bytes, at) == ZipConstants.END_SIGNATURE
                    && LittleEndian.u16(bytes, at + ZipConstants.END_COMMENT_LENGTH) == last - at) {
                return at;
            }
        }
        return -1;
    }

    private static IOException noArchive(ArchiveTail tail) throws IOException {
        if (tail.source().length() >= Integer.BYTES) {
            int magic = LittleEndian.i32(tail.source().read(0, Integer.BYTES), 0);
            if (magic == ZipConstants.LOCAL_SIGNATURE) {
                return tail.damaged(
                        "starts as an archive and has no end record: cut off, or one of several"
                                + " parts",
                        tail.source().length());
            }
        }
        return new NotThisFormatException(
                tail.source().name() + ": no zip archive: there is no end of a central directory");
    }

    private static Stated stated(ArchiveTail tail, int end) throws IOException {
        byte[] bytes = tail.bytes();
        int locator = end - ZipConstants.LOCATOR_SIZE;
        int disk = LittleEndian.u16(bytes, end + ZipConstants.END_DISK);
        int directoryDisk = LittleEndian.u16(bytes, end + ZipConstants.END_DIRECTORY_DISK);
        int entriesHere = LittleEndian.u16(bytes, end + ZipConstants.END_ENTRIES_ON_DISK);
        int entries = LittleEndian.u16(bytes, end + ZipConstants.END_ENTRIES);
        if (locator >= 0 && LittleEndian.i32(bytes, locator) == ZipConstants.LOCATOR_SIGNATURE) {
            return zip64(tail, end, locator);
        }
        if (disk != 0 || directoryDisk != 0 || entriesHere != entries) {
            throw tail.unsupported("archives of several parts (split or spanned)");
        }
        return new Stated(
                tail.start() + end,
                LittleEndian.u32(bytes, end + ZipConstants.END_DIRECTORY_SIZE),
                LittleEndian.u32(bytes, end + ZipConstants.END_DIRECTORY_OFFSET),
                entries,
                false);
    }

    /// 4.3.14.3: ZIP64 counts where the end record has all ones; elsewhere both have to agree.
    private static Stated zip64(ArchiveTail tail, int end, int locator) throws IOException {
        long endOffset = tail.start() + end;
        long locatorOffset = tail.start() + locator;
        if (LittleEndian.u32(tail.bytes(), locator + ZipConstants.LOCATOR_DISKS) > 1
                || LittleEndian.u32(tail.bytes(), locator + ZipConstants.LOCATOR_DISK) != 0) {
            throw tail.unsupported("archives of several parts (split or spanned)");
        }
        long offset = zip64Offset(tail, locatorOffset);
        int at = tail.at(offset);
        int endAt = tail.at(endOffset);
        byte[] bytes = tail.bytes();
        if (LittleEndian.i32(bytes, at + ZipConstants.ZIP64_END_DISK) != 0
                || LittleEndian.i32(bytes, at + ZipConstants.ZIP64_END_DIRECTORY_DISK) != 0) {
            throw tail.unsupported("archives of several parts (split or spanned)");
        }
        Stated stated =
                new Stated(
                        offset,
                        LittleEndian.i64(bytes, at + ZipConstants.ZIP64_END_DIRECTORY_SIZE),
                        LittleEndian.i64(bytes, at + ZipConstants.ZIP64_END_DIRECTORY_OFFSET),
                        LittleEndian.i64(bytes, at + ZipConstants.ZIP64_END_ENTRIES),
                        true);
        int entries = LittleEndian.u16(bytes, endAt + ZipConstants.END_ENTRIES);
        long size = LittleEndian.u32(bytes, endAt + ZipConstants.END_DIRECTORY_SIZE);
        long start = LittleEndian.u32(bytes, endAt + ZipConstants.END_DIRECTORY_OFFSET);
        if ((entries != ZipConstants.MAX_16 && entries != stated.entries)
                || (size != ZipConstants.MAX_32 && size != stated.size)
                || (start != ZipConstants.MAX_32 && start != stated.offset)) {
            throw tail.damaged("an end record that its ZIP64 record contradicts", endOffset);
        }
        return stated;
    }

    /// Directly before the locator as a rule, which also holds when something was put before the
    /// archive; where the locator says when there is extensible data behind it.
    private static long zip64Offset(ArchiveTail tail, long locator) throws IOException {
        long usual = locator - ZipConstants.ZIP64_END_SIZE;
        if (usual >= 0) {
            tail.extendTo(usual);
            if (isZip64End(tail, usual, locator)) {
                return usual;
            }
        }
        long stated =
                LittleEndian.i64(tail.bytes(), tail.at(locator) + ZipConstants.LOCATOR_OFFSET);
        if (stated >= 0 && stated <= usual && locator - stated <= MAX_DIRECTORY) {
            tail.extendTo(stated);
            if (isZip64End(tail, stated, locator)) {
                return stated;
            }
        }
        throw tail.damaged("a ZIP64 locator that leads to no ZIP64 record", locator);
    }

    private static boolean isZip64End(ArchiveTail tail, long offset, long locator) {
        int at = tail.at(offset);
        return LittleEndian.i32(tail.bytes(), at) == ZipConstants.ZIP64_END_SIGNATURE
                && LittleEndian.i64(tail.bytes(), at + ZipConstants.ZIP64_END_REST)
                        == locator - offset - ZipConstants.ZIP64_END_MADE_BY;
    }
}
