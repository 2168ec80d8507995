package dev.s3logkit.common.s3;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How an object is written.
///
/// @param contentType MIME type
/// @param storageClass S3's name of it, such as `STANDARD`
/// @param metadata user metadata, keys in lower case; at most 2 KB in all
/// @param partSize bytes held in memory and sent as one part; an object of at most one part is sent
///   by a single PUT; at least [#MIN_PART_SIZE]
/// @param ifAbsent sends `If-None-Match: *`, so that an existing object is never replaced
/// @param kmsKeyId id, alias or ARN of the KMS key that S3 encrypts the object with (SSE-KMS); null
///   for the bucket's own encryption
/// @param headLast whether [ObjectWriter#finish(byte\[\])] puts a head in front of what was
///   written; then a second part is held in memory
public record CreateOptions(
        String contentType,
        String storageClass,
        Map<String, String> metadata,
        int partSize,
        boolean ifAbsent,
        @Nullable String kmsKeyId,
        boolean headLast) {

    /// The smallest part that S3 takes, except for the last one: 5 MiB.
    public static final int MIN_PART_SIZE = 5 << 20;

    /// The largest part that is held in memory: 1 GiB.
    public static final int MAX_PART_SIZE = 1 << 30;

    public CreateOptions {
        if (partSize < MIN_PART_SIZE || partSize > MAX_PART_SIZE) {
            throw new IllegalArgumentException(
                    "part size %d: expected %d to %d bytes"
                            .formatted(partSize, MIN_PART_SIZE, MAX_PART_SIZE));
        }
        metadata = Map.copyOf(metadata);
    }

    /// Written from its first byte to its last.
    public CreateOptions(
            String contentType,
            String storageClass,
            Map<String, String> metadata,
            int partSize,
            boolean ifAbsent,
            @Nullable String kmsKeyId) {
        this(contentType, storageClass, metadata, partSize, ifAbsent, kmsKeyId, false);
    }

    /// With the bucket's own encryption.
    public CreateOptions(
            String contentType,
            String storageClass,
            Map<String, String> metadata,
            int partSize,
            boolean ifAbsent) {
        this(contentType, storageClass, metadata, partSize, ifAbsent, null);
    }

    /// The same for an object whose head is known last.
    public CreateOptions withHeadLast() {
        return new CreateOptions(
                contentType, storageClass, metadata, partSize, ifAbsent, kmsKeyId, true);
    }
}
