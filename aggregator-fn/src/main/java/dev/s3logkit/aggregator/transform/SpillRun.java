package dev.s3logkit.aggregator.transform;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// A sorted run of lines on disk: `(second + 1, length, bytes)*`, closed by a 0, zstd level 1.
///
/// The file has no name once it is open, so that the system gives its room back however the process
/// ends: a function that is killed leaves its temporary folder to the next run.
final class SpillRun implements AutoCloseable {

    private static final int BUFFER = 64 << 10;

    private final FileChannel channel;

    private SpillRun(FileChannel channel) {
        this.channel = channel;
    }

    /// Receives lines with their time.
    @FunctionalInterface
    interface LineConsumer {
        void accept(int second, byte[] buffer, int from, int to) throws IOException;
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
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "s3logkit-sort-", ".run");
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.deleteIfExists(file);
        }
        SpillRun run = new SpillRun(channel);
        boolean complete = false;
        try (DataOutputStream out =
                new DataOutputStream(
                        new BufferedOutputStream(
                                new ZstdOutputStreamNoFinalizer(new ChannelOutput(channel), 1),
                                BUFFER))) {
            content.writeTo(
                    (second, buffer, from, to) -> {
                        out.writeInt(second + 1);
                        out.writeInt(to - from);
                        out.write(buffer, from, to - from);
                    });
            out.writeInt(0);
            out.flush();
            complete = true;
        } finally {
            if (!complete) {
                channel.close();
            }
        }
        return run;
    }

    /// Starts to read the run; one reader at a time.
    Reader read() throws IOException {
        channel.position(0);
        return new Reader(Channels.newInputStream(channel));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// Writes to a channel that stays open.
    private static final class ChannelOutput extends OutputStream {

        private final FileChannel channel;

        ChannelOutput(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(b, off, len);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /// Reads a run line by line; closing closes the run.
    static final class Reader implements AutoCloseable {

        private final DataInputStream in;
        private byte[] line = new byte[1024];
        private int length;
        private int second;

        private Reader(InputStream file) throws IOException {
            in =
                    new DataInputStream(
                            new BufferedInputStream(new ZstdInputStreamNoFinalizer(file), BUFFER));
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
