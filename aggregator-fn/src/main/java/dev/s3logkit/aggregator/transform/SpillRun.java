package dev.s3logkit.aggregator.transform;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A sorted run of lines on disk: `(second + 1, length, bytes)*`, closed by a 0, zstd level 1.
final class SpillRun {

    private static final int BUFFER = 64 << 10;

    private SpillRun() {}

    /// Receives lines with their time.
    @FunctionalInterface
    interface LineConsumer {
        void accept(int second, byte[] buffer, int from, int to) throws IOException;
    }

    /// Writes a run; closing completes it.
    static final class Writer implements AutoCloseable {
        private final DataOutputStream out;

        Writer(Path file) throws IOException {
            out =
                    new DataOutputStream(
                            new BufferedOutputStream(
                                    new ZstdOutputStreamNoFinalizer(Files.newOutputStream(file), 1),
                                    BUFFER));
        }

        void write(int second, byte[] buffer, int from, int to) throws IOException {
            out.writeInt(second + 1);
            out.writeInt(to - from);
            out.write(buffer, from, to - from);
        }

        @Override
        public void close() throws IOException {
            try (out) {
                out.writeInt(0);
            }
        }
    }

    /// Reads a run line by line.
    static final class Reader implements AutoCloseable {
        private final DataInputStream in;
        private byte[] line = new byte[1024];
        private int length;
        private int second;

        Reader(Path file) throws IOException {
            in =
                    new DataInputStream(
                            new BufferedInputStream(
                                    new ZstdInputStreamNoFinalizer(Files.newInputStream(file)),
                                    BUFFER));
        }

        /// Moves to the next line; false at the end.
        boolean next() throws IOException {
            int mark = in.readInt();
            if (mark == 0) {
                return false;
            }
            second = mark - 1;
            length = in.readInt();
            if (line.length < length) {
                line = new byte[length * 2];
            }
            in.readFully(line, 0, length);
            return true;
        }

        int second() {
            return second;
        }

        byte[] line() {
            return line;
        }

        int length() {
            return length;
        }

        static int compareLines(Reader a, Reader b) {
            int c = Integer.compare(a.second, b.second);
            return c != 0 ? c : Arrays.compareUnsigned(a.line, 0, a.length, b.line, 0, b.length);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
