package dev.s3logkit.local.lambda;

import org.jspecify.annotations.Nullable;

/// An invocation that failed: the function threw, could not be loaded, or took too long.
public final class FunctionException extends Exception {

    private static final long serialVersionUID = 1L;

    FunctionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
