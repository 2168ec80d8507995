package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.BLOCK_LENGTH;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.MAX_BLOCKS;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.NO_FRAGMENT;

import java.io.IOException;
import java.util.Arrays;

/// Where the blocks of one file are. They lie one behind the other, so that only their lengths are
/// stored: bit 24 says that a block is not packed, 0 that all of it is zeros.
final class BlockList implements SquashfsCache.Value {

    private static final int STEP = 128;
    private static final int FIRST_ALLOCATION = 4096;

    private final long start;
    private final int[] sizes;

    /// Position of every 128th block.
    private final long[] starts;

    private BlockList(long start, int[] sizes, long[] starts) {
        this.start = start;
        this.sizes = sizes;
        this.starts = starts;
    }

    /// How many blocks a file has outside of fragments.
    static long count(SquashfsInode.File file, int blockSize) {
        long whole = file.size() / blockSize;
        boolean rest = file.size() % blockSize != 0;
        return rest && file.fragment() == NO_FRAGMENT ? whole + 1 : whole;
    }

    /// Reads the list; memory grows with what is there and not with what is promised.
    static BlockList read(
            SquashfsInode.File file, InodeTable inodes, ImageBytes image, int blockSize)
            throws IOException {
        long count = count(file, blockSize);
        if (count > MAX_BLOCKS) {
            throw image.limit("blocks of one file", count, MAX_BLOCKS);
        }
        MetadataCursor in = inodes.at(file.blockList());
        int[] sizes = new int[(int) Math.min(count, FIRST_ALLOCATION)];
        for (int i = 0; i < count; i++) {
            if (i == sizes.length) {
                sizes = Arrays.copyOf(sizes, (int) Math.min(count, 2L * sizes.length));
            }
            int size = in.s32();
            if (size >>> 25 != 0 || (size & BLOCK_LENGTH) > blockSize) {
                throw in.damaged(
                        "a block of %d bytes, at most %d are allowed"
                                .formatted(size & 0xffff_ffffL, blockSize));
            }
            sizes[i] = size;
        }
        long[] starts = new long[sizes.length / STEP + 1];
        long position = file.start();
        for (int i = 0; i < sizes.length; i++) {
            if (i % STEP == 0) {
                starts[i / STEP] = position;
            }
            position += sizes[i] & BLOCK_LENGTH;
        }
        image.requireInside(
                position == file.start() ? SquashfsConstants.SUPERBLOCK_SIZE : file.start(),
                position - file.start(),
                "a file");
        return new BlockList(file.start(), sizes, starts);
    }

    /// Whether it was read for this file, and not for a damaged inode that overlaps the file's.
    boolean isOf(SquashfsInode.File file, int blockSize) {
        return start == file.start() && sizes.length == count(file, blockSize);
    }

    int count() {
        return sizes.length;
    }

    /// As stored.
    int size(int block) {
        return sizes[block];
    }

    /// Bytes in the image.
    int length(int block) {
        return sizes[block] & BLOCK_LENGTH;
    }

    /// Position in the image.
    long start(int block) {
        long start = starts[block / STEP];
        for (int i = block / STEP * STEP; i < block; i++) {
            start += sizes[i] & BLOCK_LENGTH;
        }
        return start;
    }

    @Override
    public long weight() {
        return (long) Integer.BYTES * sizes.length + (long) Long.BYTES * starts.length;
    }
}
