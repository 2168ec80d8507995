package dev.s3logkit.errorreport;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.errorreport.report.GroupState;
import dev.s3logkit.errorreport.report.Report;
import dev.s3logkit.errorreport.run.ContextCollector;
import dev.s3logkit.errorreport.run.ContextCollector.Collected;
import dev.s3logkit.errorreport.run.RunRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The first state of a run: fixes the windows and counts their errors. The input may choose
/// reports and a window, and the state machine adds the name of its execution:
///
/// ```json
/// {"report_ids": ["PIP_ERROR"], "window": {"from": "2026-03-01T10:00:00Z", "to": "2026-03-01T11:00:00Z"}}
/// ```
///
/// What was counted is kept in S3; the result says where.
public final class CollectContextHandler
        implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    private final ReportParts parts;
    private final RunLog log;
    private final Clock clock;

    public CollectContextHandler() {
        this(System.getenv());
    }

    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public CollectContextHandler(Map<String, String> environment) {
        this(
                ReportParts.create(environment),
                RunLog.of("collect-context", environment),
                Clock.systemUTC());
    }

    CollectContextHandler(ReportParts parts, RunLog log, Clock clock) {
        this.parts = parts;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Map<String, Object> handleRequest(
            @Nullable Map<String, Object> input, @Nullable Context context) {
        RunRequest request = RunRequest.parse(input == null ? Map.of() : input);
        ObjectStore objects = parts.objects();
        try {
            Collected collected =
                    new ContextCollector(
                                    parts.rules().rules(),
                                    parts.store(),
                                    parts.ledger(),
                                    objects,
                                    parts.config().contexts(),
                                    parts.config().window(),
                                    parts.config().settling(),
                                    clock)
                            .collect(request);
            Map<String, Object> result = result(collected);
            log.run(
                    context == null ? "" : context.getAwsRequestId(),
                    Map.of(
                            "reports",
                            (long) collected.context().entries().size(),
                            "errors",
                            errors(collected)),
                    objects.requests());
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> result(Collected collected) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("context_s3_url", collected.place().toString());
        result.put("window_end", collected.context().windowEnd().toString());
        result.put("reports", collected.context().entries().size());
        result.put("errors", errors(collected));
        result.put(
                "new",
                collected.context().reports().stream()
                        .mapToInt(report -> report.groups(GroupState.NEW).size())
                        .sum());
        return result;
    }

    private static long errors(Collected collected) {
        return collected.context().reports().stream()
                .map(Report::counts)
                .mapToLong(counts -> counts.window())
                .sum();
    }
}
