package dev.s3logkit.common.archive.browse;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Entries one after another, in the order in which S3 lists keys: that of their bytes, in which
/// `a-b`, `a.txt`, `a/`, `a/x`, `a0` follow each other. Not safe for use by several threads.
public interface EntryCursor {

    /// The next entry, or null behind the last one.
    ///
    /// @throws dev.s3logkit.common.FormatException when the archive is damaged
    @Nullable ArchiveEntry next() throws IOException;

    /// Passes over what is in the folder that [#next()] returned last.
    void skipFolder();

    /// Passes over what is left in a folder in which the entry is that [#next()] returned last.
    ///
    /// @param folder its key
    void leave(String folder);
}
