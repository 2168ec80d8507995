package dev.s3logkit.common.archive.zip;

import java.util.Arrays;

/// Collects fields of the proof.
final class ProofBuffer {

    private static final int MAX_VARINT = 10;

    private byte[] bytes = new byte[1 << 12];
    private int used;

    void varint(long value) {
        reserve(MAX_VARINT);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[used++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[used++] = (byte) rest;
    }

    void u32(int value) {
        reserve(Integer.BYTES);
        LittleEndian.put32(bytes, used, value);
        used += Integer.BYTES;
    }

    void raw(byte[] from) {
        reserve(from.length);
        System.arraycopy(from, 0, bytes, used, from.length);
        used += from.length;
    }

    /// The length, then the bytes.
    void text(byte[] utf8) {
        varint(utf8.length);
        raw(utf8);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return used;
    }

    private void reserve(int length) {
        if (bytes.length - used < length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, used + length));
        }
    }
}
