package dev.s3logkit.common.archive.squashfs;

import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.ABSENT;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.MAGIC;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.MAX_BLOCK_LOG;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.MIN_BLOCK_LOG;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.SUPERBLOCK_SIZE;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.VERSION_MAJOR;
import static dev.s3logkit.common.archive.squashfs.SquashfsConstants.VERSION_MINOR;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/// The superblock: what the image is and where its tables are. Positions are relative to the start
/// of the image, -1 stands for a table that is not there.
///
/// @param inodes as the writer counted them, which may be off by one or more
/// @param blockSize of data and fragments, bytes: a power of two from 4 KiB to 1 MiB
/// @param flags informational; what is compressed is said by each block
/// @param rootInode reference: block in the inode table << 16 | offset in the block
/// @param bytesUsed length of the image without padding
public record SquashfsSuperblock(
        long inodes,
        Instant created,
        int blockSize,
        long fragments,
        SquashfsCompression compression,
        int flags,
        int ids,
        long rootInode,
        long bytesUsed,
        long idTable,
        long xattrTable,
        long inodeTable,
        long directoryTable,
        long fragmentTable,
        long exportTable) {

    /// Of images that Linux itself does not read either.
    private static final Set<String> VENDOR_MAGICS =
            Set.of("shsq", "qshs", "sqlz", "hsqt", "tqsh", "sqsl", "zlqs");

    /// @param head the first bytes of the image, at least as many as there are up to 96
    /// @param available bytes from the start of the image to the end of the source
    /// @param name of the image in messages
    static SquashfsSuperblock parse(byte[] head, long available, String name)
            throws FormatException {
        requireMagic(head, name);
        if (head.length < SUPERBLOCK_SIZE) {
            throw damaged(
                    "ends within the superblock, after %d bytes".formatted(head.length), name, 0);
        }
        ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        int major = fields.getShort(28) & 0xffff;
        int minor = fields.getShort(30) & 0xffff;
        if (major != VERSION_MAJOR || minor != VERSION_MINOR) {
            throw new UnsupportedFeatureException(
                    "%s: squashfs: version %d.%d, only 4.0 is supported"
                            .formatted(name, major, minor));
        }
        SquashfsSuperblock superblock =
                new SquashfsSuperblock(
                        fields.getInt(4) & 0xffff_ffffL,
                        Instant.ofEpochSecond(fields.getInt(8) & 0xffff_ffffL),
                        fields.getInt(12),
                        fields.getInt(16) & 0xffff_ffffL,
                        SquashfsCompression.of(fields.getShort(20) & 0xffff, name),
                        fields.getShort(24) & 0xffff,
                        fields.getShort(26) & 0xffff,
                        fields.getLong(32),
                        fields.getLong(40),
                        fields.getLong(48),
                        fields.getLong(56),
                        fields.getLong(64),
                        fields.getLong(72),
                        fields.getLong(80),
                        fields.getLong(88));
        superblock.check(fields.getShort(22) & 0xffff, available, name);
        return superblock;
    }

    /// Where the tables start: behind the data, as every known writer puts them.
    long metadataStart() {
        return Math.min(inodeTable, directoryTable);
    }

    /// The end of the table at `position`: where the next one starts.
    long tableEnd(long position) {
        return Arrays.stream(
                        new long[] {
                            inodeTable,
                            directoryTable,
                            fragments == 0 ? ABSENT : fragmentTable,
                            exportTable,
                            idTable,
                            xattrTable
                        })
                .filter(table -> table > position && table < bytesUsed)
                .min()
                .orElse(bytesUsed);
    }

    private void check(int blockLog, long available, String name) throws CorruptedInputException {
        if (blockLog < MIN_BLOCK_LOG || blockLog > MAX_BLOCK_LOG || blockSize != 1 << blockLog) {
            throw damaged(
                    "block size %d with logarithm %d, expected a power of two from 4096 to 1048576"
                            .formatted(blockSize & 0xffff_ffffL, blockLog),
                    name,
                    12);
        }
        if (bytesUsed < SUPERBLOCK_SIZE || bytesUsed > available) {
            throw damaged(
                    "the superblock says %s bytes, the image has %d: it is truncated or damaged"
                            .formatted(Long.toUnsignedString(bytesUsed), available),
                    name,
                    40);
        }
        checkTable("id", idTable, 48, name);
        checkTable("inode", inodeTable, 64, name);
        checkTable("directory", directoryTable, 72, name);
    }

    private void checkTable(String table, long position, int field, String name)
            throws CorruptedInputException {
        if (position < SUPERBLOCK_SIZE || position >= bytesUsed) {
            throw damaged(
                    "the %s table at %s is outside of the image of %d bytes"
                            .formatted(table, Long.toUnsignedString(position), bytesUsed),
                    name,
                    field);
        }
    }

    private static void requireMagic(byte[] head, String name) throws FormatException {
        String magic = new String(head, 0, Math.min(head.length, 4), ISO_8859_1);
        if (magic.equals("sqsh")) {
            throw new UnsupportedFeatureException(
                    name + ": squashfs: a big-endian image (versions 1 to 3)");
        }
        if (VENDOR_MAGICS.contains(magic)) {
            throw new UnsupportedFeatureException(
                    "%s: squashfs: a vendor's variant (magic \"%s\")".formatted(name, magic));
        }
        if (head.length < 4
                || ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(0) != MAGIC) {
            throw new NotThisFormatException(
                    name + ": not a squashfs image: it does not start with \"hsqs\"");
        }
    }

    private static CorruptedInputException damaged(String problem, String name, long offset) {
        return new CorruptedInputException(name + ": squashfs: " + problem, offset);
    }
}
