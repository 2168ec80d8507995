package dev.s3logkit.rollup;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.s3logkit.common.aws.AwsSettings;
import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.rollup.find.FindReport;
import dev.s3logkit.rollup.find.FindRules;
import dev.s3logkit.rollup.queue.SqsTaskQueue;
import dev.s3logkit.rollup.queue.TaskQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the logs of past days below the prefixes of its event, and sends tasks to the queue. It
/// fails when a prefix could not be searched; the tasks of the others are sent.
public final class ProducerHandler
        implements RequestHandler<Map<String, Object>, Map<String, Long>> {

    /// Opens the queue at the first invocation, so that a queue which cannot be found fails that
    /// and not the start of the function.
    @FunctionalInterface
    interface QueueOpener {
        TaskQueue open() throws IOException;
    }

    private final RollupConfig config;
    private final RoleStores stores;
    private final String region;
    private final QueueOpener opener;
    private final RunLog log;
    private final Clock clock;
    private @Nullable TaskQueue queue;

    public ProducerHandler() {
        this(System.getenv());
    }

    /// @throws ConfigException when a variable is wrong
    public ProducerHandler(Map<String, String> environment) {
        this(
                RollupConfig.of(environment),
                new RoleStores(environment),
                AwsSettings.of(environment, "S3").region().id(),
                queue(environment),
                RunLog.of("rollup-producer", environment),
                Clock.systemUTC());
    }

    ProducerHandler(
            RollupConfig config,
            RoleStores stores,
            String region,
            QueueOpener opener,
            RunLog log,
            Clock clock) {
        this.config = config;
        this.stores = stores;
        this.region = region;
        this.opener = opener;
        this.log = log;
        this.clock = clock;
    }

    private static QueueOpener queue(Map<String, String> environment) {
        String name = environment.getOrDefault("ROLLUP_QUEUE_NAME", "");
        if (name.isEmpty()) {
            throw new ConfigException("ROLLUP_QUEUE_NAME", name, "the name of the queue of tasks");
        }
        return () -> SqsTaskQueue.open(SqsTaskQueue.client(environment), name);
    }

    @Override
    public Map<String, Long> handleRequest(
            @Nullable Map<String, Object> input, @Nullable Context context) {
        ProducerEvent event = ProducerEvent.of(input == null ? Map.of() : input);
        FindRules rules =
                FindRules.of(
                        clock.instant(),
                        event.minAgeDays() == null
                                ? config.work().minAgeDays()
                                : event.minAgeDays(),
                        event.quietMinutes() == null
                                ? config.quiet()
                                : Duration.ofMinutes(event.quietMinutes()));
        try {
            ObjectStore store = stores.of(event.role());
            RequestCounts before = store.requests();
            if (queue == null) {
                queue = opener.open();
            }
            FindReport report =
                    Producer.run(store, region, queue, rules, event.role(), event.prefixes());
            report.remarks().forEach(log::notice);
            report.failures().forEach((prefix, e) -> log.failure(prefix.toString(), e));
            log.run(
                    context == null ? "" : context.getAwsRequestId(),
                    report.counts(),
                    store.requests().since(before));
            if (!report.failures().isEmpty()) {
                throw new ProducerFailedException(report.failures().values());
            }
            return report.counts();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
