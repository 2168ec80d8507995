package dev.s3logkit.errorreport.mail;

/// SES does not take a mail and would not take it again: an address is not verified, sending is
/// paused, or permission is missing. The message says what to do; the window is in the next mail
/// that goes out.
public final class MailRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message says what happened to which report and group
    public MailRefusedException(String message) {
        super(message);
    }
}
