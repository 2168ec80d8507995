package dev.s3logkit.local.errorreport;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.errorreport.store.ErrorItem;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Errors as lines of JSON: what was extracted stands in `extract`, readable.
final class ItemJson {

    private ItemJson() {}

    static String write(ErrorItem item) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("report_id", item.reportId());
        map.put("application", item.application());
        map.put("event_time", item.eventTime().toString());
        map.put("fingerprint", item.fingerprint());
        map.put("object", item.object());
        map.put("line", item.line());
        map.put("extract", JSON.std.mapFrom(item.extractString()));
        map.put("day", item.day());
        map.put("id", item.id());
        map.put("extract_dttm", item.extractDttm().toString());
        map.put("exp_dt", item.expDt().getEpochSecond());
        return JSON.std.asString(map);
    }

    /// @param where in messages
    static ErrorItem read(String line, String where) throws IOException {
        try {
            Map<String, Object> map = JSON.std.mapFrom(line);
            return new ErrorItem(
                    text(map, "report_id"),
                    text(map, "id"),
                    text(map, "application"),
                    text(map, "day"),
                    Instant.parse(text(map, "event_time")),
                    Instant.parse(text(map, "extract_dttm")),
                    JSON.std.asString(map.get("extract")),
                    text(map, "fingerprint"),
                    text(map, "object"),
                    Long.parseLong(text(map, "line")),
                    Instant.ofEpochSecond(Long.parseLong(text(map, "exp_dt"))));
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            throw new IOException(where + ": no error as this program writes it", e);
        }
    }

    private static String text(Map<String, Object> map, String name) {
        Object value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value.toString();
    }
}
