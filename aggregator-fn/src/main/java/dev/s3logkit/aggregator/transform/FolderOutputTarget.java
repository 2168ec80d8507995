package dev.s3logkit.aggregator.transform;

import dev.s3logkit.aggregator.staging.StagingLayout;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.UUID;

/// Writes output files below a folder. A file that is there under the same name counts as equal,
/// since names carry the digest of the sources.
///
/// @param folder made when needed
public record FolderOutputTarget(Path folder) implements OutputTarget {

    private static final int BUFFER = 64 << 10;

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public Output create(String key, String contentType, Map<String, String> metadata)
            throws IOException {
        Path file = folder.resolve(key);
        Files.createDirectories(file.resolveSibling("."));
        Path temporary = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        FileChannel channel =
                FileChannel.open(
                        temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        return new Output() {
            @Override
            public OutputStream stream() {
                return stream;
            }

            @Override
            public void commit() throws IOException {
                stream.flush();
                channel.force(true);
                try {
                    Files.createLink(file, temporary);
                } catch (FileAlreadyExistsException e) {
                    // An earlier run got this far.
                }
                StagingLayout.force(file.resolveSibling("."));
            }

            @Override
            public void close() throws IOException {
                channel.close();
                Files.deleteIfExists(temporary);
            }
        };
    }
}
