package dev.s3logkit.errorreport.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Remembers which mails were sent, so that none is sent twice and none is lost silently. Safe for
/// use by any number of threads and processes: every change is conditional on what is there.
///
/// A mail is claimed, sent, and confirmed. Whoever finds a claim that is not confirmed cannot know
/// whether the mail went out: such windows are listed by [#unknown] until a later mail that
/// includes them is confirmed and they are settled.
public interface MailLedger {

    /// Claims a mail before it is sent.
    Claim claim(MailKey mail) throws IOException;

    /// Notes that the claimed mail was accepted for delivery.
    ///
    /// @param messageId by which the mail service knows it
    void confirm(MailKey mail, String messageId) throws IOException;

    /// Gives a claim back, since the mail was certainly not sent: it can be claimed again.
    void release(MailKey mail) throws IOException;

    /// The windows of a report and group whose mail was claimed and neither confirmed, released nor
    /// settled, oldest first, at most 100. A mail that is being sent right now is among them.
    List<MailKey> unknown(String reportId, String recipientGroup) throws IOException;

    /// Notes that a later, confirmed mail included these windows: they are listed no more, and they
    /// still cannot be claimed.
    void settle(List<MailKey> windows) throws IOException;

    /// Until when a report has been reported, or empty before its first window.
    Optional<Instant> reportedUntil(String reportId) throws IOException;

    /// Moves the end of the last window of a report.
    ///
    /// @param expected what [#reportedUntil] said, or null for nothing
    /// @return false when it says something else by now, and nothing changed
    boolean advance(String reportId, @Nullable Instant expected, Instant end) throws IOException;

    /// Keeps a small JSON document under a name unless there is one; for what every retry of a run
    /// has to agree on.
    ///
    /// @param name at most 200 characters
    /// @param keep for how long
    /// @return the document that is there now
    Map<String, Object> agree(String name, Map<String, Object> document, Duration keep)
            throws IOException;

    /// What became of a claim.
    enum Claim {
        /// It is ours: send the mail, then confirm.
        CLAIMED,
        /// The mail was sent before, or a later mail included its window.
        ALREADY_SENT,
        /// It was claimed before and not confirmed: it may have been sent or not.
        FATE_UNKNOWN
    }
}
