package dev.s3logkit.common.archive.squashfs;

/// Numbers of the format, by the sections of the format description of squashfs-tools-ng
/// (`doc/format.adoc`), and the bounds that this reader sets itself.
final class SquashfsConstants {

    // Superblock.
    static final int SUPERBLOCK_SIZE = 96;

    /// `hsqs`, little endian.
    static final int MAGIC = 0x73717368;

    static final int VERSION_MAJOR = 4;
    static final int VERSION_MINOR = 0;
    static final int MIN_BLOCK_LOG = 12;
    static final int MAX_BLOCK_LOG = 20;
    static final int FLAG_COMPRESSOR_OPTIONS = 0x0400;

    /// Position of a table that is not there.
    static final long ABSENT = -1;

    // Metadata blocks ("Packing Metadata").
    static final int METADATA_SIZE = 8192;
    static final int METADATA_HEADER = 2;
    static final int METADATA_STORED = 0x8000;

    // Compression options.
    static final int LZ4_OPTIONS_SIZE = 8;
    static final int LZ4_LEGACY = 1;

    // Data and fragment blocks.
    static final int BLOCK_STORED = 1 << 24;
    static final int BLOCK_LENGTH = BLOCK_STORED - 1;
    static final long NO_FRAGMENT = 0xffff_ffffL;
    static final int FRAGMENT_ENTRY = 16;

    // Inode table.
    static final int EXTENDED = 7;

    // Directory table.
    static final int LISTING_EXTRA = 3;
    static final int DIRECTORY_HEADER = 12;
    static final int DIRECTORY_ENTRY = 8;
    static final int MAX_HEADER_ENTRIES = 256;
    static final int MAX_NAME = 256;

    // Extended attributes.
    static final long NO_XATTRS = 0xffff_ffffL;
    static final int XATTR_HEADER = 16;
    static final int XATTR_ENTRY = 16;
    static final int XATTR_OUT_OF_LINE = 0x0100;
    static final int XATTR_PREFIX = 0x00ff;

    // Tables of ids and inode references.
    static final int ID_ENTRY = 4;
    static final int EXPORT_ENTRY = 8;

    // Our own bounds.

    /// 2 TiB in blocks of 128 KiB, 64 GiB in the smallest ones.
    static final int MAX_BLOCKS = 1 << 24;

    static final int MAX_LINK_TARGET = 65_535;

    /// What Linux allows for one value.
    static final int MAX_XATTR_VALUE = 65_536;

    static final int MAX_XATTR_BYTES = 4 << 20;

    /// Of all names from the root on, with the slashes between them.
    static final int MAX_PATH = 32_768;

    /// `MAXSYMLINKS` of Linux.
    static final int MAX_LINKS = 40;

    private SquashfsConstants() {}
}
