package dev.s3logkit.common.accesslog;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads lines without quotes inside quoted fields, in a way that shares nothing with the parsers.
final class RegexOracle {

    private static final String QUOTED = "(\"[^\"]*\"|-)";
    private static final String NUMBER = "(\\d{1,18}|-)";
    private static final Pattern LINE =
            Pattern.compile(
                    "(\\S+) (\\S+) \\[([^\\]]+)\\] +(\\S+) +(\\S.*?) +(\\S+) "
                            + "([A-Z][A-Z0-9_]*(?:\\.[A-Z0-9_]+)+) (\\S+) "
                            + QUOTED
                            + " (\\d{3}|-) (\\S+) "
                            + (NUMBER + " ").repeat(4)
                            + QUOTED
                            + " "
                            + QUOTED
                            + " (\\S+)"
                            + "(?: (\\S+)".repeat(9)
                            + "(?: (.*?))?"
                            + ")?".repeat(9)
                            + " ?\r?",
                    Pattern.DOTALL);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    private RegexOracle() {}

    static Optional<Lines.Accepted> read(String line, boolean hasLineBreak) {
        Matcher m = LINE.matcher(line);
        if (!m.matches()) {
            return Optional.empty();
        }
        Map<AccessLogField, String> fields = new EnumMap<>(AccessLogField.class);
        int count = 0;
        for (AccessLogField field : AccessLogField.values()) {
            String raw = m.group(field.index() + 1);
            if (raw == null) {
                break;
            }
            count++;
            boolean quoted = field.kind() == AccessLogField.Kind.QUOTED && raw.startsWith("\"");
            String text = quoted ? raw.substring(1, raw.length() - 1) : raw;
            if (!text.equals("-")) {
                fields.put(field, text);
            }
        }
        long epochSecond = ZonedDateTime.parse(m.group(3), TIME).toEpochSecond();
        return Optional.of(
                new Lines.Accepted(line, hasLineBreak, count, epochSecond, fields, m.group(28)));
    }
}
