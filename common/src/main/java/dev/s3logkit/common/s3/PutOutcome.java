package dev.s3logkit.common.s3;

/// How a conditional write ended.
public sealed interface PutOutcome {

    /// The object is there and holds what was written.
    ///
    /// @param etag without quotes
    record Created(String etag) implements PutOutcome {}

    /// Another object has this key already (HTTP 412); it was left as it is.
    record AlreadyExists(ObjectInfo existing) implements PutOutcome {}
}
