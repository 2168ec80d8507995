package dev.s3logkit.common.archive.zip;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// What an entry is made from, as the proof names it.
///
/// @param url of the source, such as `s3://bucket/key`; at most [#MAX_URL] characters
/// @param name of the entry: what `url` ends in, such as `bucket/key` or `key`. It is written as it
///   is, with `..`, leading slashes and backslashes
/// @param size of the body, bytes
/// @param etag without quotes; at most [#MAX_ETAG] characters
/// @param lastModified of the source, after 1970; the time of the entry, to a second, is in UTC
public record ZipSource(String url, String name, long size, String etag, Instant lastModified) {

    /// `s3://`, 63 bytes of bucket, a slash and 1,024 of key, with room for other kinds of source.
    public static final int MAX_URL = 4096;

    /// An MD5 in hex with a number of parts has 38.
    public static final int MAX_ETAG = 255;

    public ZipSource {
        if (name.isEmpty() || !url.endsWith(name)) {
            throw new IllegalArgumentException(
                    "the name of an entry is what its URL ends in: %s, %s".formatted(name, url));
        }
        if (url.length() > MAX_URL || etag.length() > MAX_ETAG) {
            throw new IllegalArgumentException(
                    "%s: %d characters, with an ETag of %d"
                            .formatted(url, url.length(), etag.length()));
        }
        if (size < 0 || lastModified.getEpochSecond() < 0) {
            throw new IllegalArgumentException(
                    "%s: size %d, last modified %s".formatted(url, size, lastModified));
        }
    }

    /// Bytes at the end of the URL that are the name.
    ///
    /// @param utf8 the URL
    int nameLength(byte[] utf8) {
        return utf8.length == url.length()
                ? name.length()
                : name.getBytes(StandardCharsets.UTF_8).length;
    }
}
