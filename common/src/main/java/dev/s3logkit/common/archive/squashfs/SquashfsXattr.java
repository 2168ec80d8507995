package dev.s3logkit.common.archive.squashfs;

/// An extended attribute.
///
/// @param name with its prefix, such as `user.comment`; mapped as [EntryName] says
/// @param value of up to 65,536 bytes; belongs to whoever asked for it
@SuppressWarnings("ArrayRecordComponent") // Values are bytes, and nobody compares attributes.
public record SquashfsXattr(String name, byte[] value) {}
