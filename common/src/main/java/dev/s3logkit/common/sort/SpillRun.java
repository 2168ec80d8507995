package dev.s3logkit.common.sort;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.s3logkit.common.io.ScratchFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// A sorted run of lines on disk: `(rank + 1, length, bytes)*`, closed by a 0, zstd level 1.
final class SpillRun implements AutoCloseable {

    private static final int BUFFER = 64 << 10;

    private final ScratchFile file;

    private SpillRun(ScratchFile file) {
        this.file = file;
    }

    /// Receives lines with their rank.
    @FunctionalInterface
    interface LineConsumer {
        void accept(int rank, byte[] buffer, int from, int to) throws IOException;
    }

    /// Hands lines over in their order.
    @FunctionalInterface
    interface Content {
        void writeTo(LineConsumer consumer) throws IOException;
    }

    /// Writes a run; nothing is left when that fails.
    ///
    /// @param folder made when needed
    static SpillRun write(Path folder, Content content) throws IOException {
        ScratchFile file = ScratchFile.create(folder);
        SpillRun run = new SpillRun(file);
        boolean complete = false;
        try (DataOutputStream out =
                new DataOutputStream(
                        new BufferedOutputStream(
                                new ZstdOutputStreamNoFinalizer(file.append(), 1), BUFFER))) {
            content.writeTo(
                    (rank, buffer, from, to) -> {
                        out.writeInt(rank + 1);
                        out.writeInt(to - from);
                        out.write(buffer, from, to - from);
                    });
            out.writeInt(0);
            out.flush();
            complete = true;
        } finally {
            if (!complete) {
                file.close();
            }
        }
        return run;
    }

    /// Starts to read the run; one reader at a time.
    Reader read() throws IOException {
        return new Reader(file);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// Reads a run line by line; closing closes the run.
    static final class Reader implements AutoCloseable {

        private final ScratchFile file;
        private final DataInputStream in;
        private byte[] line = new byte[1024];
        private int length;
        private int rank;

        private Reader(ScratchFile file) throws IOException {
            this.file = file;
            in =
                    new DataInputStream(
                            new BufferedInputStream(
                                    new ZstdInputStreamNoFinalizer(file.read(0)), BUFFER));
        }

        /// Moves to the next line; false at the end.
        boolean next() throws IOException {
            int mark = in.readInt();
            if (mark == 0) {
                return false;
            }
            rank = mark - 1;
            length = in.readInt();
            if (line.length < length) {
                line = new byte[length * 2];
            }
            in.readFully(line, 0, length);
            return true;
        }

        int rank() {
            return rank;
        }

        byte[] line() {
            return line;
        }

        int length() {
            return length;
        }

        static int compareLines(Reader a, Reader b) {
            int c = Integer.compare(a.rank, b.rank);
            return c != 0 ? c : Arrays.compareUnsigned(a.line, 0, a.length, b.line, 0, b.length);
        }

        @Override
        public void close() throws IOException {
            in.close();
            file.close();
        }
    }
}
