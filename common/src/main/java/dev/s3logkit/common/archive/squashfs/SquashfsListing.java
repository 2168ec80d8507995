package dev.s3logkit.common.archive.squashfs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The entries of one folder in byte order of their names. Not safe for use by several threads.
public final class SquashfsListing {

    private final DirectoryCursor cursor;
    private final String prefix;
    private byte @Nullable [] from;

    SquashfsListing(DirectoryCursor cursor, String folder, byte[] from) {
        this.cursor = cursor;
        this.prefix = folder.isEmpty() ? "" : folder + "/";
        this.from = from;
    }

    /// The next entry, or null behind the last one.
    ///
    /// @throws dev.s3logkit.common.FormatException when the listing is damaged, not in order, or
    ///   holds names that lead elsewhere
    public @Nullable SquashfsEntry next() throws IOException {
        boolean found = from == null ? cursor.advance() : cursor.advanceTo(from);
        from = null;
        return found
                ? new SquashfsEntry(prefix + cursor.name(), cursor.type(), cursor.reference())
                : null;
    }
}
