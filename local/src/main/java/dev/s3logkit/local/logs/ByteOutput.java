package dev.s3logkit.local.logs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// A buffer before an output stream that tells its failures from those of the input.
final class ByteOutput {

    private static final int BUFFER = 1 << 17;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int length;
    private long second = Long.MIN_VALUE;
    private byte[] instant = new byte[0];

    ByteOutput(OutputStream out) {
        this.out = out;
    }

    void put(int b) throws OutputFailure {
        if (length == BUFFER) {
            flush();
        }
        buffer[length++] = (byte) b;
    }

    void put(byte[] bytes) throws OutputFailure {
        put(bytes, 0, bytes.length);
    }

    void put(byte[] bytes, int from, int to) throws OutputFailure {
        int count = to - from;
        if (count > BUFFER - length) {
            flush();
            if (count > BUFFER) {
                write(bytes, from, count);
                return;
            }
        }
        System.arraycopy(bytes, from, buffer, length, count);
        length += count;
    }

    /// The instant as ISO 8601 in UTC. Lines of the same second stand together.
    void putInstant(long epochSecond) throws OutputFailure {
        if (epochSecond != second) {
            second = epochSecond;
            instant =
                    Instant.ofEpochSecond(epochSecond)
                            .toString()
                            .getBytes(StandardCharsets.US_ASCII);
        }
        put(instant);
    }

    void flush() throws OutputFailure {
        write(buffer, 0, length);
        length = 0;
    }

    private void write(byte[] bytes, int from, int count) throws OutputFailure {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            throw new OutputFailure("standard output", e);
        }
    }
}
