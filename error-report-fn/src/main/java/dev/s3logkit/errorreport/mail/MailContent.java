package dev.s3logkit.errorreport.mail;

import dev.s3logkit.errorreport.report.Report;
import dev.s3logkit.errorreport.report.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a mail tells.
///
/// @param report over the window and, where there are unsure windows, back to the first of them
/// @param unsure windows whose own mail may not have arrived, oldest first
/// @param dashboardUrl where all of it is to be seen, or null
record MailContent(Report report, List<Window> unsure, @Nullable String dashboardUrl) {

    MailContent {
        unsure = List.copyOf(unsure);
    }
}
