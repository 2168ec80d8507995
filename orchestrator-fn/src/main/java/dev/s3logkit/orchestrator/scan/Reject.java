package dev.s3logkit.orchestrator.scan;

/// A row that could not be read.
///
/// @param file `s3://bucket/key` or a path
/// @param line 1 for the file's first line
/// @param reason what was found and what was expected
/// @param text the line, cut when it is very long
public record Reject(String file, long line, String reason, String text) {}
