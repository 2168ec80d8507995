package dev.s3logkit.common.archive.tar;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An entry where it stands in an archive.
///
/// @param header what the archive says of it
/// @param bodyOffset where its body starts in the uncompressed archive
/// @param listed what the table of contents says of it, null when there is none
public record ArchivedEntry(TarEntry header, long bodyOffset, @Nullable TableEntry listed) {

    static ArchivedEntry of(TableEntry listed) {
        TarEntry header =
                new TarEntry(
                        listed.name(),
                        listed.size(),
                        listed.mtime(),
                        TarType.FILE,
                        TarConstants.FILE_MODE,
                        null,
                        0,
                        0,
                        Map.of());
        return new ArchivedEntry(header, listed.bodyOffset(), listed);
    }

    /// As [TarEntry#name()].
    public String name() {
        return header.name();
    }

    /// As [TarEntry#size()].
    public long size() {
        return header.size();
    }

    /// The same without the extended records, which may be long.
    ArchivedEntry slim() {
        TarEntry slim =
                new TarEntry(
                        header.name(),
                        header.size(),
                        header.mtime(),
                        header.type(),
                        header.permissions(),
                        header.linkName(),
                        header.owner(),
                        header.group(),
                        Map.of());
        return new ArchivedEntry(slim, bodyOffset, listed);
    }
}
