package dev.s3logkit.common.archive.tar;

/// The layout of what stands in front of a tarball that we write: its table of contents, in a form
/// that other programs pass over. `docs/formats.md`, "Tarball", has every byte.
///
/// ```text
/// head     := gzip:  empty member+   whose extra field holds a piece of the record
///             zstd:  skippable frame that holds the record
/// record   := "S3LKTOC" | version u8 | stored length u32 | raw length u32 | CRC-32 u32 | stored bytes
/// ```
///
/// The CRC-32 is over the first 16 bytes of the record and the stored bytes; these are one deflate
/// stream. Integers are little endian. The compressed blocks follow the head.
final class TarballConstants {

    /// Bytes of a block before compression, at most; what one entry costs to read is bounded by it.
    static final int MAX_BLOCK = 1 << 20;

    /// Bytes of a block after compression, at most.
    static final int MAX_STORED_BLOCK = MAX_BLOCK + (MAX_BLOCK >> 6);

    /// Entries of a tarball: a table of so many takes about 60 MB, and some 200 MB of heap.
    static final int MAX_ENTRIES = 1 << 20;

    /// Blocks of a tarball: 4 TiB when they are full.
    static final int MAX_BLOCKS = 1 << 22;

    /// Bytes of the archive before compression.
    static final long MAX_ARCHIVE = (long) MAX_BLOCKS * MAX_BLOCK;

    /// Bytes of all names together.
    static final long MAX_NAMES = 128L << 20;

    /// Bytes of a table before it is compressed.
    static final int MAX_TABLE = 128 << 20;

    static final byte[] RECORD_MAGIC = {'S', '3', 'L', 'K', 'T', 'O', 'C'};
    static final int VERSION = 1;

    // Offsets in the record.

    static final int RECORD_VERSION = 7;
    static final int STORED_LENGTH = 8;
    static final int RAW_LENGTH = 12;
    static final int RECORD_CRC = 16;
    static final int RECORD_HEADER = 20;

    // gzip: RFC 1952, section 2.3.1.1.

    static final byte SUBFIELD_1 = 'L';
    static final byte SUBFIELD_2 = 'T';
    static final int XLEN_SIZE = 2;
    static final int SUBFIELD_HEADER = 4;

    /// What of the record one member holds at the most.
    static final int MAX_PIECE = GzipMember.MAX_EXTRA - SUBFIELD_HEADER;

    /// Of a member without its piece.
    static final int MEMBER_OVERHEAD =
            GzipMember.HEADER_SIZE
                    + XLEN_SIZE
                    + SUBFIELD_HEADER
                    + GzipMember.EMPTY_DEFLATE.length
                    + GzipMember.TRAILER_SIZE;

    // zstd: RFC 8878, section 3.1.2.

    static final int SKIPPABLE_MAGIC = 0x184D2A54;
    static final int SKIPPABLE_HEADER = 8;

    private TarballConstants() {}
}
