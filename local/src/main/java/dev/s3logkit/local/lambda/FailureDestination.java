package dev.s3logkit.local.lambda;

import java.io.IOException;

/// Where the records of events go that were given up.
@FunctionalInterface
public interface FailureDestination {

    /// Takes a record.
    ///
    /// @param arn a queue or a bucket
    /// @param functionName part of the key in a bucket
    /// @param record JSON
    void send(String arn, String functionName, String record) throws IOException;
}
