package dev.s3logkit.errorreport.rule;

import java.util.List;

/// How the mails of a report look and when they are sent.
///
/// @param enabled false for a report that only the dashboard shows
/// @param whenQuiet whether a mail is sent for a window without any error
/// @param subject the start of every subject; the report's title unless the file says otherwise
/// @param replyTo addresses that answers go to; may be empty
public record MailOptions(
        boolean enabled, boolean whenQuiet, String subject, List<String> replyTo) {

    public MailOptions {
        replyTo = List.copyOf(replyTo);
    }
}
