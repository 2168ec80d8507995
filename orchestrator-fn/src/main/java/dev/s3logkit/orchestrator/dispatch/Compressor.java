package dev.s3logkit.orchestrator.dispatch;

import java.io.IOException;

/// Starts runs of the compressor.
@FunctionalInterface
public interface Compressor {

    /// Starts a run and does not wait for its end.
    ///
    /// @param event JSON
    /// @throws IOException when it was not started
    void start(String event) throws IOException;
}
