package dev.s3logkit.errorreport.search;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record that was found.
///
/// @param time by the record, or of its log where it names none
/// @param object `s3://bucket/key`, or a path
/// @param line where the record starts, counted from 1
/// @param level as logged, or null
/// @param text the record as logged, cut at 4,000 characters
public record Hit(
        Instant time,
        String application,
        String object,
        long line,
        @Nullable String level,
        String text) {

    /// The fields by name, for JSON.
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("time", time.toString());
        map.put("application", application);
        map.put("object", object);
        map.put("line", line);
        if (level != null) {
            map.put("level", level);
        }
        map.put("text", text);
        return map;
    }
}
