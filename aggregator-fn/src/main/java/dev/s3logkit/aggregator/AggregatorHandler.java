package dev.s3logkit.aggregator;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.s3logkit.aggregator.transform.OwnOutputs;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.event.BatchOutcome;
import dev.s3logkit.common.event.ObjectEvent;
import dev.s3logkit.common.event.S3Notification;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.telemetry.RunLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Stages the log objects that a batch of S3 notifications names. A message fails when it is no S3
/// notification, or when any object that it names could not be staged; the others are done.
public final class AggregatorHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

    /// Time kept back for writing the fragments of what was read.
    private static final int RESERVE_MILLIS = 20_000;

    private final Aggregator aggregator;
    private final ObjectStore store;
    private final RunLog log;

    public AggregatorHandler() {
        this(System.getenv());
    }

    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public AggregatorHandler(Map<String, String> environment) {
        this(
                AggregatorConfig.of(environment),
                S3ObjectStore.create(environment),
                RunLog.of("aggregator", environment));
    }

    AggregatorHandler(AggregatorConfig config, ObjectStore store, RunLog log) {
        this.aggregator = new Aggregator(config, Clock.systemUTC());
        this.store = store;
        this.log = log;
        config.notices().forEach(log::notice);
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        RequestCounts before = store.requests();
        BatchOutcome outcome = new BatchOutcome();
        Map<String, List<S3Uri>> objects = new HashMap<>();
        long ownOutputs = 0;
        List<SQSEvent.SQSMessage> messages =
                event.getRecords() == null ? List.of() : event.getRecords();
        for (SQSEvent.SQSMessage message : messages) {
            List<S3Uri> named =
                    objects.computeIfAbsent(message.getMessageId(), _ -> new ArrayList<>());
            String body = message.getBody() == null ? "" : message.getBody();
            try {
                for (ObjectEvent object : S3Notification.parse(body).events()) {
                    if (object.created() && OwnOutputs.isOwn(object.object().key())) {
                        ownOutputs++;
                    } else if (object.created()) {
                        named.add(object.object());
                    }
                }
            } catch (FormatException e) {
                outcome.failed(message.getMessageId(), e);
                log.failure("message " + message.getMessageId(), e);
            }
        }
        Map<String, Long> counts = stage(objects, outcome, context);
        counts.put("messages", (long) messages.size());
        counts.put("messages_failed", (long) outcome.failedIds().size());
        counts.put("own_outputs", ownOutputs);
        log.run(context.getAwsRequestId(), counts, store.requests().since(before));
        return new SQSBatchResponse(
                outcome.failedIds().stream().map(SQSBatchResponse.BatchItemFailure::new).toList());
    }

    private Map<String, Long> stage(
            Map<String, List<S3Uri>> objects, BatchOutcome outcome, Context context) {
        Set<S3Uri> distinct = new LinkedHashSet<>();
        objects.values().forEach(distinct::addAll);
        List<S3LogSource> sources =
                distinct.stream().map(uri -> new S3LogSource(store, uri)).toList();
        AggregateReport report;
        try {
            report =
                    aggregator.aggregate(
                            sources, () -> context.getRemainingTimeInMillis() > RESERVE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        objects.forEach(
                (message, named) -> {
                    for (S3Uri uri : named) {
                        IOException failure = report.failures().get(uri.toString());
                        if (failure != null) {
                            outcome.failed(message, failure);
                        }
                    }
                });
        report.failures().forEach(log::failure);
        return report.counts();
    }
}
