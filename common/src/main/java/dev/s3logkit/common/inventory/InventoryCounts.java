package dev.s3logkit.common.inventory;

/// What reading one file came to. Blank lines and a header are not rows.
///
/// @param rows handed to the sink as rows, wanted or not
/// @param rejected rows that could not be read
/// @param bytes read, after decompression
public record InventoryCounts(long rows, long rejected, long bytes) {

    /// Nothing read yet.
    public static final InventoryCounts NONE = new InventoryCounts(0, 0, 0);

    /// Both together.
    public InventoryCounts plus(InventoryCounts other) {
        return new InventoryCounts(
                rows + other.rows, rejected + other.rejected, bytes + other.bytes);
    }
}
