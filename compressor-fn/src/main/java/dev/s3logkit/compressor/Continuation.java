package dev.s3logkit.compressor;

import java.io.IOException;
import java.util.Map;

/// Starts what has to be done after a run, in a run of its own that nobody waits for.
@FunctionalInterface
interface Continuation {

    /// Starts it.
    ///
    /// @param functionArn of the function that runs now, with the version or alias it was called by
    /// @param event of the next run
    void start(String functionArn, Map<String, Object> event) throws IOException;
}
