package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.ID_ENTRY;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Users and groups: at most 65,536 numbers, which inodes name by their places in the table. Read
/// whole when the first one is asked for.
final class IdTable {

    private final LookupTable table;
    private final int count;
    private volatile int @Nullable [] ids;

    IdTable(MetadataBlocks blocks, long position, int count) {
        this.table = new LookupTable(blocks, "id", position, count, ID_ENTRY);
        this.count = count;
    }

    long id(int index) throws IOException {
        int[] all = ids;
        if (all == null) {
            all = read();
            ids = all;
        }
        if (index >= all.length) {
            table.entry(index, "an inode");
        }
        return all[index] & 0xffff_ffffL;
    }

    private int[] read() throws IOException {
        int[] all = new int[count];
        for (int i = 0; i < count; i++) {
            all[i] = table.entry(i, "an inode").s32();
        }
        return all;
    }
}
