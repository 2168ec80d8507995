package dev.s3logkit.common.s3.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// HMAC-SHA256 (RFC 2104) under one key. The two blocks that depend on the key alone are hashed
/// once, and the provider framework of `javax.crypto`, which takes long to start, is not needed.
/// Safe for use by any number of threads.
public final class HmacSha256 {

    private static final int BLOCK_BYTES = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final MessageDigest inner;
    private final MessageDigest outer;

    public HmacSha256(byte[] key) {
        byte[] block = Arrays.copyOf(key.length > BLOCK_BYTES ? sha256(key) : key, BLOCK_BYTES);
        inner = padded(block, INNER);
        outer = padded(block, OUTER);
    }

    public byte[] of(byte[] message) {
        MessageDigest hash = copy(outer);
        hash.update(copy(inner).digest(message));
        return hash.digest();
    }

    public static byte[] sha256(byte[] message) {
        return digest().digest(message);
    }

    private static MessageDigest padded(byte[] key, byte pad) {
        byte[] block = new byte[BLOCK_BYTES];
        for (int i = 0; i < BLOCK_BYTES; i++) {
            block[i] = (byte) (key[i] ^ pad);
        }
        MessageDigest digest = digest();
        digest.update(block);
        return digest;
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
