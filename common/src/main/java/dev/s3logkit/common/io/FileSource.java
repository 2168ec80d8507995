package dev.s3logkit.common.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/// A file as a source.
public final class FileSource implements RandomAccessSource {

    private final Path path;
    private final FileChannel channel;
    private final long length;
    private final String identity;

    private FileSource(Path path, FileChannel channel, long length, String identity) {
        this.path = path;
        this.channel = channel;
        this.length = length;
        this.identity = identity;
    }

    /// Opens a file, or a device of which the size is known.
    public static FileSource open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            String identity =
                    path.toAbsolutePath()
                            + "@"
                            + channel.size()
                            + "-"
                            + attributes.lastModifiedTime().toInstant();
            return new FileSource(path, channel, channel.size(), identity);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void read(long offset, byte[] into, int at, int length) throws IOException {
        RandomAccessSource.check(this, offset, length);
        ByteBuffer buffer = ByteBuffer.wrap(into, at, length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position() - at) < 0) {
                throw new EOFException(
                        "%s: ends at offset %d, it had %d bytes when it was opened"
                                .formatted(path, offset + buffer.position() - at, this.length));
            }
        }
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        RandomAccessSource.check(this, offset, length);
        return new Span(offset, length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// Closing it leaves the file open.
    private final class Span extends InputStream {

        private long position;
        private final long end;

        Span(long offset, long length) {
            this.position = offset;
            this.end = offset + length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int wanted) throws IOException {
            Objects.checkFromIndexSize(at, wanted, into.length);
            if (wanted == 0) {
                return 0;
            }
            int length = (int) Math.min(wanted, end - position);
            if (length == 0) {
                return -1;
            }
            FileSource.this.read(position, into, at, length);
            position += length;
            return length;
        }

        @Override
        public long skip(long n) {
            long skipped = Math.clamp(n, 0, end - position);
            position += skipped;
            return skipped;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, end - position);
        }
    }
}
