package dev.s3logkit.local.logs;

import java.io.IOException;
import java.io.InputStream;

/// A kind of input of `logs parse` beside plain and compressed files: objects in S3, entries of
/// archives.
public interface LogSource {

    /// Whether the argument, or the path of a file found in a folder, is read by this source.
    boolean accepts(String input);

    /// Hands on the log objects of an input, one after another and in a stable order.
    ///
    /// @param input one that this source accepts
    /// @throws IOException if it cannot be read; the message names it and what was tried
    void read(String input, Visitor visitor) throws IOException;

    /// Receives log objects.
    @FunctionalInterface
    interface Visitor {
        /// Reads one object to its end.
        ///
        /// @param name the path or `s3://` URL by which rejects name it
        /// @param content may be compressed with gzip or zstd; the source closes it
        void object(String name, InputStream content) throws IOException;
    }
}
