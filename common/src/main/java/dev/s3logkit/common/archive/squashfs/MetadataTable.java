package dev.s3logkit.common.archive.squashfs;

import java.io.IOException;

/// A run of metadata blocks that are read as one stream.
///
/// @param what how messages name it
/// @param start position of its first block, to which references are relative
/// @param end no block starts there or behind it
record MetadataTable(MetadataBlocks blocks, String what, long start, long end) {

    /// @param reference block relative to the table << 16 | offset in the unpacked block
    MetadataCursor at(long reference) throws IOException {
        return at(reference >>> 16, (int) (reference & 0xffff));
    }

    /// @param block position of the block's header relative to the table
    MetadataCursor at(long block, int offset) throws IOException {
        return new MetadataCursor(this, start + block, offset);
    }

    /// The block at a position of the image.
    MetadataBlock block(long position) throws IOException {
        if (position < start || position >= end) {
            throw blocks.image()
                    .damaged(
                            "a block at %d is outside of the %s table, which is at %d to %d"
                                    .formatted(position, what, start, end),
                            position);
        }
        return blocks.block(position);
    }
}
