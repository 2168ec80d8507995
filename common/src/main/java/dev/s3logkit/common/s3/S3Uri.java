package dev.s3logkit.common.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

/// An object, a prefix or a bucket: `s3://bucket/key`. The key is raw, never encoded.
///
/// @param bucket 3 to 63 letters, digits, `.`, `-` and `_`, the last and capitals in old buckets
///   only
/// @param key at most 1024 UTF-8 bytes; empty for the bucket itself
public record S3Uri(String bucket, String key) {

    private static final String SCHEME = "s3://";

    /// Takes the parts as they are.
    ///
    /// @throws IllegalArgumentException when no bucket can have this name, or no object this key
    public S3Uri {
        if (bucket.length() < 3
                || bucket.length() > 63
                || !bucket.chars().allMatch(S3Uri::isBucketCharacter)) {
            throw new IllegalArgumentException(
                    "bucket name '%s': expected 3 to 63 letters, digits, '.', '-' or '_'"
                            .formatted(bucket));
        }
        byte[] utf8 = key.getBytes(UTF_8);
        if (utf8.length > 1024) {
            throw new IllegalArgumentException(
                    "key of %d bytes in bucket %s: at most 1024 are allowed"
                            .formatted(utf8.length, bucket));
        }
        // Half a surrogate pair would be sent as '?', which is the key of another object.
        if (!key.equals(new String(utf8, UTF_8))) {
            throw new IllegalArgumentException(
                    "key '%s' in bucket %s has no UTF-8 form".formatted(key, bucket));
        }
    }

    private static boolean isBucketCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == '_';
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
