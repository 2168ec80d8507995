package dev.s3logkit.common.archive.squashfs;

import java.time.Instant;

/// What every inode has.
///
/// @param permissions the lower twelve bits of the mode
/// @param number of the inode; hard links have the same
/// @param links as stored; writers count those of folders differently
/// @param xattrs number of its set of extended attributes, or 0xffffffff
public record SquashfsAttributes(
        SquashfsType type,
        int permissions,
        long uid,
        long gid,
        Instant mtime,
        long number,
        long links,
        long xattrs) {}
