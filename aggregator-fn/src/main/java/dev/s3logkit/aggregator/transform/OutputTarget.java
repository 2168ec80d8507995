package dev.s3logkit.aggregator.transform;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// Where output files go. An existing file is never replaced.
public interface OutputTarget {

    /// Starts a file; nothing is visible before [Output#commit()].
    ///
    /// @param key below the target, with `/` between folders
    /// @param metadata kept with the file where the target can
    Output create(String key, String contentType, Map<String, String> metadata) throws IOException;

    /// The target for people, such as `s3://bucket/prefix`.
    String name();

    /// One output file being written. Closing without a commit discards it.
    interface Output extends AutoCloseable {

        OutputStream stream();

        /// Makes the file visible, or finds that an equal one, made of the same sources, is there.
        ///
        /// @throws OutputExistsException when a file of this name is there that is not equal
        void commit() throws IOException;

        @Override
        void close() throws IOException;
    }
}
