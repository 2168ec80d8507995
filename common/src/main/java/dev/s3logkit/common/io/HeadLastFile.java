package dev.s3logkit.common.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file that is written with its head last. The body stands in a temporary file beside it and is
/// copied behind the head; the file appears whole, on disk, by a rename that replaces what was
/// there. Closing it before leaves nothing behind.
public final class HeadLastFile implements HeadLastOutput, Closeable {

    private final Path path;
    private final Path bodyPath;
    private final Path wholePath;
    private final FileChannel body;

    /// Starts to write the file of this path; its folder must exist.
    public HeadLastFile(Path path) throws IOException {
        this.path = path;
        Path folder = path.toAbsolutePath().getParent();
        String name = String.valueOf(path.getFileName());
        this.bodyPath = Files.createTempFile(folder, name, ".body.tmp");
        this.wholePath = bodyPath.resolveSibling(bodyPath.getFileName() + ".whole");
        this.body = FileChannel.open(bodyPath, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        writeFully(body, ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void finish(byte[] head) throws IOException {
        try (FileChannel whole =
                FileChannel.open(
                        wholePath, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeFully(whole, ByteBuffer.wrap(head));
            long length = body.position();
            for (long at = 0; at < length; ) {
                at += body.transferTo(at, length - at, whole);
            }
            whole.force(true);
        }
        Files.move(
                wholePath,
                path,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        body.close();
        Files.deleteIfExists(bodyPath);
        Files.deleteIfExists(wholePath);
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
