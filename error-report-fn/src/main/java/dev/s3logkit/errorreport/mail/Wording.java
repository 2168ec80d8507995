package dev.s3logkit.errorreport.mail;

import dev.s3logkit.errorreport.report.ApplicationCounts;
import dev.s3logkit.errorreport.report.ErrorGroup;
import dev.s3logkit.errorreport.report.Example;
import dev.s3logkit.errorreport.report.GroupState;
import dev.s3logkit.errorreport.report.Report;
import dev.s3logkit.errorreport.report.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The sentences of a mail, for both of its parts.
final class Wording {

    private static final int SUBJECT = 160;
    private static final int SUBJECT_HEADLINE = 70;
    private static final int NAMES = 3;

    private Wording() {}

    /// Says what is new, and how many errors there are.
    static String subject(String start, Report report) {
        List<ErrorGroup> fresh = report.groups(GroupState.NEW);
        List<ErrorGroup> back = report.groups(GroupState.BACK);
        int ongoing = report.groups(GroupState.ONGOING).size();
        int gone = report.groups(GroupState.GONE).size();
        List<String> parts = new ArrayList<>();
        if (!fresh.isEmpty()) {
            parts.add("new: " + first(fresh));
        } else if (!back.isEmpty()) {
            parts.add("back: " + first(back));
        }
        if (ongoing > 0) {
            parts.add(ongoing + " ongoing");
        }
        if (gone > 0) {
            parts.add(gone + " gone");
        }
        parts.add(errors(report.counts().window()));
        return oneLine(start + " – " + String.join(", ", parts), SUBJECT);
    }

    private static String first(List<ErrorGroup> groups) {
        ErrorGroup group = groups.getFirst();
        String more = groups.size() == 1 ? "" : " and %d more".formatted(groups.size() - 1);
        return "%s in %s%s"
                .formatted(
                        oneLine(shortHeadline(group), SUBJECT_HEADLINE), applications(group), more);
    }

    /// The exception's simple name where there is one: the headline tends to be long.
    private static String shortHeadline(ErrorGroup group) {
        String exception = group.exception();
        return exception == null
                ? group.headline()
                : exception.substring(exception.lastIndexOf('.') + 1);
    }

    static String errors(long count) {
        return count == 1 ? "1 error" : String.format(Locale.ROOT, "%,d errors", count);
    }

    static String applications(ErrorGroup group) {
        List<ApplicationCounts> all = group.applications();
        String names =
                all.stream()
                        .limit(NAMES)
                        .map(ApplicationCounts::name)
                        .collect(Collectors.joining(", "));
        return all.size() <= NAMES ? names : names + " and %d more".formatted(all.size() - NAMES);
    }

    /// Such as `12 (3 before)`.
    static String compared(ErrorGroup group) {
        String arrow =
                switch (group.trend()) {
                    case UP -> "▲ ";
                    case DOWN -> "▼ ";
                    case STEADY -> "";
                };
        return String.format(
                Locale.ROOT,
                "%s%,d (%,d before)",
                arrow,
                group.counts().window(),
                group.counts().previous());
    }

    static String trend(Trend trend) {
        return switch (trend) {
            case UP -> "growing";
            case DOWN -> "shrinking";
            case STEADY -> "steady";
        };
    }

    static String state(GroupState state) {
        return switch (state) {
            case NEW -> "New";
            case BACK -> "Back";
            case ONGOING -> "Ongoing";
            case GONE -> "Gone";
            case QUIET -> "Quiet";
        };
    }

    static String meaning(GroupState state) {
        return switch (state) {
            case NEW -> "not seen in the 24 hours before";
            case BACK -> "seen earlier today, not in the previous window";
            case ONGOING -> "also in the previous window";
            case GONE -> "in the previous window, and no more";
            case QUIET -> "seen in the last 24 hours";
        };
    }

    /// Whitespace as single blanks, nothing unprintable, cut.
    static String oneLine(String text, int length) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean blank = Character.isWhitespace(c) || !Html.isShown(c);
            if (!blank) {
                line.append(c);
            } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        }
        return Example.cut(line.toString().strip(), length);
    }
}
