package dev.s3logkit.common.archive.zip;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The central directory as it stands in the archive, with the place of every header: about twelve
/// bytes for an entry on top of its header. Safe for use by any number of threads.
final class ZipDirectory {

    /// 4.3.13: may follow the headers.
    private static final int SIGNATURE_OF_DIRECTORY = 0x05054b50;

    private final ArchiveTail tail;
    private final DirectoryLocation location;
    private int[] headers;
    private long[] offsets;
    private int entries;

    /// The offsets in ascending order; null when they stand so already.
    private final long @Nullable [] sorted;

    /// @param tail has the directory in memory
    ZipDirectory(ArchiveTail tail, DirectoryLocation location) throws FormatException {
        this.tail = tail;
        this.location = location;
        int most = (int) (location.size() / ZipConstants.CENTRAL_SIZE);
        int expected = (int) Math.min(most, location.entries());
        this.headers = new int[expected];
        this.offsets = new long[expected];
        parse();
        this.sorted = sorted();
    }

    static ZipDirectory read(RandomAccessSource source) throws IOException {
        ArchiveTail tail = new ArchiveTail(source);
        return new ZipDirectory(tail, DirectoryLocation.find(tail));
    }

    private void parse() throws FormatException {
        byte[] bytes = tail.bytes();
        int at = tail.at(location.offset());
        int end = at + (int) location.size();
        while (at < end) {
            if (end - at < ZipConstants.CENTRAL_SIZE
                    || LittleEndian.i32(bytes, at) != ZipConstants.CENTRAL_SIGNATURE) {
                if (end - at >= Integer.BYTES
                        && LittleEndian.i32(bytes, at) == SIGNATURE_OF_DIRECTORY) {
                    break;
                }
                throw damaged("no directory header where one is expected", at);
            }
            int length =
                    ZipConstants.CENTRAL_SIZE
                            + LittleEndian.u16(bytes, at + ZipConstants.CENTRAL_NAME_LENGTH)
                            + LittleEndian.u16(bytes, at + ZipConstants.CENTRAL_EXTRA_LENGTH)
                            + LittleEndian.u16(bytes, at + ZipConstants.CENTRAL_COMMENT_LENGTH);
            if (length > end - at) {
                throw damaged("a directory header that goes on behind the directory", at);
            }
            add(at);
            at += length;
        }
        if (location.zip64()
                ? entries != location.entries()
                : (entries & ZipConstants.MAX_16) != location.entries()) {
            throw tail.damaged(
                    "a directory of %d entries where %d are stated"
                            .formatted(entries, location.entries()),
                    location.offset());
        }
    }

    private void add(int at) throws FormatException {
        int disk = LittleEndian.u16(tail.bytes(), at + ZipConstants.CENTRAL_DISK);
        if (disk != 0 && disk != ZipConstants.MAX_16) {
            throw tail.unsupported("archives of several parts (split or spanned)");
        }
        if (entries == headers.length) {
            int room = Math.max(16, 2 * entries);
            headers = Arrays.copyOf(headers, room);
            offsets = Arrays.copyOf(offsets, room);
        }
        long offset = wide(at, ZipConstants.CENTRAL_OFFSET) + location.prepended();
        if (offset < 0 || offset > location.offset() - ZipConstants.LOCAL_SIZE) {
            throw damaged("an entry at offset %d, which is none of one".formatted(offset), at);
        }
        if (wide(at, ZipConstants.CENTRAL_ENTRY_SIZE) < 0
                || wide(at, ZipConstants.CENTRAL_COMPRESSED_SIZE) < 0) {
            throw damaged("an entry of impossible size", at);
        }
        headers[entries] = at;
        offsets[entries] = offset;
        entries++;
    }

