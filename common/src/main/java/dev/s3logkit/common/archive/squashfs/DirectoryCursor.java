package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.DIRECTORY_ENTRY;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.DIRECTORY_HEADER;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.MAX_HEADER_ENTRIES;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.MAX_NAME;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.archive.EntryName;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Goes through the listing of one folder, whose names are in byte order.
///
/// A listing is a number of headers (entries - 1, block of the inodes, inode number), each with up
/// to 256 entries (offset in the block, difference to the inode number, basic type, length of the
/// name - 1, name). Long ones have an index of the headers that start a metadata block.
final class DirectoryCursor {

    private final @Nullable MetadataCursor in;
    private long left;
    private int headerLeft;
    private long inodeBlock;
    private byte[] name = new byte[MAX_NAME];
    private byte[] previous = new byte[MAX_NAME];
    private int nameLength;
    private byte @Nullable [] expected;
    private SquashfsType type = SquashfsType.DIRECTORY;
    private long reference;

    private DirectoryCursor(@Nullable MetadataCursor in, long left, byte @Nullable [] expected) {
        this.in = in;
        this.left = left;
        this.expected = expected;
    }

    /// Before the first entry whose name is not less than `from`, or before one that precedes it:
    /// [#advanceTo(byte[])] passes over those.
    static DirectoryCursor open(
            SquashfsInode.Directory folder, MetadataTable listings, InodeTable inodes, byte[] from)
            throws IOException {
        if (folder.listingSize() == 0) {
            return new DirectoryCursor(null, 0, null);
        }
        long block = folder.listing();
        long skipped = 0;
        byte[] expected = null;
        if (folder.indexCount() > 0 && from.length > 0) {
            MetadataCursor index = inodes.at(folder.index());
            for (int i = 0; i < folder.indexCount(); i++) {
                long position = index.u32();
                long start = index.u32();
                byte[] first = name(index, index.u32());
                if (Arrays.compareUnsigned(first, from) > 0) {
                    break;
                }
                if (position >= folder.listingSize() || position < skipped) {
                    throw index.damaged("an index of a folder that leads out of its listing");
                }
                skipped = position;
                block = start;
                expected = first;
            }
        }
        int offset = (int) ((folder.listingOffset() + skipped) % SquashfsConstants.METADATA_SIZE);
        return new DirectoryCursor(
                listings.at(block, offset), folder.listingSize() - skipped, expected);
    }

    private static byte[] name(MetadataCursor in, long lengthLessOne) throws IOException {
        if (lengthLessOne >= MAX_NAME) {
            throw in.damaged(
                    "a name of %d bytes, at most %d are allowed"
                            .formatted(lengthLessOne + 1, MAX_NAME));
        }
        byte[] name = new byte[(int) lengthLessOne + 1];
        in.read(name, 0, name.length);
        return name;
    }

    /// Goes to the next entry, if there is one.
    boolean advance() throws IOException {
        if (in == null || left == 0) {
            return false;
        }
        if (headerLeft == 0) {
            header(in);
        }
        take(in, DIRECTORY_ENTRY);
        int offset = in.u16();
        // The difference to the header's inode number, which the inode has itself.
        in.s16();
        int number = in.u16();
        int length = in.u16() + 1;
        if (!SquashfsType.isBasic(number)) {
            throw in.damaged("an entry of type %d, known are 1 to 7".formatted(number));
        }
        if (length > MAX_NAME) {
            throw in.damaged(
                    "a name of %d bytes, at most %d are allowed".formatted(length, MAX_NAME));
        }
        take(in, length);
        byte[] last = name;
        int lastLength = nameLength;
        name = previous;
        previous = last;
        in.read(name, 0, length);
        nameLength = length;
        checkName(in);
        if (lastLength > 0 && Arrays.compareUnsigned(last, 0, lastLength, name, 0, length) >= 0) {
            throw in.damaged(
                    "names that are twice there or not in order: \"%s\"".formatted(name()));
        }
        if (expected != null && !isName(expected)) {
            throw in.damaged("an index of a folder that names another entry than is there");
        }
        expected = null;
        headerLeft--;
        type = SquashfsType.ofBasic(number);
        reference = inodeBlock << 16 | offset;
        return true;
    }

    /// Goes to the next entry whose name is not less than `from`, if there is one.
    boolean advanceTo(byte[] from) throws IOException {
        while (advance()) {
            if (Arrays.compareUnsigned(name, 0, nameLength, from, 0, from.length) >= 0) {
                return true;
            }
        }
        return false;
    }

    String name() {
        return EntryName.toText(name, 0, nameLength);
    }

    boolean isName(byte[] other) {
        return Arrays.equals(name, 0, nameLength, other, 0, other.length);
    }

    /// As the entry says; the inode may say otherwise when the image is damaged.
    SquashfsType type() {
        return type;
    }

    long reference() {
        return reference;
    }

    private void header(MetadataCursor in) throws IOException {
        take(in, DIRECTORY_HEADER);
        long count = in.u32() + 1;
        if (count > MAX_HEADER_ENTRIES) {
            throw in.damaged(
                    "a header of %d entries, at most %d are allowed"
                            .formatted(count, MAX_HEADER_ENTRIES));
        }
        headerLeft = (int) count;
        inodeBlock = in.u32();
        // The inode number to which those of the entries are relative.
        in.u32();
    }

    private void take(MetadataCursor in, int length) throws CorruptedInputException {
        if (length > left) {
            throw in.damaged("a listing that ends within an entry");
        }
        left -= length;
    }

    /// What is none of these is a name on every system, and cannot lead out of a folder.
    private void checkName(MetadataCursor in) throws CorruptedInputException {
        boolean dots = name[0] == '.' && (nameLength == 1 || (nameLength == 2 && name[1] == '.'));
        boolean separated = false;
        for (int i = 0; i < nameLength; i++) {
            separated |= name[i] == '/' || name[i] == 0;
        }
        if (dots || separated) {
            throw in.damaged(
                    "a name that is \".\" or \"..\" or holds a slash or a NUL: \"%s\""
                            .formatted(name().replace('\0', '?')));
        }
    }
}
