package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.ABSENT;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.MAX_XATTR_BYTES;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.MAX_XATTR_VALUE;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.NO_XATTRS;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.XATTR_ENTRY;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.XATTR_HEADER;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.XATTR_OUT_OF_LINE;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.XATTR_PREFIX;

import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.archive.EntryName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Extended attributes, which are read only when they are asked for: a table of sets (place of the
/// first, count, size), and the pairs themselves, of which a value may stand elsewhere.
final class XattrTable {

    private final MetadataBlocks blocks;
    private final long position;

    /// @param position of the table's header, or -1
    XattrTable(MetadataBlocks blocks, long position) {
        this.blocks = blocks;
        this.position = position;
    }

    /// The set with this number; none when the image has no such table at all.
    List<SquashfsXattr> set(long number) throws IOException {
        if (number == NO_XATTRS || position == ABSENT) {
            return List.of();
        }
        long pairsStart = blocks.u64(position);
        long count = blocks.u64(position + Long.BYTES) & 0xffff_ffffL;
        ImageBytes image = blocks.image();
        image.requireInside(pairsStart, 0, "the extended attributes");
        MetadataCursor entry =
                new LookupTable(blocks, "xattr", position + XATTR_HEADER, count, XATTR_ENTRY)
                        .entry(number, "an inode");
        long reference = entry.s64();
        long pairs = entry.u32();
        MetadataTable table = new MetadataTable(blocks, "xattr", pairsStart, image.length());
        MetadataCursor in = table.at(reference);
        List<SquashfsXattr> set = new ArrayList<>();
        long bytes = 0;
        for (long i = 0; i < pairs; i++) {
            SquashfsXattr xattr = pair(in, table);
            bytes += xattr.name().length() + xattr.value().length + Long.BYTES;
            if (bytes > MAX_XATTR_BYTES) {
                throw image.limit(
                        "extended attributes of one inode, bytes", bytes, MAX_XATTR_BYTES);
            }
            set.add(xattr);
        }
        return set;
    }

    private SquashfsXattr pair(MetadataCursor in, MetadataTable table) throws IOException {
        int type = in.u16();
        byte[] name = new byte[in.u16()];
        in.read(name, 0, name.length);
        String prefix =
                switch (type & XATTR_PREFIX) {
                    case 0 -> "user.";
                    case 1 -> "trusted.";
                    case 2 -> "security.";
                    default ->
                            throw new UnsupportedFeatureException(
                                    "%s: squashfs: prefix %d of an extended attribute, known are 0 to 2"
                                            .formatted(
                                                    blocks.image().source().name(),
                                                    type & XATTR_PREFIX));
                };
        byte[] value;
        if ((type & XATTR_OUT_OF_LINE) == 0) {
            value = value(in);
        } else {
            // The size of the reference.
            in.u32();
            value = value(table.at(in.s64()));
        }
        return new SquashfsXattr(prefix + EntryName.toText(name), value);
    }

    private byte[] value(MetadataCursor in) throws IOException {
        long size = in.u32();
        if (size > MAX_XATTR_VALUE) {
            throw blocks.image()
                    .limit("value of an extended attribute, bytes", size, MAX_XATTR_VALUE);
        }
        byte[] value = new byte[(int) size];
        in.read(value, 0, value.length);
        return value;
    }
}
