package dev.s3logkit.errorreport.report;

import dev.s3logkit.errorreport.store.ErrorItem;
import dev.s3logkit.errorreport.store.Extract;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One error, to look at. Its texts came from a log: they have to be escaped.
///
/// @param eventTime when it happened, by the log
/// @param object where it was found
/// @param line where its record starts in the decompressed object, counted from 1
/// @param message at most 1,000 characters
/// @param trace at most 4,000 characters, or null
/// @param fields that the rule extracts
public record Example(
        String application,
        Instant eventTime,
        String object,
        long line,
        String message,
        @Nullable String trace,
        @Nullable String level,
        @Nullable String logger,
        @Nullable String thread,
        Map<String, String> fields) {

    private static final int MESSAGE = 1_000;
    private static final int TRACE = 4_000;

    public Example {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    static Example of(ErrorItem item) {
        Extract extract = item.extract();
        return new Example(
                item.application(),
                item.eventTime(),
                item.object(),
                item.line(),
                cut(extract.message(), MESSAGE),
                extract.trace() == null ? null : cut(extract.trace(), TRACE),
                extract.level(),
                extract.logger(),
                extract.thread(),
                extract.fields());
    }

    /// At most so many characters, with a mark where some are missing; never half a surrogate pair.
    public static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end) + "…";
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("application", application);
        json.put("event_time", eventTime.toString());
        json.put("object", object);
        json.put("line", line);
        json.put("message", message);
        put(json, "trace", trace);
        put(json, "level", level);
        put(json, "logger", logger);
        put(json, "thread", thread);
        json.put("fields", fields);
        return json;
    }

    private static void put(Map<String, Object> json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    static Example parse(@Nullable Object value) {
        Map<?, ?> json = JsonMaps.map(value, "example");
        Map<String, String> fields = new LinkedHashMap<>();
        JsonMaps.map(json.get("fields"), "fields")
                .forEach((name, text) -> fields.put(String.valueOf(name), String.valueOf(text)));
        return new Example(
                JsonMaps.text(json, "application"),
                Instant.parse(JsonMaps.text(json, "event_time")),
                JsonMaps.text(json, "object"),
                JsonMaps.number(json, "line"),
                JsonMaps.text(json, "message"),
                JsonMaps.optional(json, "trace"),
                JsonMaps.optional(json, "level"),
                JsonMaps.optional(json, "logger"),
                JsonMaps.optional(json, "thread"),
                fields);
    }
}
