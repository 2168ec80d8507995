package dev.s3logkit.common.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/// The checksum of an object that S3 sends along, taken over the body as it is read.
final class BodyChecksum {

    /// Answers to a request with `x-amz-checksum-mode: ENABLED` have a header of this start.
    private static final String HEADER = "x-amz-checksum-";

    private enum Algorithm {
        CRC64NVME,
        CRC32C,
        CRC32,
        SHA256,
        SHA1
    }

    private final Algorithm algorithm;
    private final String expected;
    private final @Nullable Checksum crc;
    private final @Nullable MessageDigest digest;

    private BodyChecksum(Algorithm algorithm, String expected) {
        this.algorithm = algorithm;
        this.expected = expected;
        this.crc =
                switch (algorithm) {
                    case CRC64NVME -> new Crc64Nvme();
                    case CRC32C -> new CRC32C();
                    case CRC32 -> new CRC32();
                    case SHA256, SHA1 -> null;
                };
        this.digest =
                switch (algorithm) {
                    case CRC64NVME, CRC32C, CRC32 -> null;
                    case SHA256 -> digest("SHA-256");
                    case SHA1 -> digest("SHA-1");
                };
    }

    /// The check that the headers ask for, or null when there is none that can be made: the
    /// checksum of parts (`…-2`) says nothing of the whole.
    ///
    /// @param header value of a header of the answer, its name in lower case
    static @Nullable BodyChecksum of(Function<String, @Nullable String> header) {
        for (Algorithm algorithm : Algorithm.values()) {
            String expected = header.apply(HEADER + lowerCase(algorithm));
            if (expected != null && expected.indexOf('-') < 0) {
                return new BodyChecksum(algorithm, expected);
            }
        }
        return null;
    }

    private static String lowerCase(Algorithm algorithm) {
        return switch (algorithm) {
            case CRC64NVME -> "crc64nvme";
            case CRC32C -> "crc32c";
            case CRC32 -> "crc32";
            case SHA256 -> "sha256";
            case SHA1 -> "sha1";
        };
    }

    /// The check of a CRC64NVME alone, or null when there is none to hold it against.
    static @Nullable BodyChecksum crc64Nvme(@Nullable String expected) {
        return of(name -> name.endsWith("crc64nvme") ? expected : null);
    }

    void update(byte[] bytes, int offset, int length) {
        if (crc != null) {
            crc.update(bytes, offset, length);
        }
        if (digest != null) {
            digest.update(bytes, offset, length);
        }
    }

    /// Called once, after the last byte.
    void check(S3Uri uri) throws ObjectStoreException {
        String found = Base64.getEncoder().encodeToString(value());
        if (!found.equals(expected)) {
            throw new ObjectStoreException(
                    uri,
                    "GET",
                    "the body has the checksum %s (%s), announced was %s"
                            .formatted(found, algorithm, expected),
                    null);
        }
    }

    private byte[] value() {
        if (digest != null) {
            return digest.digest();
        }
        long value = crc == null ? 0 : crc.getValue();
        return algorithm == Algorithm.CRC64NVME
                ? ByteBuffer.allocate(Long.BYTES).putLong(value).array()
                : ByteBuffer.allocate(Integer.BYTES).putInt((int) value).array();
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
