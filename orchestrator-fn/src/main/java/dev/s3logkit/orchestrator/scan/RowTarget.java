package dev.s3logkit.orchestrator.scan;

import dev.s3logkit.common.inventory.InventoryRow;
import dev.s3logkit.common.keylayout.LogKey;
import java.io.IOException;

/// Takes what one thread reads, file after file.
public interface RowTarget {

    /// A row that is wanted. Both arguments are valid during the call only.
    ///
    /// @param where account and region, in the row's key
    void selected(InventoryRow row, LogKey where) throws IOException;

    /// A row that could not be read.
    ///
    /// @param file number of the file in the inventory
    void rejected(int file, Reject reject) throws IOException;

    /// The end of a file: what is held back is handed on.
    void fileEnds() throws IOException;
}
