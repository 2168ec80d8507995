package dev.s3logkit.errorreport.extract;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a record says, whatever it was wrapped in.
///
/// @param time by the record, or null when it names none that can be read
/// @param message what was logged
/// @param trace the stack trace, or null
/// @param fields of the record: nested objects as maps, lists as lists; empty for plain text
/// @param text everything, for what is looked for outside of any field
/// @param damaged why the record is not what it starts as, or null
public record LogRecord(
        @Nullable Instant time,
        String message,
        @Nullable String level,
        @Nullable String logger,
        @Nullable String thread,
        @Nullable String trace,
        Map<String, Object> fields,
        String text,
        @Nullable String damaged) {

    private static final List<String> TIME =
            List.of(
                    "@timestamp",
                    "timestamp",
                    "time",
                    "date",
                    "ts",
                    "fluentd_time",
                    "datetime",
                    "eventTime");
    private static final List<String> MESSAGE =
            List.of("message", "msg", "log", "@message", "short_message", "body", "text");
    private static final List<String> LEVEL =
            List.of("level", "severity", "log.level", "levelname", "loglevel", "lvl");
    private static final List<String> LOGGER =
            List.of("logger_name", "logger", "log.logger", "loggerName", "logger.name");
    private static final List<String> THREAD =
            List.of("thread_name", "thread", "process.thread.name", "threadName");
    private static final List<String> TRACE =
            List.of(
                    "stack_trace",
                    "stacktrace",
                    "stackTrace",
                    "error.stack_trace",
                    "exception.stacktrace",
                    "exception",
                    "throwable",
                    "stack",
                    "backtrace");

    private static final Pattern LEVEL_WORD =
            Pattern.compile(
                    "\\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|SEVERE|CRITICAL)\\b");

    /// The value of a key: as it is written, or, where it has dots, within nested objects.
    ///
    /// @return null when there is none
    @Nullable Object value(String key) {
        return value(fields, key);
    }

    private static @Nullable Object value(Map<String, Object> fields, String key) {
        Object flat = fields.get(key);
        if (flat != null) {
            return flat;
        }
        for (int dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
            if (fields.get(key.substring(0, dot)) instanceof Map<?, ?> nested) {
                Object value = value(asFields(nested), key.substring(dot + 1));
                if (value != null) {
                    return value;
                }
            }
        }
        return null;
    }

    private static Map<String, Object> asFields(Map<?, ?> map) {
        Map<String, Object> fields = new LinkedHashMap<>();
        map.forEach((key, value) -> fields.put(String.valueOf(key), value));
        return fields;
    }

    /// A value as text: a list one item per line.
    static String text(Object value) {
        return switch (value) {
            case List<?> list -> String.join("\n", list.stream().map(String::valueOf).toList());
            default -> String.valueOf(value);
        };
    }

    /// Reads a record.
    ///
    /// @param text of one line or several, without the last line break
    /// @param times how time stamps are read
    static LogRecord parse(String text, Timestamps times) {
        List<String> lines = unwrapped(Arrays.asList(text.split("\n", -1)));
        String head = lines.getFirst();
        Map<String, Object> fields = new LinkedHashMap<>();
        String damaged = null;
        int brace = head.indexOf('{');
        Map<String, Object> json =
                brace < 0 || !head.stripTrailing().endsWith("}")
                        ? null
                        : RecordJson.object(head.substring(brace));
        String message = head;
        if (json != null) {
            fields.putAll(json);
        } else if (head.startsWith("{")) {
            damaged = "it starts as JSON and is none";
        } else {
            fields.putAll(Ltsv.fields(head));
        }
        Map<String, Object> outer = fields;
        Object said = first(fields, MESSAGE);
        if (said instanceof String inner && inner.strip().startsWith("{")) {
            Map<String, Object> nested = RecordJson.object(inner.strip());
            if (nested != null) {
                fields = new LinkedHashMap<>(fields);
                fields.keySet().removeAll(MESSAGE);
                fields.putAll(nested);
                said = first(nested, MESSAGE);
            }
        }
        Instant time = time(fields, times);
        if (time == null) {
            time = time(outer, times);
        }
        if (time == null) {
            time = times.atStart(head);
        }
        if (time == null) {
            time = times.atStart(text);
        }
        if (said != null) {
            message = text(said);
        }
        String trace = textOf(fields, TRACE);
        List<String> more = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            more.add(said(line));
        }
        if (!more.isEmpty()) {
            String below = message.stripTrailing() + "\n" + String.join("\n", more);
            trace = trace == null ? below : trace + "\n" + String.join("\n", more);
        } else if (trace == null && looksLikeTrace(message)) {
            trace = message;
        }
        int end = message.indexOf('\n');
        if (trace != null && end > 0) {
            message = message.substring(0, end);
        }
        return new LogRecord(
                time,
                message.strip(),
                level(fields, message),
                textOf(fields, LOGGER),
                textOf(fields, THREAD),
                trace,
                fields,
                text,
                damaged);
    }

    private static boolean looksLikeTrace(String message) {
        return message.contains("\n\tat ")
                || message.contains("\n    at ")
                || message.contains("\nCaused by: ")
                || message.contains("Traceback (most recent");
    }

    /// The message of a line that goes on with a record.
    private static String said(String line) {
        int brace = line.indexOf('{');
        if (brace >= 0 && line.stripTrailing().endsWith("}")) {
            Map<String, Object> json = RecordJson.object(line.substring(brace));
            Object said = json == null ? null : first(json, MESSAGE);
            if (said != null) {
                return text(said).stripTrailing();
            }
        }
        return line.stripTrailing();
    }

    /// Without what a container runtime writes in front, and with the parts of a line joined.
    private static List<String> unwrapped(List<String> lines) {
        List<String> result = new ArrayList<>();
        boolean partial = false;
        for (String line : lines) {
            String trimmed = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            char flag = containerFlag(trimmed);
            String text = flag == 0 ? trimmed : afterContainer(trimmed);
            if (partial && flag != 0) {
                result.set(result.size() - 1, result.getLast() + text);
            } else {
                result.add(text);
            }
            partial = flag == 'P';
        }
        return result;
    }

    private static int containerText(String line) {
        int at = line.indexOf(" stdout ");
        if (at < 0) {
            at = line.indexOf(" stderr ");
        }
        return at < 0 || at > 60 ? -1 : at + 8;
    }

    private static char containerFlag(String line) {
        if (line.isEmpty() || !Character.isDigit(line.charAt(0))) {
            return 0;
        }
        int flag = containerText(line);
        if (flag < 0 || flag >= line.length()) {
            return 0;
        }
        char c = line.charAt(flag);
        boolean alone =
                flag + 1 == line.length()
                        || line.charAt(flag + 1) == ' '
                        || line.charAt(flag + 1) == ':';
        return alone && (c == 'P' || c == 'F') ? c : 0;
    }

    private static String afterContainer(String line) {
        if (containerFlag(line) == 0) {
            return line;
        }
        int blank = line.indexOf(' ', containerText(line));
        return blank < 0 ? "" : line.substring(blank + 1);
    }

    private static @Nullable Instant time(Map<String, Object> fields, Timestamps times) {
        for (String key : TIME) {
            Instant time = times.of(fields.get(key));
            if (time != null) {
                return time;
            }
        }
        return null;
    }

    private static @Nullable Object first(Map<String, Object> fields, List<String> keys) {
        for (String key : keys) {
            Object value = value(fields, key);
            if (value != null && !(value instanceof Map<?, ?>)) {
                return value;
            }
        }
        return null;
    }

    /// Plain text has its level among the first words.
    private static @Nullable String level(Map<String, Object> fields, String message) {
        String level = textOf(fields, LEVEL);
        if (level != null || !fields.isEmpty()) {
            return level;
        }
        Matcher word = LEVEL_WORD.matcher(message.substring(0, Math.min(message.length(), 200)));
        return word.find() ? word.group() : null;
    }

    private static @Nullable String textOf(Map<String, Object> fields, List<String> keys) {
        Object value = first(fields, keys);
        return value == null ? null : text(value);
    }
}
