package dev.s3logkit.common.archive.squashfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.archive.EntryName;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes images that no tool writes: everything is stored unpacked, and nothing is checked. Inodes
/// are added before the folders that they are in.
final class ImageBuilder {

    static final int BLOCK_SIZE = 4096;

    private static final int BLOCK = 8192;

    final Bytes data = new Bytes();
    final Bytes inodes = new Bytes();
    final Bytes listings = new Bytes();
    private int count;

    /// @param reference of the inode
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Entry(byte[] name, int type, long reference) {

        Entry(String name, int type, long reference) {
            this(EntryName.toBytes(name), type, reference);
        }
    }

    /// Little-endian values one behind the other.
    static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes u16(long value) {
            return number(value, 2);
        }

        Bytes u32(long value) {
            return number(value, 4);
        }

        Bytes u64(long value) {
            return number(value, 8);
        }

        Bytes bytes(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        int size() {
            return out.size();
        }

        byte[] toArray() {
            return out.toByteArray();
        }

        private Bytes number(long value, int length) {
            for (int i = 0; i < length; i++) {
                out.write((int) (value >>> (8 * i)));
            }
            return this;
        }
    }

    /// Where the next inode will be.
    long nextReference() {
        return reference(inodes.size());
    }

    /// The fields that start every inode.
    Bytes inode(int type) {
        count++;
        return inodes.u16(type).u16(0644).u16(0).u16(0).u32(1_700_000_000).u32(count);
    }

    /// A file in stored blocks, without a fragment.
    long file(byte[] content) {
        long reference = nextReference();
        int start = SquashfsConstants.SUPERBLOCK_SIZE + data.size();
        data.bytes(content);
        inode(2).u32(start).u32(0xffff_ffffL).u32(0).u32(content.length);
        for (int at = 0; at < content.length; at += BLOCK_SIZE) {
            inodes.u32(Math.min(BLOCK_SIZE, content.length - at) | (1 << 24));
        }
        return reference;
    }

    long symbolicLink(String target) {
        long reference = nextReference();
        byte[] bytes = target.getBytes(UTF_8);
        inode(3).u32(1).u32(bytes.length).bytes(bytes);
        return reference;
    }

    long folder(Entry... entries) {
        return folder(Arrays.asList(entries));
    }

    /// An extended folder without an index, its entries in the order given.
    long folder(List<Entry> entries) {
        int start = listings.size();
        for (Entry entry : entries) {
            listings.u32(0).u32(entry.reference >>> 16).u32(1);
            listings.u16(entry.reference & 0xffff).u16(0).u16(entry.type);
            listings.u16(entry.name.length - 1).bytes(entry.name);
        }
        return folder(start, listings.size() - start);
    }

    /// @param start of its listing among all listings
    long folder(int start, long size) {
        long reference = nextReference();
        inode(8).u32(2).u32(size + 3).u32(reference(start) >>> 16).u32(0);
        inodes.u16(0).u16(start % BLOCK).u32(0xffff_ffffL);
        return reference;
    }

    /// The image, whose root is the folder added last.
    byte[] end(long root) {
        int inodeTable = SquashfsConstants.SUPERBLOCK_SIZE + data.size();
        byte[] inodeBlocks = blocks(inodes.toArray());
        int directoryTable = inodeTable + inodeBlocks.length;
        byte[] listingBlocks = blocks(listings.size() == 0 ? new byte[1] : listings.toArray());
        int ids = directoryTable + listingBlocks.length;
        byte[] idBlock = blocks(new byte[4]);
        int idTable = ids + idBlock.length;
        Bytes image = new Bytes();
        image.u32(SquashfsConstants.MAGIC).u32(count).u32(1_700_000_000).u32(BLOCK_SIZE).u32(0);
        image.u16(1).u16(12).u16(0).u16(1).u16(4).u16(0).u64(root).u64(idTable + 8L).u64(idTable);
        image.u64(-1).u64(inodeTable).u64(directoryTable).u64(-1).u64(-1);
        image.bytes(data.toArray()).bytes(inodeBlocks).bytes(listingBlocks).bytes(idBlock);
        return image.u64(ids).toArray();
    }

    /// Changes 32 bits of an image, as a test of damage does.
    static byte[] with32(byte[] image, int at, long value) {
        byte[] changed = image.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, (int) value);
        return changed;
    }

    private static long reference(int offset) {
        return (offset / BLOCK * (BLOCK + 2L)) << 16 | offset % BLOCK;
    }

    private static byte[] blocks(byte[] content) {
        Bytes blocks = new Bytes();
        for (int at = 0; at < content.length; at += BLOCK) {
            int length = Math.min(BLOCK, content.length - at);
            blocks.u16(length | 0x8000).bytes(Arrays.copyOfRange(content, at, at + length));
        }
        return blocks.toArray();
    }

    /// A folder of files without content.
    static byte[] flat(List<String> names) {
        ImageBuilder builder = new ImageBuilder();
        long file = builder.file(new byte[0]);
        List<Entry> entries = new ArrayList<>();
        for (String name : names) {
            entries.add(new Entry(name, 2, file));
        }
        return builder.end(builder.folder(entries));
    }
}
