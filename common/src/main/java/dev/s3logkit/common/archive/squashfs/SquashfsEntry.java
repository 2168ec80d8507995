package dev.s3logkit.common.archive.squashfs;

/// A name in the image and the inode that it leads to.
///
/// @param path names from the root on, joined by slashes, without one at the start or the end;
///   empty for the root. Mapped as [EntryName] says
/// @param type of the inode; [SquashfsImage#inode(SquashfsEntry)] holds the inode to it
/// @param reference of the inode; hard links have the same
public record SquashfsEntry(String path, SquashfsType type, long reference) {

    /// The last name of the path.
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public boolean isDirectory() {
        return type == SquashfsType.DIRECTORY;
    }

    /// What orders entries as S3 orders keys: the path, with a slash behind that of a folder.
    public String key() {
        return isDirectory() && !path.isEmpty() ? path + "/" : path;
    }
}
