package dev.s3logkit.common.archive.zip;

/// What was written.
///
/// @param sourceBytes of all bodies
/// @param archiveBytes of the whole archive
public record ZipSummary(long entries, long sourceBytes, long archiveBytes) {}
