package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.BLOCK_LENGTH;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.BLOCK_STORED;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;

/// Unpacks blocks of data and of fragments.
final class DataBlocks {

    private final ImageBytes image;
    private final BlockDecoder decoder;
    private final LookupTable fragments;
    private final SquashfsCache cache;
    private final int blockSize;

    DataBlocks(
            ImageBytes image,
            BlockDecoder decoder,
            LookupTable fragments,
            SquashfsCache cache,
            int blockSize) {
        this.image = image;
        this.decoder = decoder;
        this.fragments = fragments;
        this.cache = cache;
        this.blockSize = blockSize;
    }

    int blockSize() {
        return blockSize;
    }

    /// Unpacks a block that has been read.
    ///
    /// @param size as stored, not 0
    /// @param position of the block in the image, for messages
    /// @return how many bytes were put into `into`, at most `room`
    int unpack(byte[] raw, int at, int size, long position, byte[] into, int start, int room)
            throws IOException {
        int length = size & BLOCK_LENGTH;
        if ((size & BLOCK_STORED) == 0) {
            try {
                return decoder.decode(raw, at, length, into, start, room);
            } catch (DataFormatException e) {
                throw image.damaged("bad block of data: " + e.getMessage(), position, e);
            }
        }
        if (length > room) {
            throw image.damaged(
                    "a block of %d bytes, expected at most %d".formatted(length, room), position);
        }
        System.arraycopy(raw, at, into, start, length);
        return length;
    }

    /// The block of fragments with this number.
    DataBlock fragment(long number) throws IOException {
        MetadataCursor entry = fragments.entry(number, "a file");
        long position = entry.s64();
        int size = entry.s32();
        int length = size & BLOCK_LENGTH;
        if (size >>> 25 != 0 || length == 0 || length > blockSize) {
            throw image.damaged(
                    "a fragment block of %d bytes, expected 1 to %d"
                            .formatted(size & 0xffff_ffffL, blockSize),
                    position);
        }
        image.requireInside(position, length, "a fragment block");
        return cache.get(
                image.key(position, size),
                DataBlock.class,
                () -> {
                    byte[] raw = image.read(position, length);
                    byte[] whole = new byte[blockSize];
                    int n = unpack(raw, 0, size, position, whole, 0, blockSize);
                    return new DataBlock(n == blockSize ? whole : Arrays.copyOf(whole, n));
                });
    }

    /// The blocks of a file from `first` to before `end`, read by one request where some of them
    /// are not cached. What a writer left out at the end of a block is zeros.
    ///
    /// @param lastLength of the last of them, unpacked
    byte[][] load(BlockList list, int first, int end, int lastLength) throws IOException {
        int[] stored =
                IntStream.range(first, end).filter(number -> list.length(number) > 0).toArray();
        List<SquashfsCache.Key> keys = new ArrayList<>(stored.length);
        for (int number : stored) {
            keys.add(image.key(list.start(number), list.size(number)));
        }
        List<SquashfsCache.Value> values =
                cache.blocks()
                        .getAll(
                                keys,
                                (from, to) ->
                                        fetch(
                                                list,
                                                Arrays.copyOfRange(stored, from, to),
                                                end - 1,
                                                lastLength));
        byte[][] loaded = new byte[end - first][];
        for (int i = 0; i < stored.length; i++) {
            int length = stored[i] == end - 1 ? lastLength : blockSize;
            byte[] bytes = ((DataBlock) values.get(i)).bytes();
            loaded[stored[i] - first] =
                    bytes.length == length ? bytes : filled(bytes, list.start(stored[i]), length);
        }
        for (int i = 0; i < loaded.length; i++) {
            if (list.length(first + i) == 0) {
                loaded[i] = new byte[first + i == end - 1 ? lastLength : blockSize];
            }
        }
        return loaded;
    }

    /// @param numbers of blocks, between which there are only such as are all zeros
    private List<SquashfsCache.Value> fetch(BlockList list, int[] numbers, int last, int lastLength)
            throws IOException {
        int lastNumber = numbers[numbers.length - 1];
        long start = list.start(numbers[0]);
        int length = (int) (list.start(lastNumber) + list.length(lastNumber) - start);
        byte[] raw = image.read(start, length);
        List<SquashfsCache.Value> blocks = new ArrayList<>(numbers.length);
        int at = 0;
        for (int number : numbers) {
            byte[] bytes = new byte[number == last ? lastLength : blockSize];
            int n = unpack(raw, at, list.size(number), start + at, bytes, 0, bytes.length);
            blocks.add(new DataBlock(n == bytes.length ? bytes : Arrays.copyOf(bytes, n)));
            at += list.length(number);
        }
        return blocks;
    }

    /// As long as it has to be: zeros follow what a block that is not the last one was packed of.
    private byte[] filled(byte[] bytes, long position, int length) throws IOException {
        if (bytes.length > length || length < blockSize) {
            throw shorter(bytes.length, length, position);
        }
        return Arrays.copyOf(bytes, length);
    }

    IOException shorter(int found, int expected, long position) {
        return image.damaged(
                "a block unpacks to %d bytes, expected %d".formatted(found, expected), position);
    }
}
