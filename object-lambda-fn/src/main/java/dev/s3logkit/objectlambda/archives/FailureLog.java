package dev.s3logkit.objectlambda.archives;

/// Takes what went wrong with an archive. [dev.s3logkit.common.telemetry.RunLog#failure] is one.
@FunctionalInterface
public interface FailureLog {

    /// Takes one failure.
    ///
    /// @param subject names the archive: `s3://bucket/key`
    void failure(String subject, Throwable failure);
}
