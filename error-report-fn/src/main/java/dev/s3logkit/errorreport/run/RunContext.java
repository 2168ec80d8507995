package dev.s3logkit.errorreport.run;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.errorreport.report.Report;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was counted, for those who tell it. It is kept in S3, since it is too large to travel
/// between states.
///
/// @param scheduled whether the next run starts from the end of this one
/// @param windowEnd the end of every window in it
/// @param generated when it was counted
public record RunContext(
        boolean scheduled, Instant windowEnd, Instant generated, List<Entry> entries) {

    public RunContext {
        entries = List.copyOf(entries);
    }

    /// One report.
    ///
    /// @param due whether its window is to be mailed; false when it has been reported already and
    ///   is here for the dashboard
    public record Entry(Report report, boolean due) {}

    /// The reports.
    public List<Report> reports() {
        return entries.stream().map(Entry::report).toList();
    }

    /// As UTF-8 JSON.
    byte[] toJson() throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", 1);
        json.put("scheduled", scheduled);
        json.put("window_end", windowEnd.toString());
        json.put("generated", generated.toString());
        List<Map<String, Object>> list = new ArrayList<>();
        for (Entry entry : entries) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("due", entry.due());
            one.put("report", entry.report().toJson());
            list.add(one);
        }
        json.put("entries", list);
        return JSON.std.asBytes(json);
    }

    /// Reads what [#toJson] wrote.
    ///
    /// @param name of the object, for messages
    /// @throws CorruptedInputException when it is something else
    static RunContext parse(byte[] bytes, String name) throws IOException {
        try {
            Map<String, Object> json = JSON.std.mapFrom(bytes);
            List<Entry> entries = new ArrayList<>();
            if (!(json.get("entries") instanceof List<?> list)) {
                throw new IllegalArgumentException("entries: expected a list");
            }
            for (Object item : list) {
                if (!(item instanceof Map<?, ?> entry)) {
                    throw new IllegalArgumentException("entries: expected objects");
                }
                entries.add(
                        new Entry(
                                Report.parse(entry.get("report")),
                                Boolean.TRUE.equals(entry.get("due"))));
            }
            return new RunContext(
                    Boolean.TRUE.equals(json.get("scheduled")),
                    Instant.parse(String.valueOf(json.get("window_end"))),
                    Instant.parse(String.valueOf(json.get("generated"))),
                    entries);
        } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
            throw new CorruptedInputException(
                    name + ": this is no context of a run: " + e.getMessage(), -1, e);
        }
    }
}
