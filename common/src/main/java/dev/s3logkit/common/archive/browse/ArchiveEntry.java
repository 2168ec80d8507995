package dev.s3logkit.common.archive.browse;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A file, folder or other thing in an archive.
///
/// @param key the path from the archive's root on, as an S3 key would name it: without a slash
///   before it, with one behind it if it is a folder, empty for the root. Mapped as
///   [dev.s3logkit.common.archive.EntryName] says
/// @param size of a file's content, bytes; 0 for all others
/// @param permissions the lower twelve bits of a Unix mode, or -1 where the archive does not say
/// @param modified null where the archive does not say, as of folders that only the names of their
///   files tell of
/// @param linkTarget where a link leads, as stored; null for all others, and for links of formats
///   that keep it where the content of files is, see [Archive#linkTarget(ArchiveEntry)]
/// @param storedSize bytes that a file's content takes in the archive, or -1 where it has no bytes
///   of its own
/// @param crc32 of a file's content, or -1 where the archive does not say
/// @param etag of the S3 object that a file was, without quotes; null where the archive does not
///   say
/// @param position where it is; means something to its own archive only. Files of the same position
///   are one file under several names
public record ArchiveEntry(
        String key,
        EntryType type,
        long size,
        int permissions,
        @Nullable Instant modified,
        @Nullable String linkTarget,
        long storedSize,
        long crc32,
        @Nullable String etag,
        long position) {

    /// The position of what the archive holds no entry for.
    static final long NOWHERE = -1;

    /// A folder that only the names of what is in it tell of.
    static ArchiveEntry impliedFolder(String key) {
        return new ArchiveEntry(key, EntryType.FOLDER, 0, -1, null, null, -1, -1, null, NOWHERE);
    }

    /// The last name of the key, without a slash.
    public String name() {
        int end = isFolder() && !key.isEmpty() ? key.length() - 1 : key.length();
        return key.substring(key.lastIndexOf('/', end - 1) + 1, end);
    }

    /// The key of the folder that it is in; empty for the root.
    public String folder() {
        return key.substring(0, key.length() - name().length() - (isFolder() ? 1 : 0));
    }

    public boolean isFile() {
        return type == EntryType.FILE;
    }

    public boolean isFolder() {
        return type == EntryType.FOLDER;
    }
}
