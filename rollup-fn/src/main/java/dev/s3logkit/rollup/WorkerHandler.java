package dev.s3logkit.rollup;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.s3logkit.common.event.BatchOutcome;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.rollup.task.RollupTask;
import dev.s3logkit.rollup.task.TaskMessage;
import dev.s3logkit.rollup.work.Worker;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rolls up the tasks of a batch of messages, one after the other. A message fails when it is no
/// task, or when its task has to be tried again; the others are done.
public final class WorkerHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

    /// Time kept back for ending uploads that do not get done.
    private static final int RESERVE_MILLIS = 20_000;

    private final Worker worker;
    private final RoleStores stores;
    private final RunLog log;

    public WorkerHandler() {
        this(System.getenv());
    }

    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public WorkerHandler(Map<String, String> environment) {
        this(
                RollupConfig.of(environment),
                new RoleStores(environment),
                RunLog.of("rollup-worker", environment),
                Clock.systemUTC());
    }

    WorkerHandler(RollupConfig config, RoleStores stores, RunLog log, Clock clock) {
        this.worker = new Worker(config.work(), clock);
        this.stores = stores;
        this.log = log;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        Map<String, Long> counts = new LinkedHashMap<>();
        RequestCounts[] requests = {RequestCounts.ZERO};
        List<SQSEvent.SQSMessage> messages =
                event.getRecords() == null ? List.of() : event.getRecords();
        BatchOutcome outcome =
                BatchOutcome.process(
                        messages,
                        SQSEvent.SQSMessage::getMessageId,
                        message -> {
                            String body = message.getBody() == null ? "" : message.getBody();
                            RollupTask task = TaskMessage.parse(body);
                            ObjectStore store = stores.of(task.role());
                            RequestCounts before = store.requests();
                            try {
                                worker.run(
                                                task,
                                                store,
                                                () ->
                                                        context.getRemainingTimeInMillis()
                                                                > RESERVE_MILLIS)
                                        .counts()
                                        .forEach((name, n) -> counts.merge(name, n, Long::sum));
                            } finally {
                                requests[0] = requests[0].plus(store.requests().since(before));
                            }
                        });
        outcome.failures().forEach(f -> log.failure("message " + f.id(), f.reason()));
        counts.put("messages", (long) messages.size());
        counts.put("messages_failed", (long) outcome.failedIds().size());
        log.run(context.getAwsRequestId(), counts, requests[0]);
        return new SQSBatchResponse(
                outcome.failedIds().stream().map(SQSBatchResponse.BatchItemFailure::new).toList());
    }
}
