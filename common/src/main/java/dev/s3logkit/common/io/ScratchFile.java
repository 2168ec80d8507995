package dev.s3logkit.common.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// A temporary file without a name, so that the system gives its room back however the process
/// ends: a function that is killed leaves its temporary folder to the next run.
///
/// One thread writes at a time; any number may read what was written before.
public final class ScratchFile implements AutoCloseable {

    private final FileChannel channel;

    private ScratchFile(FileChannel channel) {
        this.channel = channel;
    }

    /// Makes an empty file.
    ///
    /// @param folder made when needed
    public static ScratchFile create(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "s3logkit-", ".scratch");
        try {
            return new ScratchFile(
                    FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /// Bytes written so far.
    public long length() throws IOException {
        return channel.size();
    }

    /// Appends to the file; closing it leaves the file open.
    public OutputStream append() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, count);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        };
    }

    /// Reads from `offset` to the end, wherever others read; closing it leaves the file open.
    public InputStream read(long offset) {
        return new InputStream() {
            private long position = offset;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int at, int length) throws IOException {
                Objects.checkFromIndexSize(at, length, into.length);
                int n = channel.read(ByteBuffer.wrap(into, at, length), position);
                position += Math.max(n, 0);
                return n;
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
