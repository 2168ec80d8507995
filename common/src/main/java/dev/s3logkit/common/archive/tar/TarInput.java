package dev.s3logkit.common.archive.tar;

import dev.s3logkit.common.CorruptedInputException;
import java.io.IOException;
import java.io.InputStream;

/// The bytes of an archive with their offset. What ends too early is damaged.
final class TarInput {

    private final InputStream in;
    private final String source;
    private final byte[] skipped = new byte[8192];
    private long offset;

    TarInput(InputStream in, String source) {
        this.in = in;
        this.source = source;
    }

    /// Of the next byte.
    long offset() {
        return offset;
    }

    /// Up to `length` bytes, fewer only at the end of the input.
    int readUpTo(byte[] b, int off, int length) throws IOException {
        int n = in.readNBytes(b, off, length);
        offset += n;
        return n;
    }

    /// At least one byte.
    int readSome(byte[] b, int off, int length, String what) throws IOException {
        int n = in.read(b, off, length);
        if (n <= 0) {
            throw endsIn(what);
        }
        offset += n;
        return n;
    }

    byte[] readFully(int length, String what) throws IOException {
        byte[] bytes = new byte[length];
        if (readUpTo(bytes, 0, length) < length) {
            throw endsIn(what);
        }
        return bytes;
    }

    /// Reads what is skipped: skipping may pass the end unnoticed, and checksums want every byte.
    void skip(long length, String what) throws IOException {
        long left = length;
        while (left > 0) {
            left -= readSome(skipped, 0, (int) Math.min(left, skipped.length), what);
        }
    }

    CorruptedInputException endsIn(String what) {
        return damaged("the input ends within " + what);
    }

    CorruptedInputException damaged(String problem) {
        return damaged(problem, offset);
    }

    CorruptedInputException damaged(String problem, long where) {
        return new CorruptedInputException(source + ": tar: " + problem, where);
    }

    String source() {
        return source;
    }

    void close() throws IOException {
        in.close();
    }
}
