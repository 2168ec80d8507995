package dev.s3logkit.compressor.archive;

/// Is told how a run comes along. Called by the thread that runs it, often.
@FunctionalInterface
public interface Watcher {

    /// Hears nothing.
    Watcher NONE = (stage, done, total, bytes) -> {};

    /// What a run does at a time.
    enum Stage {
        ARCHIVING,
        DELETING
    }

    /// Something was done.
    ///
    /// @param done objects or entries
    /// @param total of them; 0 while unknown
    /// @param bytes of content that were dealt with
    void progress(Stage stage, long done, long total, long bytes);
}
