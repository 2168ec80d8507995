package dev.s3logkit.errorreport.mail;

import dev.s3logkit.errorreport.report.Report;
import dev.s3logkit.errorreport.report.Window;
import dev.s3logkit.errorreport.rule.RecipientGroup;
import dev.s3logkit.errorreport.rule.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns a report into a mail. Pure.
///
/// @param sender address, or `Name <address>`
/// @param dashboardUrl that mails link to, or null
public record MailWriter(String sender, @Nullable String dashboardUrl) {

    /// The mail of a report to one group.
    ///
    /// @param unsure windows whose own mail may not have arrived and whose errors the report
    ///   includes, oldest first
    public Mail write(Rule rule, RecipientGroup group, Report report, List<Window> unsure) {
        MailContent content = new MailContent(report, unsure, dashboardUrl);
        return new Mail(
                sender,
                group.addresses(),
                rule.mail().replyTo(),
                Wording.subject(rule.mail().subject(), report),
                HtmlPart.of(content),
                TextPart.of(content),
                rule.reportId());
    }
}
