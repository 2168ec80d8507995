package dev.s3logkit.common.archive.zip;

/// The layout of the proof, which stands between the last entry and the central directory, where
/// readers of zip archives do not look: docs/formats.md, "Archive proof".
///
/// ```text
/// proof   := rows summary trailer
/// rows    := frames of zstd (RFC 8878); decompressed, one row for each entry of the central
///            directory, in its order
/// row     := url length varint | url | name length varint | size varint | CRC-32 u32
///            | last modified varint, ms since 1970 | ETag length varint | ETag
/// summary := SHA-256 of the manifest, 32 bytes | options length varint | options
///            | entries varint | bytes of all sources varint | tables varint | table*
/// table   := entry varint, the first is 0 | local header length varint
///            | bytes of a frame varint | frames varint | (compressed length of a frame varint)*
/// trailer := rows length u64 | rows CRC-32C u32 | summary length u32 | summary CRC-32C u32
///            | version u16 | zero u16 | CRC-32C of the trailer up to here u32 | "S3LKPRF\n"
/// ```
///
/// A varint has 7 bits in each byte, the lowest first, and the top bit set in all but the last.
final class ProofConstants {

    static final int TRAILER_ROWS_LENGTH = 0;
    static final int TRAILER_ROWS_CRC = 8;
    static final int TRAILER_SUMMARY_LENGTH = 12;
    static final int TRAILER_SUMMARY_CRC = 16;
    static final int TRAILER_VERSION = 20;
    static final int TRAILER_CRC = 24;
    static final int TRAILER_MAGIC = 28;
    static final int TRAILER_SIZE = 36;

    /// "S3LKPRF\n"
    static final long MAGIC = 0x0A46_5250_4B4C_3353L;

    static final int VERSION = 1;

    /// A frame of 4 MiB takes four bytes: enough for 16 TB in large entries.
    static final int MAX_SUMMARY = 16 << 20;

    /// Of a text in UTF-8, from its bound in characters.
    static final int UTF8_BYTES_PER_CHAR = 3;

    private ProofConstants() {}
}
