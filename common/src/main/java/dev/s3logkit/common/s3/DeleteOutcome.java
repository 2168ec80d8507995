package dev.s3logkit.common.s3;

/// How the deletion of one object ended.
public sealed interface DeleteOutcome {

    /// The object is not there any more, or was not there before: S3 does not tell which.
    record Deleted() implements DeleteOutcome {}

    /// The object has another ETag than the one asked for; it was left as it is.
    record Changed() implements DeleteOutcome {}

    /// S3 refused, or gave no answer: the object may be there or not.
    ///
    /// @param code of S3, such as `AccessDenied`; empty when there was no answer
    record Failed(String code, String message) implements DeleteOutcome {}
}
