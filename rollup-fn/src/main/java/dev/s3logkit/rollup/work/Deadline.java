package dev.s3logkit.rollup.work;

import java.util.function.BooleanSupplier;

/// Stops a task while there is time left to leave nothing half done.
///
/// @param goOn false when time is up
record Deadline(BooleanSupplier goOn) {

    /// @param when the task is stopped, as the end of a sentence
    /// @throws TaskFailedException when time is up
    void require(String when) throws TaskFailedException {
        if (!goOn.getAsBoolean()) {
            throw new TaskFailedException("out of time " + when);
        }
    }
}
