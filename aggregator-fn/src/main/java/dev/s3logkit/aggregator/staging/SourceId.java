package dev.s3logkit.aggregator.staging;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// What makes a source object the same object, however often it is delivered.
///
/// @param bucket the bucket that holds the log object, or empty for a file
/// @param key the object's key, or a file's path
/// @param etag of the GET that read it, without quotes; for a file its size and modification time
public record SourceId(String bucket, String key, String etag) {

    /// The object for people: `s3://bucket/key`, or the path.
    public String name() {
        return bucket.isEmpty() ? key : "s3://" + bucket + "/" + key;
    }

    /// First 128 bits of the SHA-256 over the parts of the identity and `partition`, which keeps
    /// what the same object adds to different partitions apart.
    public SourceHash hash(Partition partition) {
        return hash(partition.name());
    }

    SourceHash hash(String partition) {
        MessageDigest digest = sha256();
        for (String part : new String[] {partition, bucket, key, etag}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((byte) (bytes.length >>> 8));
            digest.update((byte) bytes.length);
            digest.update(bytes);
        }
        return SourceHash.of(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
