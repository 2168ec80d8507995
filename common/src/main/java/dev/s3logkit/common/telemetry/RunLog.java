package dev.s3logkit.common.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.s3logkit.common.s3.RequestCounts;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes JSON lines to standard output, which Lambda passes to CloudWatch Logs. The line of a run
/// is in Embedded Metric Format: CloudWatch makes a metric of each of its counts, by function, but
/// not of those that are zero, nor of the requests: each metric is billed for every hour that has a
/// value of it, and a function that only looks whether there is work shall cost nothing.
///
/// Never holds the content of logs, nor secrets: counts, names of objects, reasons.
public final class RunLog {

    /// The namespace of every metric.
    public static final String NAMESPACE = "s3logkit";

    private static final String FUNCTION = "function";

    /// Standard output may have any character set, so the lines are ASCII.
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final String function;
    private final PrintStream out;
    private final Clock clock;

    /// @param function the dimension of the metrics
    public RunLog(String function, PrintStream out, Clock clock) {
        this.function = function;
        this.out = out;
        this.clock = clock;
    }

    /// A log on standard output, under the function's own name where Lambda gives it.
    public static RunLog of(String defaultFunction, Map<String, String> environment) {
        return new RunLog(
                environment.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", defaultFunction),
                System.out,
                Clock.systemUTC());
    }

    /// The account of one run.
    ///
    /// @param counts becomes fields, and metrics where it is not zero
    /// @param requests becomes fields only
    public void run(String requestId, Map<String, Long> counts, RequestCounts requests) {
        Map<String, Long> all = new LinkedHashMap<>(counts);
        all.put("requests_get", requests.get());
        all.put("requests_head", requests.head());
        all.put("requests_list", requests.list());
        all.put("requests_put", requests.put());
        all.put("requests_delete", requests.delete());
        write(
                json -> {
                    json.writeStringField("level", "INFO");
                    json.writeStringField("message", "run");
                    json.writeStringField("request_id", requestId);
                    metrics(json, counts);
                    for (Map.Entry<String, Long> count : all.entrySet()) {
                        json.writeNumberField(count.getKey(), count.getValue());
                    }
                    json.writeNumberField("estimated_cost_usd", requests.estimatedCostUsd());
                });
    }

    /// Something that failed while the run went on.
    ///
    /// @param subject what it happened to: a message, an object, a group
    public void failure(String subject, Throwable failure) {
        write(
                json -> {
                    json.writeStringField("level", "ERROR");
                    json.writeStringField("subject", subject);
                    json.writeStringField("message", String.valueOf(failure.getMessage()));
                    json.writeStringField("error", failure.getClass().getName());
                });
    }

    /// Something that people should know.
    public void notice(String message) {
        write(
                json -> {
                    json.writeStringField("level", "WARN");
                    json.writeStringField("message", message);
                });
    }

    private void metrics(JsonGenerator json, Map<String, Long> counts) throws IOException {
        List<String> names =
                counts.entrySet().stream()
                        .filter(count -> count.getValue() != 0)
                        .map(Map.Entry::getKey)
                        .toList();
        if (names.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("_aws");
        json.writeNumberField("Timestamp", clock.millis());
        json.writeArrayFieldStart("CloudWatchMetrics");
        json.writeStartObject();
        json.writeStringField("Namespace", NAMESPACE);
        json.writeArrayFieldStart("Dimensions");
        json.writeStartArray();
        json.writeString(FUNCTION);
        json.writeEndArray();
        json.writeEndArray();
        json.writeArrayFieldStart("Metrics");
        for (String name : names) {
            json.writeStartObject();
            json.writeStringField("Name", name);
            json.writeStringField("Unit", name.endsWith("bytes") ? "Bytes" : "Count");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private void write(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("timestamp", clock.instant().toString());
            json.writeStringField(FUNCTION, function);
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // One call per line, so that lines of several threads do not mix.
        out.println(text);
    }
}
