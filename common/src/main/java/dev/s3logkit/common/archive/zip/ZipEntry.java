package dev.s3logkit.common.archive.zip;

import java.time.Instant;

/// What the central directory says of one entry. Nothing is checked against the file system: a name
/// may be absolute or hold `..`.
///
/// @param index in the central directory, from 0
/// @param name as stored
/// @param size of the content, bytes
/// @param compressedSize bytes in the archive
/// @param crc32 of the content
/// @param method number of the compression method, supported or not
/// @param flags general purpose bits
/// @param offset of the local header in the source
/// @param unixMode type and permissions as Unix has them, 0 where the entry is of another system
/// @param lastModified in UTC where the entry says so, else what MS-DOS's fields say, taken as UTC
public record ZipEntry(
        int index,
        String name,
        long size,
        long compressedSize,
        int crc32,
        int method,
        int flags,
        long offset,
        int unixMode,
        Instant lastModified) {

    private static final int TYPE = 0170000;
    private static final int SYMBOLIC_LINK = 0120000;

    /// What stands for a folder and has no content.
    public boolean isFolder() {
        return size == 0 && name.endsWith("/");
    }

    /// Whether the content is the target of a symbolic link.
    public boolean isSymbolicLink() {
        return (unixMode & TYPE) == SYMBOLIC_LINK;
    }

    /// Name and number of the compression method, such as `zstd (93)`.
    public String methodName() {
        return ZipMethod.describe(method);
    }
}
