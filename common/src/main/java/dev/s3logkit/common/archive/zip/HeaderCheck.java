package dev.s3logkit.common.archive.zip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Holds the headers of an archive of ours against those that its proof makes. Each byte of such an
/// archive belongs to an entry, the proof, the directory or its end, and follows from the proof but
/// for the compressed data, which has its CRC-32: so whatever is wrong is found, also what our own
/// reader could do without and another one may not.
///
/// Entries are taken in their order by one thread; [#local(ZipEntry, EntryVisitor.Body)] is for any
/// thread.
final class HeaderCheck {

    private final ZipDirectory directory;
    private final CentralHeader central = new CentralHeader();
    private byte[] local = new byte[1 << 9];
    private long offset;
    private long headers;

    HeaderCheck(ZipDirectory directory) {
        this.directory = directory;
        this.offset = directory.location().prepended();
    }

    /// Takes the next entry.
    ///
    /// @return what is wrong with its header in the directory, or null
    @Nullable String central(ZipEntry entry, ProofEntry row) {
        byte[] bytes = directory.tail().bytes();
        int at = directory.header(entry.index());
        byte[] url = row.source().url().getBytes(StandardCharsets.UTF_8);
        int nameLength = row.source().nameLength(url);
        long size = row.source().size();
        boolean large = isLarge(size);
        boolean zip64 = large && LargeEntry.isZip64(size);
        int length = LocalHeader.length(nameLength, zip64);
        if (local.length < length) {
            local = new byte[length];
        }
        long expected = offset;
        offset += length + entry.compressedSize() + descriptorLength(size);
        LocalHeader.write(
                local,
                0,
                url,
                url.length - nameLength,
                nameLength,
                row.source().lastModified(),
                method(entry),
                large ? ZipConstants.FLAG_DESCRIPTOR : 0,
                zip64);
        int expectedLength =
                central.set(
                        local,
                        0,
                        expected - directory.location().prepended(),
                        row.crc32(),
                        entry.compressedSize(),
                        size);
        headers += expectedLength;
        int end = Math.min(bytes.length, at + expectedLength);
        int differing = Arrays.mismatch(central.bytes(), 0, expectedLength, bytes, at, end);
        return differing < 0
                ? null
                : "its header in the directory is not what the proof makes, from byte %d on"
                        .formatted(differing);
    }

    /// Takes what stands around the data of an entry whose header in the directory is right.
    ///
    /// @return what is wrong with it, or null
    @Nullable String local(ZipEntry entry, EntryVisitor.Body body) throws IOException {
        byte[] expected = local(entry);
        int differing = Arrays.mismatch(expected, body.head(expected.length));
        if (differing >= 0) {
            return "its local header is not what the directory says, from byte %d on"
                    .formatted(differing);
        }
        if (!isLarge(entry.size())) {
            return null;
        }
        byte[] descriptor =
                LargeEntry.descriptor(entry.crc32(), entry.compressedSize(), entry.size());
        byte[] found =
                directory
                        .tail()
                        .source()
                        .read(
                                entry.offset() + expected.length + entry.compressedSize(),
                                descriptor.length);
        return Arrays.equals(descriptor, found)
                ? null
                : "the data descriptor behind it is not what the directory says";
    }

    /// The local header that belongs to a header of the directory.
    private byte[] local(ZipEntry entry) {
        byte[] bytes = directory.tail().bytes();
        int at = directory.header(entry.index());
        int nameLength = directory.nameLength(entry.index());
        boolean large = isLarge(entry.size());
        byte[] name = new byte[nameLength];
        System.arraycopy(bytes, at + ZipConstants.CENTRAL_SIZE, name, 0, nameLength);
        boolean zip64 = large && LargeEntry.isZip64(entry.size());
        byte[] header = new byte[LocalHeader.length(nameLength, zip64)];
        LocalHeader.write(
                header,
                0,
                name,
                0,
                nameLength,
                entry.lastModified(),
                method(entry),
                large ? ZipConstants.FLAG_DESCRIPTOR : 0,
                zip64);
        // Seconds stop in 2038; MS-DOS's field, which the directory has too, does not.
        LittleEndian.put32(
                header,
                ZipConstants.LOCAL_TIME,
                LittleEndian.i32(bytes, at + ZipConstants.CENTRAL_TIME));
        if (!large) {
            LocalHeader.sizes(header, 0, entry.crc32(), entry.compressedSize(), entry.size());
        }
        return header;
    }

    /// What is wrong with what stands before and behind the directory, or null; after all entries.
    @Nullable String rest(ZipProof proof) {
        if (proof.offset() != offset) {
            return "the entries end at %d and the proof starts at %d"
                    .formatted(offset, proof.offset());
        }
        DirectoryLocation location = directory.location();
        byte[] end =
                CentralDirectory.end(
                        directory.size(), location.offset() - location.prepended(), headers);
        byte[] bytes = directory.tail().bytes();
        long at = directory.tail().at(location.offset()) + headers;
        return Arrays.equals(end, Arrays.copyOfRange(bytes, (int) at, bytes.length))
                ? null
                : "the end of the archive is not what its entries make";
    }

    private static boolean isLarge(long size) {
        return size > ZipConstants.LARGE;
    }

    private static int descriptorLength(long size) {
        if (!isLarge(size)) {
            return 0;
        }
        return LargeEntry.isZip64(size)
                ? ZipConstants.DESCRIPTOR_ZIP64_SIZE
                : ZipConstants.DESCRIPTOR_SIZE;
    }

    /// Its own, so that one of others, which the header then does not match, is stored.
    private static ZipMethod method(ZipEntry entry) {
        for (ZipMethod method : ZipMethod.values()) {
            if (method.id() == entry.method()) {
                return method;
            }
        }
        return ZipMethod.STORE;
    }
}
