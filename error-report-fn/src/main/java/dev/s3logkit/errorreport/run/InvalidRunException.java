package dev.s3logkit.errorreport.run;

/// An input of a run that cannot be used; the message names the field and what is expected.
public final class InvalidRunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidRunException(String message) {
        super(message);
    }

    public InvalidRunException(String message, Throwable cause) {
        super(message, cause);
    }
}
