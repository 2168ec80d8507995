package dev.s3logkit.objectlambda.mapping;

import dev.s3logkit.common.s3.S3Uri;

/// A prefix of the virtual bucket and the archive behind it.
///
/// @param prefix ends in a slash, or is empty for the whole bucket; what follows it in a key is the
///   key of an entry of the archive
public record Mapping(String prefix, S3Uri archive) {}
