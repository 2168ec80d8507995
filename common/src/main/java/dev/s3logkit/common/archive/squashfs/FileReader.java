package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.NO_FRAGMENT;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Reads files: their blocks by one request for what lies together, the fragment with their end
/// beside it.
final class FileReader {

    /// Stored bytes that one request asks for at most.
    static final int WINDOW = 8 << 20;

    /// Unpacked bytes that are held for one caller at most, however well they were packed.
    private static final int UNPACKED = 32 << 20;

    private static final int BLOCK_LIST_TAG = -3;

    private final ImageBytes image;
    private final InodeTable inodes;
    private final DataBlocks blocks;
    private final SquashfsCache cache;

    FileReader(ImageBytes image, InodeTable inodes, DataBlocks blocks, SquashfsCache cache) {
        this.image = image;
        this.inodes = inodes;
        this.blocks = blocks;
        this.cache = cache;
    }

    /// A part of an unpacked block.
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Segment(byte[] bytes, int at, int length) {}

    DataBlocks blocks() {
        return blocks;
    }

    ImageBytes image() {
        return image;
    }

    BlockList list(SquashfsInode.File file) throws IOException {
        SquashfsInode.Place place = file.blockList();
        BlockList list =
                cache.get(
                        image.key(place.block(), BLOCK_LIST_TAG - place.offset()),
                        BlockList.class,
                        () -> BlockList.read(file, inodes, image, blocks.blockSize()));
        if (!list.isOf(file, blocks.blockSize())) {
            throw image.damaged("two files that share a list of blocks", place.block());
        }
        return list;
    }

    /// Fills `into` with what the file has from `offset` on, up to `length` bytes.
    ///
    /// @return how many bytes that were; 0 at the end of the file and behind it
    int read(SquashfsInode.File file, long offset, byte[] into, int at, int length)
            throws IOException {
        int wanted = (int) Math.max(0, Math.min(length, file.size() - offset));
        int done = 0;
        while (done < wanted) {
            for (Segment segment : window(file, offset + done, wanted - done)) {
                System.arraycopy(segment.bytes, segment.at, into, at + done, segment.length);
                done += segment.length;
            }
        }
        return done;
    }

    /// `length` bytes from `offset` on, which the file has.
    InputStream open(SquashfsInode.File file, long offset, long length) {
        // Through the cache only what leaves the most of it as it is.
        return length <= Math.min(WINDOW, cache.capacity() / 8)
                ? new SegmentStream(this, file, offset, (int) length)
                : new ReadAheadStream(this, file, offset, length);
    }

    /// The end of a file that is in a fragment.
    Segment tail(SquashfsInode.File file) throws IOException {
        DataBlock fragment = blocks.fragment(file.fragment());
        int length = (int) (file.size() % blocks.blockSize());
        if (file.fragmentOffset() > fragment.bytes().length - length) {
            throw image.damaged(
                    "a file of which %d bytes are at %d in a fragment block of %d"
                            .formatted(length, file.fragmentOffset(), fragment.bytes().length),
                    -1);
        }
        return new Segment(fragment.bytes(), (int) file.fragmentOffset(), length);
    }

    boolean hasTail(SquashfsInode.File file) {
        return file.fragment() != NO_FRAGMENT && file.size() % blocks.blockSize() != 0;
    }

    /// Unpacked length of a block.
    int length(SquashfsInode.File file, int block) {
        long start = (long) block * blocks.blockSize();
        return (int) Math.min(blocks.blockSize(), file.size() - start);
    }

    /// What the file has from `offset` on, at least one byte and at most `length`: as much as one
    /// request brings and as may be held.
    List<Segment> window(SquashfsInode.File file, long offset, int length) throws IOException {
        long end = offset + length;
        long tailStart =
                hasTail(file) ? file.size() - file.size() % blocks.blockSize() : file.size();
        if (offset >= tailStart) {
            return List.of(cut(tail(file), tailStart, offset, end));
        }
        BlockList list = list(file);
        int first = (int) (offset / blocks.blockSize());
        int last = (int) ((Math.min(end, tailStart) - 1) / blocks.blockSize());
        int windowEnd =
                windowEnd(list, first, Math.min(last + 1, first + UNPACKED / blocks.blockSize()));
        ReadAhead<Segment> tail =
                end > tailStart && windowEnd > last ? new ReadAhead<>(() -> tail(file)) : null;
        List<Segment> segments = new ArrayList<>();
        byte[][] loaded = blocks.load(list, first, windowEnd, length(file, windowEnd - 1));
        for (int i = 0; i < loaded.length; i++) {
            Segment whole = new Segment(loaded[i], 0, loaded[i].length);
            long start = (long) (first + i) * blocks.blockSize();
            segments.add(cut(whole, start, offset, end));
        }
        if (tail != null) {
            segments.add(cut(tail.join(), tailStart, offset, end));
        }
        return segments;
    }

    /// The end of the blocks that one request brings, at least one.
    static int windowEnd(BlockList list, int first, int end) {
        long length = list.length(first);
        int i = first + 1;
        while (i < end && length + list.length(i) <= WINDOW) {
            length += list.length(i);
            i++;
        }
        return i;
    }

    /// The part of a segment, which starts at `start` in the file, that is in a range of the file.
    private static Segment cut(Segment segment, long start, long from, long to) {
        int skipped = (int) Math.max(0, from - start);
        int end = (int) Math.min(segment.length, to - start);
        return new Segment(segment.bytes, segment.at + skipped, end - skipped);
    }
}
