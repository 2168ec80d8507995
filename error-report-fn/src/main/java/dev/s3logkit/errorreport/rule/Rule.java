package dev.s3logkit.errorreport.rule;

import java.time.Duration;
import java.util.List;

/// One report: what belongs to it and who gets it.
///
/// @param reportId unique in the file: letters, digits, `_`, `-` and `.`, at most 64
/// @param title for people; the report id unless the file says otherwise
/// @param applications names of applications, `*` standing for any characters; never empty
/// @param match what a record must hold
/// @param fields to extract, in the order of the file
/// @param severity of every error in the report
/// @param recipients groups, each of which gets a mail of its own; may be empty
/// @param retention how long an error is kept, counted from when it was first stored
/// @param mail how mails look and when they are sent
public record Rule(
        String reportId,
        String title,
        List<String> applications,
        Match match,
        List<ExtractedField> fields,
        Severity severity,
        List<RecipientGroup> recipients,
        Duration retention,
        MailOptions mail) {

    public Rule {
        applications = List.copyOf(applications);
        fields = List.copyOf(fields);
        recipients = List.copyOf(recipients);
    }

    /// Whether the rule is for this application.
    public boolean appliesTo(String application) {
        return applications.stream().anyMatch(pattern -> named(pattern, application));
    }

    /// Whether a name of an application fits a pattern in which `*` stands for any characters.
    public static boolean named(String pattern, String application) {
        return Glob.matches(pattern, application);
    }
}
