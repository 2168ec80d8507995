package dev.s3logkit.objectlambda.bucket;

/// One parameter of a query, percent-decoded.
///
/// @param value empty when there is none
public record Parameter(String name, String value) {}