    /// A number of 32 bits, or that of the ZIP64 field (4.5.3) that stands for it. Negative when it
    /// is missing there or beyond 2^63.
    private long wide(int header, int field) {
        byte[] bytes = tail.bytes();
        long value = LittleEndian.u32(bytes, header + field);
        if (value != ZipConstants.MAX_32) {
            return value;
        }
        int content = ExtraFields.find(bytes, header, ZipConstants.EXTRA_ZIP64);
        if (content < 0) {
            return value;
        }
        int end = content + LittleEndian.u16(bytes, content - 2);
        for (int before :
                new int[] {ZipConstants.CENTRAL_ENTRY_SIZE, ZipConstants.CENTRAL_COMPRESSED_SIZE}) {
            if (before == field) {
                break;
            }
            if (LittleEndian.u32(bytes, header + before) == ZipConstants.MAX_32) {
                content += Long.BYTES;
            }
        }
        return end - content >= Long.BYTES ? LittleEndian.i64(bytes, content) : -1;
    }

    private long @Nullable [] sorted() {
        for (int i = 1; i < entries; i++) {
            if (offsets[i] <= offsets[i - 1]) {
                long[] copy = Arrays.copyOf(offsets, entries);
                Arrays.sort(copy);
                return copy;
            }
        }
        return null;
    }

    int size() {
        return entries;
    }

    ArchiveTail tail() {
        return tail;
    }

    DirectoryLocation location() {
        return location;
    }

    ZipEntry entry(int index) {
        byte[] bytes = tail.bytes();
        int at = headers[index];
        return new ZipEntry(
                index,
                ZipName.decode(bytes, at),
                wide(at, ZipConstants.CENTRAL_ENTRY_SIZE),
                wide(at, ZipConstants.CENTRAL_COMPRESSED_SIZE),
                LittleEndian.i32(bytes, at + ZipConstants.CENTRAL_CRC),
                LittleEndian.u16(bytes, at + ZipConstants.CENTRAL_METHOD),
                LittleEndian.u16(bytes, at + ZipConstants.CENTRAL_FLAGS),
                offsets[index],
                unixMode(bytes, at),
                ZipTime.of(bytes, at));
    }

    /// Info-ZIP keeps it in the upper half of the external attributes.
    private static int unixMode(byte[] bytes, int at) {
        return switch (LittleEndian.u16(bytes, at + ZipConstants.CENTRAL_MADE_BY) >> 8) {
            case ZipConstants.MADE_BY_UNIX, ZipConstants.MADE_BY_DARWIN ->
                    LittleEndian.u16(bytes, at + ZipConstants.CENTRAL_EXTERNAL_ATTRIBUTES + 2);
            default -> 0;
        };
    }

    /// Where the central directory header of an entry starts in the memory of the tail.
    int header(int index) {
        return headers[index];
    }

    int nameLength(int index) {
        return LittleEndian.u16(tail.bytes(), headers[index] + ZipConstants.CENTRAL_NAME_LENGTH);
    }

    long offset(int index) {
        return offsets[index];
    }

    /// Where the room of an entry ends: at the next entry, or at the directory. Its own offset when
    /// another entry starts there too.
    long limit(int index) {
        if (sorted == null) {
            return index + 1 < entries ? offsets[index + 1] : location.offset();
        }
        int at = Arrays.binarySearch(sorted, offsets[index]);
        if (at > 0 && sorted[at - 1] == sorted[at]) {
            return sorted[at];
        }
        return at + 1 < sorted.length ? sorted[at + 1] : location.offset();
    }

    /// Numbers of the entries in the order of their bytes.
    int[] inOrderOfOffset() {
        int[] order = new int[entries];
        Arrays.setAll(order, i -> i);
        if (sorted != null) {
            order =
                    Arrays.stream(order)
                            .boxed()
                            .sorted((a, b) -> Long.compare(offsets[a], offsets[b]))
                            .mapToInt(Integer::intValue)
                            .toArray();
        }
        return order;
    }

    private CorruptedInputException damaged(String problem, int at) {
        return tail.damaged(problem, tail.start() + at);
    }
}
