package dev.s3logkit.common.s3;

/// An object, a prefix or a bucket: `s3://bucket/key`. The key is raw, never encoded.
///
/// @param bucket 3 to 63 characters
/// @param key at most 1024 UTF-8 bytes; empty for the bucket itself
public record S3Uri(String bucket, String key) {

    private static final String SCHEME = "s3://";

    /// @throws IllegalArgumentException when the bucket's or the key's length is out of bounds
    public S3Uri {
        if (bucket.length() < 3 || bucket.length() > 63 || bucket.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "bucket name '%s': expected 3 to 63 characters without '/'".formatted(bucket));
        }
        int bytes = key.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (bytes > 1024) {
            throw new IllegalArgumentException(
                    "key of %d bytes in bucket %s: at most 1024 are allowed"
                            .formatted(bytes, bucket));
        }
    }

    /// Whether the text starts with `s3://`, so that [#parse(String)] is meant.
    public static boolean isS3(String text) {
        return text.startsWith(SCHEME);
    }

    /// Reads `s3://bucket`, `s3://bucket/` or `s3://bucket/key`; nothing is decoded.
    ///
    /// @throws IllegalArgumentException when the text is not of this form; the message names it
    public static S3Uri parse(String text) {
        if (!isS3(text)) {
            throw new IllegalArgumentException(
                    "'%s' is not an S3 URL: expected s3://bucket/key".formatted(text));
        }
        int slash = text.indexOf('/', SCHEME.length());
        return slash < 0
                ? new S3Uri(text.substring(SCHEME.length()), "")
                : new S3Uri(text.substring(SCHEME.length(), slash), text.substring(slash + 1));
    }

    /// The object of the same bucket whose key is this key with `suffix` appended.
    public S3Uri append(String suffix) {
        return new S3Uri(bucket, key + suffix);
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + key;
    }
}
