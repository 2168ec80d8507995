package dev.s3logkit.common.archive.zip;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.archive.ZstdStream;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// From an entry of the directory to its bytes: finds them behind the local header, which has to
/// agree, and which no other entry may share. Safe for use by any number of threads.
final class EntryAccess {

    /// Compressed data of more than its content and this is not read into memory at once.
    private static final int MAX_OVERHEAD = 64 << 10;

    /// Read with an entry for what its local header has beyond the directory's, and its descriptor.
    private static final int SLACK = 256;

    private final ZipDirectory directory;
    private final RandomAccessSource source;

    EntryAccess(ZipDirectory directory) {
        this.directory = directory;
        this.source = directory.tail().source();
    }

    /// How messages name an entry.
    String describe(ZipEntry entry) {
        return "%s: zip: %s".formatted(source.name(), entry.name());
    }

    /// Whether an entry is decompressed in memory.
    static boolean isSmall(ZipEntry entry) {
        return entry.size() <= ZipConstants.LARGE
                && entry.compressedSize() <= entry.size() + MAX_OVERHEAD;
    }

    /// @throws UnsupportedFeatureException when the entry cannot be read, however whole it is
    ZipMethod method(ZipEntry entry) throws UnsupportedFeatureException {
        int flags = entry.flags();
        if ((flags
                        & (ZipConstants.FLAG_ENCRYPTED
                                | ZipConstants.FLAG_STRONG_ENCRYPTION
                                | ZipConstants.FLAG_MASKED_HEADERS))
                != 0) {
            throw new UnsupportedFeatureException(
                    describe(entry) + ": encrypted entries are not supported");
        }
        if ((flags & ZipConstants.FLAG_PATCH) != 0) {
            throw new UnsupportedFeatureException(
                    describe(entry) + ": compressed patched data is not supported");
        }
        for (ZipMethod method : ZipMethod.values()) {
            if (method.id() == entry.method()) {
                return method;
            }
        }
        throw new UnsupportedFeatureException(
                "%s: compression method %s is not supported"
                        .formatted(describe(entry), entry.methodName()));
    }

    /// Bytes from the offset of an entry to the next one or the directory.
    long room(ZipEntry entry) {
        return directory.limit(entry.index()) - entry.offset();
    }

    /// How many bytes from its offset on hold an entry, as a rule to its very end.
    ///
    /// @throws CorruptedInputException when other entries leave no room for it
    long span(ZipEntry entry) throws CorruptedInputException {
        long room = room(entry);
        long least = ZipConstants.LOCAL_SIZE + (long) directory.nameLength(entry.index());
        requireRoom(entry, least);
        return Math.min(room, least + entry.compressedSize() + SLACK);
    }

    /// The content of a small entry that is in memory.
    ///
    /// @param bytes with the local header at `at`
    /// @param length bytes of the entry that are there
    byte[] decode(ZipEntry entry, byte[] bytes, int at, int length, EntryDecoder decoder)
            throws IOException {
        ZipMethod method = method(entry);
        requireLocal(entry, bytes, at, length);
        long data = dataStart(entry, bytes, at);
        if (data + entry.compressedSize() > length) {
            byte[] compressed = source.read(entry.offset() + data, (int) entry.compressedSize());
            return decoder.decode(entry, method, compressed, 0, describe(entry));
        }
        return decoder.decode(entry, method, bytes, at + (int) data, describe(entry));
    }

    /// The content of an entry of any size, by one request.
    InputStream open(ZipEntry entry) throws IOException {
        ZipMethod method = method(entry);
        InputStream data = openData(entry);
        try {
            return new CheckedEntryStream(decompress(method, data, entry), entry, describe(entry));
        } catch (IOException e) {
            data.close();
            throw e;
        }
    }

    private InputStream decompress(ZipMethod method, InputStream data, ZipEntry entry)
            throws IOException {
        return switch (method) {
            case STORE -> {
                if (entry.size() != entry.compressedSize()) {
                    throw damaged(entry, "stored, with two sizes");
                }
                yield data;
            }
            case DEFLATE -> new InflateStream(data, describe(entry));
            case ZSTD -> new ZstdStream(data, describe(entry));
        };
    }

    /// The compressed bytes of an entry.
    private InputStream openData(ZipEntry entry) throws IOException {
        long span = span(entry);
        InputStream in = source.open(entry.offset(), span);
        try {
            int length = ZipConstants.LOCAL_SIZE + directory.nameLength(entry.index());
            byte[] header = in.readNBytes(length);
            requireLocal(entry, header, 0, header.length);
            long data = dataStart(entry, header, 0);
            if (data + entry.compressedSize() > span) {
                in.close();
                in = source.open(entry.offset() + data, entry.compressedSize());
            } else {
                in.skipNBytes(data - length);
            }
            return new LimitedStream(in, entry.compressedSize(), describe(entry));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /// Checks that the data of an entry that starts behind a header of this length has room.
    void requireRoom(ZipEntry entry, long headerLength) throws CorruptedInputException {
        long room = room(entry);
        if (entry.compressedSize() > room - headerLength) {
            throw damaged(
                    entry,
                    "overlaps with what follows: %d bytes of data in %d of room"
                            .formatted(entry.compressedSize(), room));
        }
    }

    /// Bytes of several entries.
    byte[] read(long offset, int length) throws IOException {
        return source.read(offset, length);
    }

    /// Where the data of a stored entry starts in the source; one small request.
    long dataOffset(ZipEntry entry) throws IOException {
        span(entry);
        byte[] header =
                source.read(
                        entry.offset(),
                        ZipConstants.LOCAL_SIZE + directory.nameLength(entry.index()));
        requireLocal(entry, header, 0, header.length);
        return entry.offset() + dataStart(entry, header, 0);
    }

    private void requireLocal(ZipEntry entry, byte[] bytes, int at, int length)
            throws FormatException {
        int nameLength = directory.nameLength(entry.index());
        if (length < ZipConstants.LOCAL_SIZE + nameLength
                || LittleEndian.i32(bytes, at) != ZipConstants.LOCAL_SIGNATURE) {
            throw damaged(entry, "no local header where the directory says there is one");
        }
        int name = at + ZipConstants.LOCAL_SIZE;
        int central = directory.header(entry.index()) + ZipConstants.CENTRAL_SIZE;
        if (LittleEndian.u16(bytes, at + ZipConstants.LOCAL_NAME_LENGTH) != nameLength
                || !Arrays.equals(
                        bytes,
                        name,
                        name + nameLength,
                        directory.tail().bytes(),
                        central,
                        central + nameLength)) {
            throw damaged(entry, "has another name in its local header");
        }
        int method = LittleEndian.u16(bytes, at + ZipConstants.LOCAL_METHOD);
        if (method != entry.method()) {
            throw damaged(
                    entry,
                    "has method %s in its local header and %s in the directory"
                            .formatted(ZipMethod.describe(method), entry.methodName()));
        }
    }

    private long dataStart(ZipEntry entry, byte[] bytes, int at) throws CorruptedInputException {
        long data =
                ZipConstants.LOCAL_SIZE
                        + (long) LittleEndian.u16(bytes, at + ZipConstants.LOCAL_NAME_LENGTH)
                        + LittleEndian.u16(bytes, at + ZipConstants.LOCAL_EXTRA_LENGTH);
        requireRoom(entry, data);
        return data;
    }

    CorruptedInputException damaged(ZipEntry entry, String problem) {
        return new CorruptedInputException(describe(entry) + ": " + problem, entry.offset());
    }
}
