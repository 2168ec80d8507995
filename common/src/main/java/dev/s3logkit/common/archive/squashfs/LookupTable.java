package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.METADATA_SIZE;

import java.io.IOException;

/// A table of entries of one size, found by their numbers: a list of the positions of metadata
/// blocks, each with 8192 bytes of entries.
final class LookupTable {

    private final MetadataTable table;
    private final long positions;
    private final long count;
    private final int entrySize;

    /// @param positions where the list of positions is
    /// @param count of entries
    LookupTable(MetadataBlocks blocks, String what, long positions, long count, int entrySize) {
        this.table = new MetadataTable(blocks, what, 0, blocks.image().length());
        this.positions = positions;
        this.count = count;
        this.entrySize = entrySize;
    }

    /// A cursor at the entry.
    ///
    /// @param user what names the entry, for the message when there is none
    MetadataCursor entry(long number, String user) throws IOException {
        if (number < 0 || number >= count) {
            throw table.blocks()
                    .image()
                    .damaged(
                            "%s names entry %d of the %s table, which has %d"
                                    .formatted(user, number, table.what(), count),
                            -1);
        }
        int perBlock = METADATA_SIZE / entrySize;
        long list = positions + number / perBlock * Long.BYTES;
        long block = table.blocks().u64(list);
        return table.at(block, (int) (number % perBlock) * entrySize);
    }
}
