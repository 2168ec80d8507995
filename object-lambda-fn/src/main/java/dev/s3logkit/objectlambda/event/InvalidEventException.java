package dev.s3logkit.objectlambda.event;

/// The function was called with an event that is none of its own: who calls it has to change.
public final class InvalidEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message names the field and what was expected; holds no credentials
    public InvalidEventException(String message) {
        super(message);
    }

    /// As [#InvalidEventException(String)], keeping what a library reported.
    public InvalidEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
