package dev.s3logkit.local.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.local.logs.OutputFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Standard output: its failures are told from those of the input.
final class Output {

    private static final int BUFFER = 128 << 10;

    private final OutputStream out;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER + 1024);

    Output(OutputStream out) {
        this.out = out;
    }

    /// Writes a line; what is still held back is written by [#flush()].
    void line(String text) throws OutputFailure {
        buffer.writeBytes(text.getBytes(UTF_8));
        buffer.write('\n');
        if (buffer.size() >= BUFFER) {
            flush();
        }
    }

    /// Writes a line of bytes, with others in front.
    void line(byte[] head, byte[] bytes, int from, int to) throws OutputFailure {
        buffer.writeBytes(head);
        buffer.write(bytes, from, to - from);
        buffer.write('\n');
        if (buffer.size() >= BUFFER) {
            flush();
        }
    }

    void flush() throws OutputFailure {
        byte[] bytes = buffer.toByteArray();
        buffer.reset();
        write(bytes, bytes.length);
    }

    /// Copies all of a stream.
    ///
    /// @throws OutputFailure when it cannot be written; what is thrown else comes of reading
    void copy(InputStream in) throws IOException {
        byte[] bytes = new byte[BUFFER];
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
            write(bytes, n);
        }
    }

    private void write(byte[] bytes, int length) throws OutputFailure {
        try {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            throw new OutputFailure("standard output", e);
        }
    }
}
