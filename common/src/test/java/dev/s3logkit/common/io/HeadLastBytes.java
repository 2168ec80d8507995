package dev.s3logkit.common.io;

import java.io.ByteArrayOutputStream;

/// Takes a file into memory.
public final class HeadLastBytes implements HeadLastOutput {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private byte[] whole = {};

    @Override
    public void write(byte[] bytes, int offset, int length) {
        body.write(bytes, offset, length);
    }

    @Override
    public void finish(byte[] head) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head);
        all.writeBytes(body.toByteArray());
        whole = all.toByteArray();
    }

    /// The file, empty before it is finished.
    public byte[] bytes() {
        return whole;
    }
}
