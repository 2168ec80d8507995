package dev.s3logkit.common.archive.zip;

import java.io.IOException;
import java.io.OutputStream;

/// The archive as far as it is written, and what its end will say of it.
final class ZipOutput {

    private final OutputStream out;
    private final CentralDirectory directory = new CentralDirectory();
    private final ProofWriter proof = new ProofWriter();
    private long position;
    private long sourceBytes;

    ZipOutput(OutputStream out) {
        this.out = out;
    }

    /// Bytes written so far.
    long position() {
        return position;
    }

    CentralDirectory directory() {
        return directory;
    }

    ProofWriter proof() {
        return proof;
    }

    void write(byte[] bytes, int at, int length) throws IOException {
        out.write(bytes, at, length);
        position += length;
    }

    void countSource(long bytes) {
        sourceBytes += bytes;
    }

    long sourceBytes() {
        return sourceBytes;
    }
}
