package dev.s3logkit.orchestrator.scan;

import java.io.IOException;

/// Follows the reading, and may end it. Safe for use by any number of threads.
@FunctionalInterface
public interface ScanWatch {

    /// Told of every few kilobytes.
    ///
    /// @param bytes as stored that were read so far, of all files
    /// @throws IOException to end the reading
    void read(long bytes) throws IOException;
}
