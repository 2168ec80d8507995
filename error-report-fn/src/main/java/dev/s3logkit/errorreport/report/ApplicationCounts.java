package dev.s3logkit.errorreport.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The errors of one application.
///
/// @param name of the application
public record ApplicationCounts(String name, Counts counts) {

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        counts.toJson(json);
        return json;
    }

    static ApplicationCounts parse(@Nullable Object value) {
        Map<?, ?> json = JsonMaps.map(value, "application");
        return new ApplicationCounts(JsonMaps.text(json, "name"), Counts.parse(json));
    }
}
