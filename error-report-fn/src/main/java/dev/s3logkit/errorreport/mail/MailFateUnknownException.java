package dev.s3logkit.errorreport.mail;

/// A mail was claimed and may have been sent or not. It is not sent again; the next mail names its
/// window and includes its errors.
public final class MailFateUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message says what happened to which report and group
    public MailFateUnknownException(String message) {
        super(message);
    }
}
