package dev.s3logkit.aggregator;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.s3logkit.aggregator.transform.OutputTarget;
import dev.s3logkit.aggregator.transform.TransformReport;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.telemetry.RunLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes the staged groups that are ready out. Run by a schedule; the input may name where to:
///
/// ```json
/// {"region": "eu-central-1", "bucket": "partitions", "prefix": "access/", "now": false,
///  "aggregate": ["/mnt/s3logs/stagging"]}
/// ```
///
/// `aggregate` takes in files that the system before this one left, before anything is written out.
/// The run fails when any file or group failed, after all others were tried.
public final class TransformerHandler
        implements RequestHandler<Map<String, Object>, Map<String, Long>> {

    /// A set begun with less than this may not be finished in time; the next run would repeat it.
    private static final int RESERVE_MILLIS = 60_000;

    private final AggregatorConfig config;
    private final Function<String, ObjectStore> storeIn;
    private final RunLog log;
    private final Map<String, ObjectStore> stores = new ConcurrentHashMap<>();

    public TransformerHandler() {
        this(System.getenv());
    }

    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public TransformerHandler(Map<String, String> environment) {
        this(
                environment,
                region -> S3ObjectStore.create(inRegion(environment, region)),
                RunLog.of("transformer", environment));
    }

    /// @param storeIn makes the store of a region, or with empty text that of the function's own
    TransformerHandler(
            Map<String, String> environment, Function<String, ObjectStore> storeIn, RunLog log) {
        this.config = AggregatorConfig.of(environment);
        this.storeIn = storeIn;
        this.log = log;
        config.notices().forEach(log::notice);
    }

    private static Map<String, String> inRegion(Map<String, String> environment, String region) {
        Map<String, String> variables = new HashMap<>(environment);
        if (!region.isEmpty()) {
            variables.put("AWS_REGION", region);
        }
        return variables;
    }

    @Override
    public Map<String, Long> handleRequest(
            @Nullable Map<String, Object> input, @Nullable Context context) {
        TransformEvent event = TransformEvent.of(input == null ? Map.of() : input);
        String region = event.region() == null ? "" : event.region();
        try {
            ObjectStore store = stores.computeIfAbsent(region, storeIn);
            RequestCounts before = store.requests();
            BooleanSupplier goOn =
                    () -> context == null || context.getRemainingTimeInMillis() > RESERVE_MILLIS;
            OutputTarget target = Outputs.s3(config, store, event.bucket(), event.prefix());
            AggregateReport takenIn = takeIn(event.aggregate(), goOn);
            TransformReport report =
                    Outputs.transformer(config, target, Clock.systemUTC())
                            .run(event.now(), goOn, log::failure);
            Map<String, Long> counts = new HashMap<>(report.counts());
            if (!event.aggregate().isEmpty()) {
                takenIn.counts().forEach((name, count) -> counts.put("taken_in_" + name, count));
            }
            log.run(
                    context == null ? "" : context.getAwsRequestId(),
                    counts,
                    store.requests().since(before));
            if (report.failed() > 0 || !takenIn.failures().isEmpty()) {
                throw new TransformFailedException(report.failed(), takenIn.failures().size());
            }
            return counts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AggregateReport takeIn(List<String> folders, BooleanSupplier goOn) throws IOException {
        List<FileLogSource> files =
                LegacyFiles.find(folders.stream().map(Path::of).toList(), config.legacySuffixes());
        AggregateReport report = new Aggregator(config, Clock.systemUTC()).aggregate(files, goOn);
        report.failures().forEach(log::failure);
        return report;
    }
}
