package dev.s3logkit.common.archive.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;

/// A table of one entry, written field by field, right or wrong.
final class RawTable {

    long entries = 1;
    long blockCount = 1;
    long shared;
    long rest = 3;
    private String name = "one";
    long size = 60;
    long mtime = 2000;
    long headers = 1;
    int etagKind;
    long raw = 512 + 512 + 1024;
    long stored = 100;
    int behind;
    boolean overlong;

    /// Replaces the name, whose characters become a byte each.
    void name(String text) {
        name = text;
        rest = text.length();
    }

    byte[] bytes() {
        Bytes out = new Bytes();
        if (overlong) {
            out.text("\u0080".repeat(10) + "\0", ISO_8859_1);
        }
        out.varint(entries);
        out.varint(blockCount);
        out.varint(shared);
        out.varint(rest);
        out.text(name, ISO_8859_1);
        out.varint(size);
        out.varint(mtime);
        out.text("\1\2\3\4", ISO_8859_1);
        out.varint(headers);
        out.text(Character.toString(etagKind & 0xff), ISO_8859_1);
        out.varint(raw);
        out.varint(stored);
        out.text("x".repeat(behind), ISO_8859_1);
        return out.bytes();
    }

    /// Bytes under construction.
    static final class Bytes {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void varint(long value) {
            long left = value;
            while ((left & ~0x7fL) != 0) {
                out.write((int) ((left & 0x7f) | 0x80));
                left >>>= 7;
            }
            out.write((int) left);
        }

        void text(String text, Charset charset) {
            out.writeBytes(text.getBytes(charset));
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
