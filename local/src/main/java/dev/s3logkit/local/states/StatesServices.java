package dev.s3logkit.local.states;

import java.time.Duration;

/// What executions reach outside of themselves. Safe for use by several threads.
public interface StatesServices {

    /// Invokes a function and waits for it.
    ///
    /// @param function name or ARN
    /// @param payload JSON
    /// @return JSON
    /// @throws StateFailure with the class of the function's exception, or `Lambda.…`, as its error
    String invoke(String function, String payload) throws StateFailure, InterruptedException;

    /// The text of an object in S3.
    String read(String bucket, String key) throws StateFailure;

    /// Waits between tries and in wait states; may be shorter than asked for.
    void pause(Duration time) throws InterruptedException;
}
