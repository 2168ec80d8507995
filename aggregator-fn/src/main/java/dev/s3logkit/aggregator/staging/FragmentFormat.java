package dev.s3logkit.aggregator.staging;

/// The bytes of a fragment file (`docs/formats.md`, "Fragment"). All integers are little endian.
///
/// ```text
/// fragment := header block* footer
/// header   := skippable frame: "s3logkit fragment 1\n"
/// block    := skippable frame: 'B' codec 0 0 | rawLength u32 | storedLength u32 | runs u32
///                              | runs x (section u32, lines u32, bytes u32)
///             storedLength bytes: one zstd frame, or the lines as they are (codec 0)
/// footer   := skippable frame: 'F' 0 0 0 | JSON | CRC-32C of the JSON u32
///                              | length of this whole frame u32 | "S3LF"
/// ```
///
/// Skippable frames are those of RFC 8878, section 3.1.2, so that `zstd -dc` prints the lines.
final class FragmentFormat {

    /// RFC 8878 gives users 0x184D2A50 to 0x184D2A5F.
    static final int SKIPPABLE_MAGIC = 0x184D2A53;

    static final int FRAME_HEADER = 8;
    static final String HEADER = "s3logkit fragment 1\n";

    /// Length of the header frame; the text is ASCII.
    static final long HEADER_LENGTH = (long) FRAME_HEADER + HEADER.length();

    static final byte BLOCK = 'B';
    static final byte FOOTER = 'F';
    static final byte CODEC_NONE = 0;
    static final byte CODEC_ZSTD = 1;

    /// 'B' or 'F' and three more bytes.
    static final int TAG = 4;

    /// Raw length, stored length, number of runs.
    static final int BLOCK_FIXED = TAG + 3 * 4;

    static final int RUN = 3 * 4;

    /// CRC, frame length, closing magic.
    static final int FOOTER_TRAILER = 3 * 4;

    /// "S3LF".
    static final int CLOSING_MAGIC = 0x464C3353;

    /// A block is closed when it holds this much: large enough for zstd, small enough that hundreds
    /// of partitions fit in memory.
    static final int BLOCK_TARGET = 256 << 10;

    /// Longer than the longest reject: 1 MiB of bytes that JSON escapes sixfold.
    static final int MAX_BLOCK = 8 << 20;

    /// Runs a block may hold: one for every two bytes of its target.
    static final int MAX_RUNS = BLOCK_TARGET / 2;

    /// Footers name sources; 256 MiB is about a million of them.
    static final int MAX_FOOTER = 256 << 20;

    private FragmentFormat() {}
}
