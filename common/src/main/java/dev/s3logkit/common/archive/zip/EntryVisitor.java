package dev.s3logkit.common.archive.zip;

import java.io.IOException;
import java.io.InputStream;

/// Receives the entries of an archive that is read as a whole.
@FunctionalInterface
public interface EntryVisitor {

    /// Takes one entry.
    ///
    /// @param body may be opened once, and only during this call
    /// @throws IOException ends the reading and is passed on
    void visit(ZipEntry entry, Body body) throws IOException;

    /// What the archive has of the entry.
    interface Body {
        /// Opens its content, as [ZipReader#open(ZipEntry)] does. The caller closes it.
        InputStream open() throws IOException;

        /// Its first bytes as they stand in the archive, from the local header on.
        ///
        /// @param length how many; fewer come when the next entry or the directory starts earlier
        byte[] head(int length) throws IOException;
    }
}
