package dev.s3logkit.rollup.work;

/// One version of a log.
///
/// @param name behind the prefix of its task
/// @param etag without quotes
record LogId(String name, String etag) {}
