package dev.s3logkit.common.archive.tar;

import java.util.Arrays;

/// Where the blocks of a tarball are, before and after compression. Offsets of compressed blocks
/// count from the end of the head.
final class BlockTable {

    private final long[] rawEnds;
    private final long[] storedEnds;

    private BlockTable(long[] rawEnds, long[] storedEnds) {
        this.rawEnds = rawEnds;
        this.storedEnds = storedEnds;
    }

    int count() {
        return rawEnds.length;
    }

    long rawStart(int block) {
        return block == 0 ? 0 : rawEnds[block - 1];
    }

    long rawEnd(int block) {
        return rawEnds[block];
    }

    long storedStart(int block) {
        return block == 0 ? 0 : storedEnds[block - 1];
    }

    long storedEnd(int block) {
        return storedEnds[block];
    }

    /// Bytes of the archive before compression.
    long rawLength() {
        return rawStart(count());
    }

    /// Bytes of all blocks.
    long storedLength() {
        return storedStart(count());
    }

    /// The block that holds the byte at `offset` of the archive.
    ///
    /// @param offset less than [#rawLength()]
    int at(long offset) {
        int found = Arrays.binarySearch(rawEnds, offset);
        // An end is where the next block starts.
        return found >= 0 ? found + 1 : -found - 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockTable table
                && Arrays.equals(rawEnds, table.rawEnds)
                && Arrays.equals(storedEnds, table.storedEnds);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(rawEnds) + Arrays.hashCode(storedEnds);
    }

    /// Collects blocks in their order.
    static final class Builder {

        private long[] rawEnds = new long[64];
        private long[] storedEnds = new long[64];
        private int count;

        void add(int raw, int stored) {
            if (count == rawEnds.length) {
                rawEnds = Arrays.copyOf(rawEnds, 2 * count);
                storedEnds = Arrays.copyOf(storedEnds, 2 * count);
            }
            rawEnds[count] = raw + (count == 0 ? 0 : rawEnds[count - 1]);
            storedEnds[count] = stored + (count == 0 ? 0 : storedEnds[count - 1]);
            count++;
        }

        int count() {
            return count;
        }

        BlockTable build() {
            return new BlockTable(Arrays.copyOf(rawEnds, count), Arrays.copyOf(storedEnds, count));
        }
    }
}
