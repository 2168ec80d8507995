package dev.s3logkit.objectlambda.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// What continues a listing: the last key or common prefix of a page, in a form that XML and URLs
/// can hold, with a digest by which made-up and damaged ones are told. It stays valid for ever, in
/// every process.
final class ContinuationToken {

    private static final byte[] LABEL = "s3logkit listing 1\n".getBytes(UTF_8);
    private static final int DIGEST_BYTES = 9;

    private ContinuationToken() {}

    static String of(String last) {
        byte[] key = last.getBytes(UTF_8);
        byte[] token = Arrays.copyOf(digest(key), DIGEST_BYTES + key.length);
        System.arraycopy(key, 0, token, DIGEST_BYTES, key.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /// The key or common prefix of a token.
    ///
    /// @throws S3Error when it is none of ours
    static String last(String token) throws S3Error {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            throw incorrect(token);
        }
        if (bytes.length <= DIGEST_BYTES) {
            throw incorrect(token);
        }
        byte[] key = Arrays.copyOfRange(bytes, DIGEST_BYTES, bytes.length);
        if (!Arrays.equals(digest(key), Arrays.copyOf(bytes, DIGEST_BYTES))) {
            throw incorrect(token);
        }
        return new String(key, UTF_8);
    }

    static S3Error incorrect(String token) {
        return S3Error.invalidArgument(
                "The continuation token provided is incorrect", "continuation-token", token);
    }

    private static byte[] digest(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(LABEL);
            return Arrays.copyOf(digest.digest(key), DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
