package dev.s3logkit.errorreport;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.errorreport.run.DashboardRun;
import dev.s3logkit.errorreport.run.DashboardRun.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the dashboard of what `CollectContext` has counted: one page and its data. Takes the
/// result of `CollectContext`. A run that comes late leaves the dashboard of a later one as it is.
public final class DashboardDataHandler
        implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    private final ReportParts parts;
    private final RunLog log;

    public DashboardDataHandler() {
        this(System.getenv());
    }

    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public DashboardDataHandler(Map<String, String> environment) {
        this(ReportParts.create(environment), RunLog.of("dashboard-data", environment));
    }

    DashboardDataHandler(ReportParts parts, RunLog log) {
        this.parts = parts;
        this.log = log;
    }

    @Override
    public Map<String, Object> handleRequest(
            @Nullable Map<String, Object> input, @Nullable Context context) {
        try {
            Written written =
                    new DashboardRun(parts.objects(), parts.config().dashboard())
                            .run(EmailReportHandler.contextPlace(input));
            log.run(
                    context == null ? "" : context.getAwsRequestId(),
                    Map.of("dashboards", written.written() ? 1L : 0L),
                    parts.objects().requests());
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("page_s3_url", written.page().toString());
            result.put("written", written.written());
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
