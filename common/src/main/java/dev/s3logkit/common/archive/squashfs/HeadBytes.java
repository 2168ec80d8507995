package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.FLAG_COMPRESSOR_OPTIONS;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.LZ4_LEGACY;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.LZ4_OPTIONS_SIZE;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.METADATA_HEADER;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.METADATA_STORED;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.SUPERBLOCK_SIZE;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The start of an image: the superblock and what may follow it, the options of the compressor as a
/// metadata block that is not packed. They tell how blocks were packed; only those of LZ4 say
/// anything that unpacking depends on.
final class HeadBytes {

    /// Options have 8 bytes at most.
    static final int SIZE = SUPERBLOCK_SIZE + METADATA_HEADER + 8;

    private HeadBytes() {}

    static void checkOptions(byte[] head, SquashfsSuperblock superblock, ImageBytes image)
            throws FormatException {
        if ((superblock.flags() & FLAG_COMPRESSOR_OPTIONS) == 0
                || superblock.compression() != SquashfsCompression.LZ4) {
            return;
        }
        ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        int header = head.length < SIZE ? 0 : fields.getShort(SUPERBLOCK_SIZE) & 0xffff;
        if (header != (METADATA_STORED | LZ4_OPTIONS_SIZE)) {
            throw image.damaged(
                    "options of LZ4 with the header 0x%04x, expected 0x%04x"
                            .formatted(header, METADATA_STORED | LZ4_OPTIONS_SIZE),
                    SUPERBLOCK_SIZE);
        }
        int version = fields.getInt(SUPERBLOCK_SIZE + METADATA_HEADER);
        if (version != LZ4_LEGACY) {
            throw new UnsupportedFeatureException(
                    "%s: squashfs: LZ4 of version %d, only 1 is known"
                            .formatted(image.source().name(), version));
        }
    }
}
