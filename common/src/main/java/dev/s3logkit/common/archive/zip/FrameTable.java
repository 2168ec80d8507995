package dev.s3logkit.common.archive.zip;

/// Where the frames of a large entry are.
final class FrameTable {

    private final int entry;
    private final int headerLength;
    private final int frameBytes;
    private final int[] lengths;

    /// @param entry number in the central directory
    /// @param headerLength of the local header: where the data starts in the entry
    /// @param frameBytes of content in every frame but the last; 0 in an entry that is stored
    /// @param lengths of the frames as compressed; none in an entry that is stored
    FrameTable(int entry, int headerLength, int frameBytes, int[] lengths) {
        this.entry = entry;
        this.headerLength = headerLength;
        this.frameBytes = frameBytes;
        this.lengths = lengths;
    }

    int entry() {
        return entry;
    }

    int headerLength() {
        return headerLength;
    }

    int frameBytes() {
        return frameBytes;
    }

    int frames() {
        return lengths.length;
    }

    /// Compressed bytes of a frame.
    int length(int frame) {
        return lengths[frame];
    }
}
