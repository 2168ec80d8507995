package dev.s3logkit.orchestrator.scan;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// One file of rows, plain or compressed.
///
/// @param name `s3://bucket/key` or a path
/// @param size bytes as stored, or -1 when that is not known; another size is an error
/// @param md5 of the bytes as stored, 32 hex digits in lower case, or null when it is not known
/// @param content opens it
public record InventoryFile(String name, long size, @Nullable String md5, Content content) {

    /// Opens the bytes as stored.
    @FunctionalInterface
    public interface Content {
        /// The caller closes the stream.
        InputStream open() throws IOException;
    }
}
