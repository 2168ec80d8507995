package dev.s3logkit.local.ses;

import java.nio.file.Path;
import java.util.List;

/// A mail in the outbox.
///
/// @param messageId that the sender was given
/// @param eml the whole mail, as mail clients open it
/// @param page its HTML part, as browsers open it
public record SentMail(
        String messageId,
        String from,
        List<String> to,
        String subject,
        String html,
        String text,
        Path eml,
        Path page) {

    public SentMail {
        to = List.copyOf(to);
    }
}
