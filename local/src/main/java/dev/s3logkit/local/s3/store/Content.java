package dev.s3logkit.local.s3.store;

/// Bytes that were received and belong to no object yet.
///
/// @param etag the MD5 digest of the bytes in hexadecimal, which is the ETag of an object that is
///   put as a whole
/// @param crc32 checksum of the bytes
public record Content(Body body, long size, String etag, int crc32) {}
