package dev.s3logkit.common.s3;

import java.time.Duration;

/// What can go wrong with a request.
public sealed interface Fault {

    /// S3 answers 503 SlowDown until the retries are used up; nothing has happened.
    record Unavailable() implements Fault {}

    /// The object is not there.
    record Missing() implements Fault {}

    /// S3 refuses the request.
    record Denied() implements Fault {}

    /// The body ends, as if it were complete, after half of its bytes.
    record TruncatedBody() implements Fault {}

    /// The whole body arrives, and its checksum differs.
    record ChecksumMismatch() implements Fault {}

    /// The connection is reset after half of the body.
    record ConnectionReset() implements Fault {}

    /// The request is carried out, and its answer is lost.
    record AnswerLost() implements Fault {}

    /// The request succeeds after this time.
    record Slow(Duration delay) implements Fault {}
}
