package dev.s3logkit.local.s3.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// The bytes of an object or of a part.
public sealed interface Body {

    /// The `length` bytes from `offset` on; the caller closes the stream.
    ///
    /// @throws java.nio.file.NoSuchFileException when the object was replaced or deleted meanwhile
    InputStream open(long offset, long length) throws IOException;

    /// Gives back what the bytes took; streams that are open read on.
    void discard() throws IOException;

    /// Held in memory.
    final class InMemory implements Body {

        private final byte[] bytes;

        /// @param bytes not to be modified any more
        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public InputStream open(long offset, long length) {
            return new ByteArrayInputStream(
                    bytes, Math.toIntExact(offset), Math.toIntExact(length));
        }

        @Override
        public void discard() {}
    }

    /// The first bytes of a file.
    record OnFile(Path file) implements Body {
        @Override
        public InputStream open(long offset, long length) throws IOException {
            SeekableByteChannel channel = Files.newByteChannel(file);
            try {
                channel.position(offset);
                return new BoundedStream(Channels.newInputStream(channel), length);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }

        @Override
        public void discard() throws IOException {
            Files.deleteIfExists(file);
        }
    }
}
