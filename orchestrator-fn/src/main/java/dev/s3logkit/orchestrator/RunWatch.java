package dev.s3logkit.orchestrator;

/// What a run asks and tells while it goes on. Used by any number of threads.
@FunctionalInterface
public interface RunWatch {

    /// Milliseconds until the process is ended; [Long#MAX_VALUE] for no limit.
    long millisLeft();

    /// Told now and then how much of the inventory is read.
    ///
    /// @param bytes as stored
    /// @param total bytes of the whole inventory, as far as they are known
    default void read(long bytes, long total) {}
}
