package dev.s3logkit.common.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Bytes that can be read at any offset: a file, an array, an object in S3. Its content does not
/// change while it is open; a source that notices a change fails. Safe for use by any number of
/// threads.
///
/// Each call of [#read(long, byte[], int, int)] or [#open(long, long)] may be one request over the
/// network: a reader asks once for what lies together.
public interface RandomAccessSource extends AutoCloseable {

    /// How messages name it: `s3://bucket/key` or a path.
    String name();

    /// Differs when the content does, so that it can be the key of a cache: bucket, key and ETag,
    /// or path, size and time of the last change.
    String identity();

    /// Bytes.
    long length();

    /// Fills `into` from `at` on with `length` bytes that start at `offset`.
    ///
    /// @throws EOFException when the source ends before; nothing is known of `into` then
    void read(long offset, byte[] into, int at, int length) throws IOException;

    /// Streams `length` bytes from `offset` on; the caller closes it. The stream ends after exactly
    /// so many bytes or throws.
    ///
    /// @throws EOFException when the source ends before
    InputStream open(long offset, long length) throws IOException;

    /// `length` bytes from `offset` on, in an array of their own.
    ///
    /// @param length bounded by the caller
    /// @throws EOFException when the source ends before
    default byte[] read(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        read(offset, bytes, 0, length);
        return bytes;
    }

    @Override
    void close() throws IOException;

    /// Checks that a range lies inside of a source.
    ///
    /// @throws EOFException when it does not; the message names the source
    static void check(RandomAccessSource source, long offset, long length) throws EOFException {
        if (offset < 0 || length < 0 || offset > source.length() - length) {
            throw new EOFException(
                    "%s: %d bytes at offset %d asked for, it has %d"
                            .formatted(source.name(), length, offset, source.length()));
        }
    }
}
