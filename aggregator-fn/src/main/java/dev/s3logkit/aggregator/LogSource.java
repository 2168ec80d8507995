package dev.s3logkit.aggregator;

import dev.s3logkit.aggregator.staging.SourceId;
import dev.s3logkit.common.accesslog.LineCounts;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/// Something that holds log lines: an object, a file, or an archive of such.
public interface LogSource {

    /// The source for people: an `s3://` URL or a path.
    String name();

    /// Hands every log of the source to `intake`, each once.
    ///
    /// @throws IOException when any of it could not be read whole; nothing is lost then, since
    ///   staging the source again is safe
    void stage(Intake intake) throws IOException;

    /// Takes one log after the other.
    interface Intake {

        /// Reads a log to its end; returns once its length and checksum were right.
        ///
        /// @param name the log for people
        /// @param lastModified decides the partition of its rejects
        /// @param body is read and not closed
        /// @param id the log's identity, asked for when the body has been read
        LineCounts take(String name, Instant lastModified, InputStream body, Identity id)
                throws IOException;
    }

    /// Tells who a log is, once it has been read.
    @FunctionalInterface
    interface Identity {
        SourceId get() throws IOException;
    }
}
