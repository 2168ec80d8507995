package dev.s3logkit.errorreport.mail;

/// SES takes no mails at present; none of those that failed was sent, so it may be tried again.
public final class MailThrottledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message says what happened to which report and group
    public MailThrottledException(String message) {
        super(message);
    }
}
