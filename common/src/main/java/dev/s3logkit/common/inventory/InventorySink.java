package dev.s3logkit.common.inventory;

import java.io.IOException;

/// Receives the rows of one file in their order, each exactly once: it is unwanted, handed over, or
/// rejected. Row and buffer belong to the reader and are valid only during the call.
public interface InventorySink {

    /// Whether the row's key is worth decoding; asked before, so [InventoryRow#key()] is not there
    /// yet. A row for which the answer is no is done.
    boolean wants(InventoryRow row) throws IOException;

    /// A wanted row.
    void row(InventoryRow row) throws IOException;

    /// A row that cannot be read.
    ///
    /// @param buffer holds the first line of the row, without its line break, in `[from, to)`; of a
    ///   very long line only the start
    /// @param lineNumber of that line, 1 for the first one of the file
    /// @param reason what was found and what was expected
    void rejected(byte[] buffer, int from, int to, long lineNumber, String reason)
            throws IOException;
}
