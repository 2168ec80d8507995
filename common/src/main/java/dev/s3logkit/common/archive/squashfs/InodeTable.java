package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.EXTENDED;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.LISTING_EXTRA;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.MAX_LINK_TARGET;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.NO_XATTRS;

import dev.s3logkit.common.archive.EntryName;
import java.io.IOException;
import java.time.Instant;

/// Reads inodes of all fourteen types, basic and extended.
final class InodeTable {

    private final MetadataTable table;
    private final IdTable ids;

    InodeTable(MetadataTable table, IdTable ids) {
        this.table = table;
        this.ids = ids;
    }

    /// A cursor at a place that an inode named.
    MetadataCursor at(SquashfsInode.Place place) throws IOException {
        return new MetadataCursor(table, place.block(), place.offset());
    }

    /// @param reference block relative to the table << 16 | offset in the block
    SquashfsInode inode(long reference) throws IOException {
        MetadataCursor in = table.at(reference);
        int stored = in.u16();
        boolean extended = stored > EXTENDED;
        int basic = extended ? stored - EXTENDED : stored;
        if (!SquashfsType.isBasic(basic)) {
            throw in.damaged("inode type %d, known are 1 to 14".formatted(stored));
        }
        Head head =
                new Head(
                        SquashfsType.ofBasic(basic),
                        in.u16() & 07777,
                        ids.id(in.u16()),
                        ids.id(in.u16()),
                        in.u32(),
                        in.u32());
        return switch (head.type) {
            case DIRECTORY -> extended ? extendedDirectory(head, in) : basicDirectory(head, in);
            case FILE -> extended ? extendedFile(head, in) : basicFile(head, in);
            case SYMBOLIC_LINK -> symbolicLink(head, extended, in);
            case BLOCK_DEVICE, CHARACTER_DEVICE -> device(head, extended, in);
            case FIFO, SOCKET ->
                    new SquashfsInode.Endpoint(
                            head.with(in.u32(), extended ? in.u32() : NO_XATTRS));
        };
    }

    /// The fields that start every inode.
    private record Head(
            SquashfsType type, int permissions, long uid, long gid, long mtime, long number) {

        SquashfsAttributes with(long links, long xattrs) {
            Instant time = Instant.ofEpochSecond(mtime);
            return new SquashfsAttributes(type, permissions, uid, gid, time, number, links, xattrs);
        }
    }

    private static SquashfsInode basicDirectory(Head head, MetadataCursor in) throws IOException {
        long block = in.u32();
        long links = in.u32();
        int size = in.u16();
        int offset = in.u16();
        long parent = in.u32();
        return new SquashfsInode.Directory(
                head.with(links, NO_XATTRS),
                parent,
                block,
                offset,
                listingSize(size),
                place(in),
                0);
    }

    private static SquashfsInode extendedDirectory(Head head, MetadataCursor in)
            throws IOException {
        long links = in.u32();
        long size = in.u32();
        long block = in.u32();
        long parent = in.u32();
        int indexCount = in.u16();
        int offset = in.u16();
        long xattrs = in.u32();
        return new SquashfsInode.Directory(
                head.with(links, xattrs),
                parent,
                block,
                offset,
                listingSize(size),
                place(in),
                indexCount);
    }

    private static SquashfsInode basicFile(Head head, MetadataCursor in) throws IOException {
        long start = in.u32();
        long fragment = in.u32();
        long fragmentOffset = in.u32();
        long size = in.u32();
        return new SquashfsInode.File(
                head.with(1, NO_XATTRS), size, start, fragment, fragmentOffset, place(in));
    }

    private static SquashfsInode extendedFile(Head head, MetadataCursor in) throws IOException {
        long start = in.s64();
        long size = in.s64();
        // Bytes in holes, which the list of blocks says too.
        in.s64();
        long links = in.u32();
        long fragment = in.u32();
        long fragmentOffset = in.u32();
        long xattrs = in.u32();
        if (size < 0) {
            throw in.damaged("a file of %s bytes".formatted(Long.toUnsignedString(size)));
        }
        return new SquashfsInode.File(
                head.with(links, xattrs), size, start, fragment, fragmentOffset, place(in));
    }

    private SquashfsInode symbolicLink(Head head, boolean extended, MetadataCursor in)
            throws IOException {
        long links = in.u32();
        long size = in.u32();
        if (size > MAX_LINK_TARGET) {
            throw table.blocks()
                    .image()
                    .limit("target of a symbolic link, bytes", size, MAX_LINK_TARGET);
        }
        byte[] target = new byte[(int) size];
        in.read(target, 0, target.length);
        return new SquashfsInode.SymbolicLink(
                head.with(links, extended ? in.u32() : NO_XATTRS), size, EntryName.toText(target));
    }

    /// Linux's layout of 32 bits: minor 19..8 as 31..20, major as 19..8, minor 7..0.
    private static SquashfsInode device(Head head, boolean extended, MetadataCursor in)
            throws IOException {
        long links = in.u32();
        int device = in.s32();
        return new SquashfsInode.Device(
                head.with(links, extended ? in.u32() : NO_XATTRS),
                device >>> 8 & 0xfff,
                (device & 0xff) | (device >>> 12 & 0xfff00));
    }

    /// The stored one counts `.` and `..`, which are not there, as three bytes.
    private static long listingSize(long stored) {
        return Math.max(0, stored - LISTING_EXTRA);
    }

    private static SquashfsInode.Place place(MetadataCursor in) {
        return new SquashfsInode.Place(in.position(), in.offset());
    }
}
