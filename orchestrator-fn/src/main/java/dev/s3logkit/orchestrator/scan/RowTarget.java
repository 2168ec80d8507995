package dev.s3logkit.orchestrator.scan;

import dev.s3logkit.common.inventory.InventoryRow;
import dev.s3logkit.common.keylayout.LogKey;
import java.io.IOException;

/// Takes what one thread reads, file after file.
public interface RowTarget {

    /// What [#selected] returns for a target that wants every row.
    int EVERY_ROW = -1;

    /// A row that is wanted. Both arguments are valid during the call only.
    ///
    /// @param where account and region, in the row's key
    /// @return the number of the group, so that other rows of it may be given to [#again], or
    ///   [#EVERY_ROW]
    int selected(InventoryRow row, LogKey where) throws IOException;

    /// Another row that is wanted, of a group that [#selected] has numbered.
    void again(int group, long size);

    /// A row that could not be read.
    ///
    /// @param file number of the file in the inventory
    void rejected(int file, Reject reject) throws IOException;

    /// The end of a file: what is held back is handed on.
    void fileEnds() throws IOException;
}
