package dev.s3logkit.common;

/// The input is of another format: its magic differs.
public final class NotThisFormatException extends FormatException {

    private static final long serialVersionUID = 1L;

    public NotThisFormatException(String message) {
        super(message);
    }
}
