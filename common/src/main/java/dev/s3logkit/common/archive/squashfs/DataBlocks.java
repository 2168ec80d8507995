package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.BLOCK_LENGTH;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.BLOCK_STORED;

import dev.s3logkit.common.archive.squashfs.SquashfsCache.Claim;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

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
        byte[][] loaded = new byte[end - first][];
        @Nullable Claim[] claims = new @Nullable Claim[end - first];
        try {
            long position = list.start(first);
            for (int i = 0; i < claims.length; i++) {
                int size = list.size(first + i);
                if (list.length(first + i) > 0) {
                    claims[i] = cache.claim(image.key(position, size));
                }
                position += list.length(first + i);
            }
            fetch(list, first, claims, lastLength);
        } catch (Throwable e) {
            for (Claim claim : claims) {
                if (claim != null && claim.mine() && !claim.slot().isDone()) {
                    cache.fail(claim.slot(), e);
                }
            }
            throw e;
        }
        for (int i = 0; i < loaded.length; i++) {
            int length = i == loaded.length - 1 ? lastLength : blockSize;
            Claim claim = claims[i];
            loaded[i] = claim == null ? new byte[length] : loaded(claim, list, first + i, length);
        }
        return loaded;
    }

    private byte[] loaded(Claim claim, BlockList list, int number, int length) throws IOException {
        SquashfsCache.Value value = SquashfsCache.await(claim.slot());
        if (value == null) {
            return load(list, number, number + 1, length)[0];
        }
        byte[] bytes = ((DataBlock) value).bytes();
        return bytes.length == length ? bytes : filled(bytes, list.start(number), length);
    }

    private void fetch(BlockList list, int first, @Nullable Claim[] claims, int lastLength)
            throws IOException {
        int from = 0;
        int to = claims.length;
        while (from < to && !isMine(claims[from])) {
            from++;
        }
        while (from < to && !isMine(claims[to - 1])) {
            to--;
        }
        if (from == to) {
            return;
        }
        long start = list.start(first + from);
        int length = (int) (list.start(first + to - 1) + list.length(first + to - 1) - start);
        byte[] raw = image.read(start, length);
        int at = 0;
        for (int i = from; i < to; i++) {
            int number = first + i;
            Claim claim = claims[i];
            if (claim != null && claim.mine()) {
                byte[] bytes = new byte[i == claims.length - 1 ? lastLength : blockSize];
                int n = unpack(raw, at, list.size(number), start + at, bytes, 0, bytes.length);
                cache.complete(
                        claim.slot(),
                        new DataBlock(n == bytes.length ? bytes : Arrays.copyOf(bytes, n)));
            }
            at += list.length(number);
        }
    }

    private static boolean isMine(@Nullable Claim claim) {
        return claim != null && claim.mine();
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
