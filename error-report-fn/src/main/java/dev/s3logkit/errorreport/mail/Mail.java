package dev.s3logkit.errorreport.mail;

import java.util.List;

/// A mail to be sent.
///
/// @param from address or `Name <address>`
/// @param to addresses, at least one
/// @param replyTo addresses; may be empty
/// @param subject one line
/// @param html the part that mail clients show
/// @param text the part for those that show no HTML
/// @param reportId for the service's own statistics
public record Mail(
        String from,
        List<String> to,
        List<String> replyTo,
        String subject,
        String html,
        String text,
        String reportId) {

    public Mail {
        to = List.copyOf(to);
        replyTo = List.copyOf(replyTo);
    }
}
