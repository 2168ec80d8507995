package dev.s3logkit.rollup.find;

import dev.s3logkit.rollup.task.RollupTask;
import java.io.IOException;

/// Receives tasks as they are found.
@FunctionalInterface
public interface TaskSink {

    /// Takes one task.
    ///
    /// @throws IOException ends the search and is passed on
    void take(RollupTask task) throws IOException;
}
