package dev.s3logkit.errorreport.mail;

import dev.s3logkit.errorreport.report.ApplicationCounts;
import dev.s3logkit.errorreport.report.ErrorGroup;
import dev.s3logkit.errorreport.report.Example;
import dev.s3logkit.errorreport.report.GroupState;
import dev.s3logkit.errorreport.report.Report;
import dev.s3logkit.errorreport.report.Window;
import dev.s3logkit.errorreport.rule.Severity;
import java.util.List;

/// The part of a mail that people see. Tables and inline styles, since that is what mail clients
/// agree on; nothing is fetched from anywhere; well below the 102 KB at which some cut a mail.
final class HtmlPart {

    /// Groups that a mail shows; the dashboard has all.
    static final int MAX_GROUPS = 25;

    /// In this order.
    static final List<GroupState> SHOWN =
            List.of(GroupState.NEW, GroupState.BACK, GroupState.ONGOING, GroupState.GONE);

    /// Bytes after which no further group is begun; a group of escapes only has some 30,000.
    private static final int MAX_SIZE = 65_000;

    private static final int MAX_FIELDS = 8;
    private static final int MAX_APPLICATIONS = 12;
    private static final int MESSAGE = 500;
    private static final int TRACE_LINES = 8;
    private static final int TRACE_LINE = 160;

    private static final String FONT =
            "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
    private static final String MONO =
            "font-family:ui-monospace,SFMono-Regular,Consolas,'Liberation Mono',monospace;";

    private final Html html = new Html();
    private final MailContent content;
    private final Report report;
    private int shown;

    private HtmlPart(MailContent content) {
        this.content = content;
        this.report = content.report();
    }

    static String of(MailContent content) {
        return new HtmlPart(content).page();
    }

    /// Groups that a mail does not show.
    ///
    /// @param shown those that it shows
    static long notShown(Report report, int shown) {
        long all = SHOWN.stream().mapToLong(state -> report.groups(state).size()).sum();
        return all - shown + report.leftOut();
    }

    private String page() {
        html.markup(
                        """
                        <!doctype html>
                        <html lang="en"><head><meta charset="utf-8">
                        <meta name="viewport" content="width=device-width,initial-scale=1">
                        <meta name="color-scheme" content="light dark">
                        <meta name="supported-color-schemes" content="light dark"><title>""")
                .text(Wording.oneLine(report.title(), 200))
                .markup(
                        """
                        </title>
                        <style>
                        @media (prefers-color-scheme: dark) {
                        .bg{background:#10151c!important}.card{background:#19202a!important;border-color:#2c3542!important}
                        .ink{color:#e8edf4!important}.soft{color:#a3b0c0!important}.line{border-color:#2c3542!important}
                        .code{background:#10151c!important;color:#d5dde8!important}.spark{color:#8db7f5!important}
                        .warn{background:#3a2f10!important;color:#f6dfa0!important;border-color:#6b5518!important}
                        a{color:#8db7f5!important}}
                        </style></head>
                        <body class="bg" style="margin:0;padding:0;background:#f1f4f8;">
                        <div style="display:none;max-height:0;overflow:hidden;">""")
                .text(preheader())
                .markup("</div>\n")
                .markup(
                        """
                        <table role="presentation" class="bg" width="100%" cellpadding="0" cellspacing="0" \
                        style="background:#f1f4f8;"><tr><td align="center" style="padding:16px 8px;">
                        <table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" \
                        style="max-width:680px;background:#ffffff;border:1px solid #dbe2ea;border-radius:10px;">
                        """);
        head();
        unsure();
        numbers();
        applications();
        int left = MAX_GROUPS;
        for (GroupState state : SHOWN) {
            left = groups(state, left);
        }
        foot();
        html.markup("</table></td></tr></table></body></html>\n");
        return html.toString();
    }

    private String preheader() {
        return report.groups().stream()
                .findFirst()
                .map(group -> Wording.oneLine(group.headline(), 120))
                .orElse("Nothing happened.");
    }

    private void head() {
        html.markup("<tr><td style=\"padding:20px 24px 4px;border-top:5px solid ")
                .markup(color(report.severity()))
                .markup(";border-radius:10px 10px 0 0;\">")
                .markup("<h1 class=\"ink\" style=\"margin:0;font-size:21px;line-height:1.3;")
                .markup("font-weight:700;color:#16202c;")
                .markup(FONT)
                .markup("\">")
                .text(Wording.oneLine(report.title(), 200))
                .markup("</h1><p class=\"soft\" style=\"margin:4px 0 0;font-size:14px;")
                .markup("color:#51606f;")
                .markup(FONT)
                .markup("\">")
                .text(Times.window(report.window()))
                .markup("</p></td></tr>\n");
    }

