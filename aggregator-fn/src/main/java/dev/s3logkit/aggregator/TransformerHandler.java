package dev.s3logkit.aggregator;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.s3logkit.aggregator.transform.OutputTarget;
import dev.s3logkit.aggregator.transform.TransformReport;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.SdkObjectStore;
import dev.s3logkit.common.telemetry.RunLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Writes the staged groups that are ready out. Run by a schedule; the input may name where to:
///
/// ```json
/// {"region": "eu-central-1", "bucket": "partitions", "prefix": "access/", "now": false,
///  "aggregate": ["/mnt/s3logs/stagging"]}
/// ```
///
/// `aggregate` takes in files that the system before this one left, before anything is written out.
/// The run fails when any group failed, after all others were tried.
public final class TransformerHandler
        implements RequestHandler<Map<String, Object>, Map<String, Long>> {

    /// A set begun with less than this may not be finished in time; the next run would repeat it.
    private static final int RESERVE_MILLIS = 60_000;

    private final Map<String, String> environment;
    private final AggregatorConfig config;
    private final RunLog log;
    private final Map<String, ObjectStore> stores = new ConcurrentHashMap<>();

    public TransformerHandler() {
        this(System.getenv());
    }

    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public TransformerHandler(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.config = AggregatorConfig.of(environment);
        this.log = RunLog.of("transformer", environment);
        config.notices().forEach(log::notice);
    }

    @Override
    public Map<String, Long> handleRequest(
            @Nullable Map<String, Object> input, @Nullable Context context) {
        TransformEvent event = TransformEvent.of(input == null ? Map.of() : input);
        String region = event.region() == null ? "" : event.region();
        try {
            ObjectStore store = stores.computeIfAbsent(region, this::storeIn);
            RequestCounts before = store.requests();
            Map<String, Long> counts = new HashMap<>(takeIn(event.aggregate()));
            OutputTarget target = Outputs.s3(config, store, event.bucket(), event.prefix());
            TransformReport report =
                    Outputs.transformer(config, target, Clock.systemUTC())
                            .run(
                                    event.now(),
                                    () ->
                                            context == null
                                                    || context.getRemainingTimeInMillis()
                                                            > RESERVE_MILLIS,
                                    log::failure);
            counts.putAll(report.counts());
            log.run(
                    context == null ? "" : context.getAwsRequestId(),
                    counts,
                    store.requests().since(before));
            if (report.failed() > 0) {
                throw new TransformFailedException(report.failed());
            }
            return counts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectStore storeIn(String region) {
        Map<String, String> variables = new HashMap<>(environment);
        if (!region.isEmpty()) {
            variables.put("AWS_REGION", region);
        }
        return SdkObjectStore.create(variables);
    }

    private Map<String, Long> takeIn(List<String> folders) throws IOException {
        if (folders.isEmpty()) {
            return Map.of();
        }
        List<FileLogSource> files =
                LegacyFiles.find(folders.stream().map(Path::of).toList(), config.legacySuffixes());
        AggregateReport report =
                new Aggregator(config, Clock.systemUTC()).aggregate(files, () -> true);
        report.failures().forEach(log::failure);
        return report.counts();
    }
}
