package dev.s3logkit.local.lambda;

/// Takes what functions log through their context, and what is to be said of their invocations.
@FunctionalInterface
public interface FunctionLog {

    /// Takes a text of one or more lines.
    ///
    /// @param function its logical id
    void line(String function, String message);
}
