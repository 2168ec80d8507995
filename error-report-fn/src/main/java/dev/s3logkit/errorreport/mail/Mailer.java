package dev.s3logkit.errorreport.mail;

/// Sends mails. Safe for use by any number of threads.
public interface Mailer {

    /// Hands a mail over once; nothing is tried again inside.
    Outcome send(Mail mail);

    /// What became of a mail that was handed over.
    sealed interface Outcome {

        /// It was taken for delivery.
        ///
        /// @param messageId by which the service knows it
        record Accepted(String messageId) implements Outcome {}

        /// It was certainly not taken, and would not be if it were handed over again.
        ///
        /// @param reason what the service said, and what to do
        record Refused(String reason) implements Outcome {}

        /// It was certainly not taken, and may be later.
        record Busy(String reason) implements Outcome {}

        /// It may have been taken or not.
        record Unknown(String reason) implements Outcome {}
    }
}
