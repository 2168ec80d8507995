package dev.s3logkit.errorreport.mail;

import dev.s3logkit.errorreport.report.ApplicationCounts;
import dev.s3logkit.errorreport.report.ErrorGroup;
import dev.s3logkit.errorreport.report.Example;
import dev.s3logkit.errorreport.report.GroupState;
import dev.s3logkit.errorreport.report.Report;
import dev.s3logkit.errorreport.report.Window;
import java.util.List;
import java.util.Locale;

/// The plain part of a mail.
final class TextPart {

    private static final int WIDTH = 76;

    private TextPart() {}

    static String of(MailContent content) {
        Report report = content.report();
        StringBuilder out = new StringBuilder();
        out.append(Wording.oneLine(report.title(), WIDTH)).append('\n');
        out.append(Times.window(report.window())).append("\n\n");
        for (Window window : content.unsure()) {
            out.append("! The mail for ")
                    .append(Times.window(window))
                    .append(" may not have arrived. Its errors are included here.\n");
        }
        if (!content.unsure().isEmpty()) {
            out.append('\n');
        }
        out.append(
                String.format(
                        Locale.ROOT,
                        "%s, %,d in the window before, %,d in 24 hours%n",
                        Wording.errors(report.counts().window()),
                        report.counts().previous(),
                        report.counts().day()));
        if (report.hours().most() > 0) {
            out.append("24 hours  ")
                    .append(report.hours().sparkline())
                    .append("  most at ")
                    .append(Times.minute(report.hours().busiest()))
                    .append('\n');
        }
        for (ApplicationCounts application : report.applications()) {
            if (application.counts().window() > 0) {
                out.append(
                        String.format(
                                Locale.ROOT,
                                "  %-40s %,8d (%,d before)%n",
                                Wording.oneLine(application.name(), 40),
                                application.counts().window(),
                                application.counts().previous()));
            }
        }
        int left = HtmlPart.MAX_GROUPS;
        for (GroupState state : HtmlPart.SHOWN) {
            List<ErrorGroup> groups = report.groups(state);
            if (!groups.isEmpty()) {
                out.append('\n')
                        .append(Wording.state(state).toUpperCase(Locale.ROOT))
                        .append(" – ")
                        .append(Wording.meaning(state))
                        .append('\n');
                for (ErrorGroup group : groups.subList(0, Math.min(left, groups.size()))) {
                    group(out, group);
                    left--;
                }
            }
        }
        long more = HtmlPart.notShown(report, HtmlPart.MAX_GROUPS - left);
        if (more > 0) {
            out.append("\nAnd ").append(more).append(" more groups.\n");
        }
        if (content.dashboardUrl() != null) {
            out.append("\nDashboard: ").append(content.dashboardUrl()).append('\n');
        }
        out.append("\nReport ").append(report.reportId()).append(", times in UTC.\n");
        return out.toString();
    }

    private static void group(StringBuilder out, ErrorGroup group) {
        Example example = group.example();
        out.append("\n* ").append(Wording.oneLine(group.headline(), 300)).append('\n');
        out.append("  ")
                .append(Wording.compared(group))
                .append("  ")
                .append(group.hours().sparkline())
                .append("  ")
                .append(Wording.oneLine(Wording.applications(group), 200))
                .append('\n');
        if (group.state() != GroupState.GONE) {
            out.append("  ").append(Wording.oneLine(example.message(), 500)).append('\n');
            example.fields()
                    .forEach(
                            (name, value) ->
                                    out.append("  ")
                                            .append(Wording.oneLine(name + ": " + value, 200))
                                            .append('\n'));
        }
        out.append("  ")
                .append(Times.second(example.eventTime()))
                .append("  ")
                .append(Wording.oneLine(example.object(), 1100))
                .append(" line ")
                .append(example.line())
                .append('\n');
    }
}