    private static String color(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "#b3123c";
            case ERROR -> "#d4351c";
            case WARNING -> "#c47a00";
            case INFO -> "#2467c2";
        };
    }

    private void unsure() {
        for (Window window : content.unsure()) {
            html.markup("<tr><td style=\"padding:12px 24px 0;\"><p class=\"warn\" ")
                    .markup("style=\"margin:0;padding:10px 12px;background:#fff6d9;")
                    .markup("border:1px solid #ecd38a;border-radius:6px;font-size:14px;")
                    .markup("line-height:1.45;color:#5c4300;")
                    .markup(FONT)
                    .markup("\">The mail for <strong>")
                    .text(Times.window(window))
                    .markup("</strong> may not have arrived. ")
                    .markup("Its errors are included here.</p></td></tr>\n");
        }
    }

    private void numbers() {
        html.markup("<tr><td style=\"padding:16px 24px 0;\"><table role=\"presentation\" ")
                .markup("width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr>\n");
        tile("Errors", report.counts().window(), "#16202c", true);
        tile("New", report.groups(GroupState.NEW).size(), "#b3123c", false);
        tile("Back", report.groups(GroupState.BACK).size(), "#a04a00", false);
        tile("Ongoing", report.groups(GroupState.ONGOING).size(), "#2459a6", false);
        tile("Gone", report.groups(GroupState.GONE).size(), "#1b7a44", false);
        html.markup("</tr></table></td></tr>\n");
        html.markup("<tr><td class=\"soft\" style=\"padding:10px 24px 4px;font-size:14px;")
                .markup("line-height:1.5;color:#51606f;")
                .markup(FONT)
                .markup("\">")
                .number(report.counts().previous())
                .markup(" in the ")
                .text(Times.length(report.window().length()))
                .markup(" before, ")
                .number(report.counts().day())
                .markup(" in 24 hours");
        if (report.hours().most() > 0) {
            html.markup("<br>");
            spark(report.hours().sparkline(), 18);
            html.markup(" most at ").text(Times.minute(report.hours().busiest())).markup(" UTC");
        }
        html.markup("</td></tr>\n");
    }

    private void tile(String name, long count, String ink, boolean always) {
        String color = count > 0 || always ? ink : "#8593a3";
        html.markup("<td width=\"20%\" valign=\"top\" style=\"")
                .markup(FONT)
                .markup("\"><span ")
                .markup(always ? "class=\"ink\" " : count > 0 ? "" : "class=\"soft\" ")
                .markup("style=\"font-size:26px;line-height:1.15;font-weight:700;color:")
                .markup(color)
                .markup(";\">")
                .number(count)
                .markup("</span><br><span class=\"soft\" style=\"font-size:13px;color:#51606f;\">")
                .markup(name)
                .markup("</span></td>\n");
    }

    private void spark(String line, int size) {
        html.markup("<span class=\"spark\" aria-hidden=\"true\" style=\"font-size:")
                .markup(Integer.toString(size))
                .markup("px;letter-spacing:1px;color:#2459a6;white-space:nowrap;")
                .markup(MONO)
                .markup("\">")
                .markup(line)
                .markup("</span>");
    }

    private void applications() {
        List<ApplicationCounts> active =
                report.applications().stream().filter(a -> a.counts().window() > 0).toList();
        if (active.isEmpty()) {
            return;
        }
        html.markup("<tr><td style=\"padding:12px 24px 0;\"><table width=\"100%\" ")
                .markup("cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse:collapse;")
                .markup(FONT)
                .markup("font-size:14px;\"><tr>");
        column("Application", "left");
        column("Errors", "right");
        column("Before", "right");
        column("24 hours", "right");
        html.markup("</tr>\n");
        for (ApplicationCounts application :
                active.subList(0, Math.min(MAX_APPLICATIONS, active.size()))) {
            html.markup("<tr>");
            cell(application.name(), "left");
            cell(number(application.counts().window()), "right");
            cell(number(application.counts().previous()), "right");
            cell(number(application.counts().day()), "right");
            html.markup("</tr>\n");
        }
        html.markup("</table>");
        if (active.size() > MAX_APPLICATIONS) {
            html.markup("<p class=\"soft\" style=\"margin:6px 0 0;font-size:13px;color:#51606f;")
                    .markup(FONT)
                    .markup("\">and ")
                    .number(active.size() - MAX_APPLICATIONS)
                    .markup(" more applications</p>");
        }
        html.markup("</td></tr>\n");
    }

    private static String number(long count) {
        return String.format(java.util.Locale.ROOT, "%,d", count);
    }

    private void column(String name, String align) {
        html.markup("<th scope=\"col\" class=\"soft line\" align=\"")
                .markup(align)
                .markup("\" style=\"padding:4px 0;font-size:12px;font-weight:600;color:#51606f;")
                .markup("border-bottom:1px solid #dbe2ea;\">")
                .markup(name)
                .markup("</th>");
    }

    private void cell(String text, String align) {
        html.markup("<td class=\"ink line\" align=\"")
                .markup(align)
                .markup("\" style=\"padding:5px 0;color:#16202c;word-break:break-word;")
                .markup("border-bottom:1px solid #edf1f5;\">")
                .text(Wording.oneLine(text, 120))
                .markup("</td>");
    }

    private int groups(GroupState state, int left) {
        List<ErrorGroup> groups = report.groups(state);
        if (groups.isEmpty() || left == 0) {
            return left;
        }
        html.markup("<tr><td style=\"padding:22px 24px 0;")
                .markup(FONT)
                .markup("\"><h2 class=\"ink\" style=\"margin:0;font-size:16px;color:#16202c;\">")
                .markup(Wording.state(state))
                .markup(" <span class=\"soft\" style=\"font-weight:400;font-size:13px;")
                .markup("color:#51606f;\">– ")
                .markup(Wording.meaning(state))
                .markup("</span></h2></td></tr>\n");
        for (ErrorGroup group : groups) {
            if (left == 0 || html.size() > MAX_SIZE) {
                return 0;
            }
            group(group);
            shown++;
            left--;
        }
        return left;
    }

    private void group(ErrorGroup group) {
        html.markup("<tr><td class=\"line\" style=\"padding:12px 24px;")
                .markup("border-bottom:1px solid #edf1f5;")
                .markup(FONT)
                .markup("\"><p class=\"ink\" style=\"margin:0 0 4px;font-size:15px;")
                .markup("line-height:1.4;font-weight:600;color:#16202c;word-break:break-word;\">")
                .text(Wording.oneLine(group.headline(), 300))
                .markup("</p><p class=\"soft\" style=\"margin:0;font-size:13px;line-height:1.5;")
                .markup("color:#51606f;\"><strong class=\"ink\" style=\"color:#16202c;\">")
                .text(Wording.compared(group))
                .markup("</strong> &nbsp;");
        spark(group.hours().sparkline(), 13);
        html.markup("&nbsp; ").text(Wording.oneLine(Wording.applications(group), 200));
        html.markup("</p>");
        if (group.state() != GroupState.GONE) {
            example(group.example());
        }
        place(group.example());
        html.markup("</td></tr>\n");
    }

    private void example(Example example) {
        html.markup("<div class=\"code\" style=\"margin:8px 0 0;padding:8px 10px;")
                .markup("background:#f4f6f9;border-radius:6px;font-size:12px;line-height:1.5;")
                .markup("color:#26323f;word-break:break-word;")
                .markup(MONO)
                .markup("\">")
                .lines(Example.cut(example.message(), MESSAGE));
        if (example.trace() != null) {
            html.markup("<br>").lines(head(example.trace()));
        }
        html.markup("</div>");
        if (!example.fields().isEmpty()) {
            html.markup("<p class=\"soft\" style=\"margin:6px 0 0;font-size:13px;")
                    .markup("line-height:1.5;color:#51606f;word-break:break-word;\">");
            example.fields().entrySet().stream()
                    .limit(MAX_FIELDS)
                    .forEach(field -> field(field.getKey(), field.getValue()));
            html.markup("</p>");
        }
    }

    private void field(String name, String value) {
        html.text(Wording.oneLine(name, 60))
                .markup(": <strong class=\"ink\" style=\"color:#16202c;\">")
                .text(Wording.oneLine(value, 200))
                .markup("</strong> &nbsp; ");
    }

    private static String head(String trace) {
        List<String> lines = trace.lines().limit(TRACE_LINES + 1L).toList();
        StringBuilder head = new StringBuilder();
        for (String line : lines.subList(0, Math.min(TRACE_LINES, lines.size()))) {
            head.append(head.isEmpty() ? "" : "\n").append(Example.cut(line, TRACE_LINE));
        }
        return lines.size() > TRACE_LINES ? head + "\n…" : head.toString();
    }

    private void place(Example example) {
        html.markup("<p class=\"soft\" style=\"margin:6px 0 0;font-size:12px;line-height:1.5;")
                .markup("color:#51606f;word-break:break-all;\">")
                .text(Times.second(example.eventTime()))
                .markup(" &middot; ")
                .text(Wording.oneLine(example.object(), 1100))
                .markup(" line ")
                .number(example.line())
                .markup("</p>");
    }

    private void foot() {
        html.markup("<tr><td class=\"soft\" style=\"padding:16px 24px 20px;font-size:13px;")
                .markup("line-height:1.5;color:#51606f;")
                .markup(FONT)
                .markup("\">");
        long more = notShown(report, shown);
        if (more > 0) {
            html.markup("And ").number(more).markup(" more groups.<br>");
        }
        if (content.dashboardUrl() != null) {
            html.markup("<a href=\"")
                    .text(content.dashboardUrl())
                    .markup("\" style=\"color:#2459a6;\">Open the dashboard</a><br>");
        }
        html.markup("Report ")
                .text(report.reportId())
                .markup(
                        ". Errors are counted by when their log arrived; times in UTC.</td></tr>\n");
    }
}
