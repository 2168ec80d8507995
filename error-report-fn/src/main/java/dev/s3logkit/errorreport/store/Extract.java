package dev.s3logkit.errorreport.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was extracted from the record of an error. All of it came from a log: nothing here may be
/// shown without being escaped.
///
/// @param message what was logged, cut at 2,000 characters
/// @param pattern the message with all that varies replaced: what the errors of one fingerprint
///   have in common, fit for a headline; cut at 300 characters
/// @param level as logged, or null
/// @param logger as logged, or null
/// @param thread as logged, or null
/// @param exception the class of the outermost exception, or null
/// @param trace the stack trace, cut at 6,000 characters; or null
/// @param fields that the rule extracts, in its order; those that a record lacks are missing
public record Extract(
        String message,
        String pattern,
        @Nullable String level,
        @Nullable String logger,
        @Nullable String thread,
        @Nullable String exception,
        @Nullable String trace,
        Map<String, String> fields) {

    public Extract {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// The JSON object that [#parse] reads.
    public String toJson() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("message", message);
        map.put("pattern", pattern);
        put(map, "level", level);
        put(map, "logger", logger);
        put(map, "thread", thread);
        put(map, "exception", exception);
        put(map, "trace", trace);
        if (!fields.isEmpty()) {
            map.put("fields", fields);
        }
        try {
            return JSON.std.asString(map);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(Map<String, Object> map, String name, @Nullable String value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    /// Reads what [#toJson] wrote. What is no such JSON becomes the message, so that an item which
    /// something else wrote is shown and breaks nothing.
    public static Extract parse(String json) {
        Map<String, Object> map;
        try {
            map = JSON.std.mapFrom(json);
        } catch (JacksonException e) {
            return new Extract(json, json, null, null, null, null, null, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        if (map.get("fields") instanceof Map<?, ?> found) {
            found.forEach((name, value) -> fields.put(String.valueOf(name), String.valueOf(value)));
        }
        String message = text(map, "message");
        String pattern = text(map, "pattern");
        return new Extract(
                message == null ? "" : message,
                pattern == null ? "" : pattern,
                text(map, "level"),
                text(map, "logger"),
                text(map, "thread"),
                text(map, "exception"),
                text(map, "trace"),
                fields);
    }

    private static @Nullable String text(Map<String, Object> map, String name) {
        Object value = map.get(name);
        return value == null ? null : value.toString();
    }
}
