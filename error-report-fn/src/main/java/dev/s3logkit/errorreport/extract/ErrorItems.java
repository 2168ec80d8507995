package dev.s3logkit.errorreport.extract;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.s3logkit.errorreport.rule.ExtractedField;
import dev.s3logkit.errorreport.rule.Rule;
import dev.s3logkit.errorreport.store.ErrorItem;
import dev.s3logkit.errorreport.store.Extract;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes of a record what is stored of it.
public final class ErrorItems {

    private static final int MAX_MESSAGE = 2_000;
    private static final int MAX_TRACE = 6_000;
    private static final int MAX_VALUE = 500;

    private ErrorItems() {}

    /// What is stored of a record that a rule asks for.
    ///
    /// @param line where the record starts
    /// @param id as [LogSink#found] tells it
    /// @param now what the retention is counted from
    public static ErrorItem of(
            Rule rule, LogRecord record, LogObject log, long line, String id, Instant now) {
        String trace = record.trace();
        Fingerprint fingerprint = Fingerprint.of(record.message(), record.logger(), trace);
        Extract extract =
                new Extract(
                        cut(record.message(), MAX_MESSAGE),
                        fingerprint.pattern(),
                        cutOrNull(record.level()),
                        cutOrNull(record.logger()),
                        cutOrNull(record.thread()),
                        cutOrNull(fingerprint.exception()),
                        trace == null ? null : cut(trace, MAX_TRACE),
                        fields(rule, record));
        Instant time = record.time();
        return new ErrorItem(
                rule.reportId(),
                id,
                log.application(),
                log.day(),
                time == null ? log.modified() : time,
                now,
                extract.toJson(),
                fingerprint.value(),
                log.name(),
                line,
                now.plus(rule.retention()).truncatedTo(ChronoUnit.SECONDS));
    }

    private static Map<String, String> fields(Rule rule, LogRecord record) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (ExtractedField field : rule.fields()) {
            String value = value(field, record);
            if (value != null && !value.isBlank()) {
                fields.put(field.name(), cut(value.strip(), MAX_VALUE));
            }
        }
        return fields;
    }

    private static @Nullable String value(ExtractedField field, LogRecord record) {
        String from = field.from();
        Object found = from == null ? null : record.value(from);
        if (from != null && found == null) {
            return null;
        }
        String regex = field.regex();
        if (regex == null) {
            return found == null ? record.message() : LogRecord.text(found);
        }
        Pattern pattern = compile(regex);
        if (found != null) {
            return find(pattern, LogRecord.text(found));
        }
        String value = find(pattern, record.message());
        return value == null ? find(pattern, record.text()) : value;
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("a rule with a wrong expression: " + regex, e);
        }
    }

    private static @Nullable String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(matcher.groupCount() > 0 ? 1 : 0) : null;
    }

    private static @Nullable String cutOrNull(@Nullable String text) {
        return text == null ? null : cut(text, MAX_VALUE);
    }

    private static String cut(String text, int max) {
        return text.length() <= max
                ? text
                : text.substring(
                                0,
                                Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1)
                        + "…";
    }
}
