package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.METADATA_HEADER;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.METADATA_SIZE;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.METADATA_STORED;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;

/// Unpacks metadata blocks: a header of 16 bits (bit 15: stored as it is; the others: length), then
/// as many bytes.
final class MetadataBlocks {

    private static final int TAG = -2;

    private final ImageBytes image;
    private final MetadataBytes bytes;
    private final BlockDecoder decoder;
    private final SquashfsCache cache;

    MetadataBlocks(
            ImageBytes image, MetadataBytes bytes, BlockDecoder decoder, SquashfsCache cache) {
        this.image = image;
        this.bytes = bytes;
        this.decoder = decoder;
        this.cache = cache;
    }

    ImageBytes image() {
        return image;
    }

    /// The block whose header is at `position`.
    MetadataBlock block(long position) throws IOException {
        return cache.get(image.key(position, TAG), MetadataBlock.class, () -> unpacked(position));
    }

    /// A number of a table of positions, which is not packed.
    long u64(long position) throws IOException {
        return bytes.u64(position);
    }

    private MetadataBlock unpacked(long position) throws IOException {
        MetadataBytes.Slice header = bytes.slice(position, METADATA_HEADER);
        int word = header.u16();
        int length = word & ~METADATA_STORED;
        if (length == 0 || length > METADATA_SIZE) {
            throw image.damaged(
                    "a metadata block of %d bytes, expected 1 to %d"
                            .formatted(length, METADATA_SIZE),
                    position);
        }
        long next = position + METADATA_HEADER + length;
        MetadataBytes.Slice stored = bytes.slice(position + METADATA_HEADER, length);
        if ((word & METADATA_STORED) != 0) {
            return new MetadataBlock(
                    Arrays.copyOfRange(stored.bytes(), stored.at(), stored.at() + length), next);
        }
        byte[] unpacked = new byte[METADATA_SIZE];
        try {
            int n = decoder.decode(stored.bytes(), stored.at(), length, unpacked, 0, METADATA_SIZE);
            if (n <= 0) {
                throw new DataFormatException("it unpacks to nothing");
            }
            return new MetadataBlock(
                    n == METADATA_SIZE ? unpacked : Arrays.copyOf(unpacked, n), next);
        } catch (DataFormatException e) {
            throw image.damaged("bad metadata block: " + e.getMessage(), position, e);
        }
    }
}
