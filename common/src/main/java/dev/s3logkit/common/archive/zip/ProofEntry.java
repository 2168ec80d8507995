package dev.s3logkit.common.archive.zip;

/// What the proof says of one entry.
///
/// @param crc32 of the source as it was read
public record ProofEntry(ZipSource source, int crc32) {}
