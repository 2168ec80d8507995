package dev.s3logkit.errorreport.rule;

/// How bad the errors of a report are; the worst comes first.
public enum Severity {
    /// Somebody has to act now.
    CRITICAL,
    /// Something failed.
    ERROR,
    /// Something may fail.
    WARNING,
    /// Good to know.
    INFO
}
