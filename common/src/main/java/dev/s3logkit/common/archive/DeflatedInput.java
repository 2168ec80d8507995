package dev.s3logkit.common.archive;

import dev.s3logkit.common.CorruptedInputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/// Bytes with deflate streams (RFC 1951) among them: gives the content of a stream, and single
/// bytes where no stream is. Not safe for use by several threads.
abstract sealed class DeflatedInput implements Closeable permits ZlibInput, TableInput {

    /// Where the bytes come from; closed with this.
    final InputStream in;

    private final String name;

    /// @param name of the input in messages
    DeflatedInput(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    final String name() {
        return name;
    }

    /// The next byte, outside of a stream, or -1 at the end of the input.
    abstract int readByte() throws IOException;

    /// Position of the next byte in the input.
    abstract long offset();

    /// Says that a stream starts at the next byte.
    abstract void start();

    /// Content of the stream that was started.
    ///
    /// @param len at least 1
    /// @return how many bytes were written to `b`, at least one, or -1 when the stream has ended;
    ///   the next byte is then the one behind it
    /// @throws CorruptedInputException when this is no deflate stream, or the input ends within it
    abstract int inflate(byte[] b, int off, int len) throws IOException;

    /// How many bytes of content the stream had so far.
    abstract long written();

    @Override
    public void close() throws IOException {
        in.close();
    }

    final CorruptedInputException endsIn(String what) {
        return damaged("the input ends within " + what);
    }

    final CorruptedInputException damaged(String problem) {
        return new CorruptedInputException(name + ": gzip: " + problem, offset());
    }
}
