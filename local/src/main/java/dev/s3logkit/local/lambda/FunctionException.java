package dev.s3logkit.local.lambda;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An invocation that failed: the function threw, could not be loaded, or took too long.
public final class FunctionException extends Exception {

    private static final long serialVersionUID = 1L;

    FunctionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// What callers match: the name of the class that the handler threw, or Lambda's own name.
    public String errorType() {
        return switch (getCause()) {
            case null -> "Sandbox.Timedout";
            case RemoteFailure remote -> remote.report().errorType();
            case Throwable thrown -> thrown.getClass().getName();
        };
    }

    /// What the handler said.
    public String errorMessage() {
        return String.valueOf(
                switch (getCause()) {
                    case null -> getMessage();
                    case RemoteFailure remote -> remote.report().errorMessage();
                    case Throwable thrown -> thrown.getMessage();
                });
    }

    /// Where the handler threw it, the innermost frame first; empty when that is not known.
    List<String> frames() {
        return switch (getCause()) {
            case null -> List.of();
            case RemoteFailure remote -> remote.report().stackTrace();
            case Throwable thrown ->
                    Arrays.stream(thrown.getStackTrace()).map(StackTraceElement::toString).toList();
        };
    }
}
