package dev.s3logkit.local.rollup;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.rollup.RoleStores;
import dev.s3logkit.rollup.RollupConfig;
import dev.s3logkit.rollup.queue.SqsTaskQueue;
import dev.s3logkit.rollup.task.RollupTask;
import dev.s3logkit.rollup.task.TaskMessage;
import dev.s3logkit.rollup.work.Worker;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// `rollup worker`: takes tasks from a queue and does them.
@Command(
        name = "worker",
        description = {
            "Takes tasks from a queue and makes each one tarball, until the queue stays empty. A task"
                    + " that fails stays in the queue and is delivered again.",
            ""
        },
        footer = {"", "Example:", "  s3logkit rollup worker --queue-name s3logkit-rollup --delete"},
        mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {

    /// How long a task is hidden from other workers, and may take at the most.
    private static final Duration HIDDEN = Duration.ofMinutes(30);

    private static final Duration RESERVE = Duration.ofMinutes(1);

    private final CommandContext context;

    @Mixin private final WorkOptions work = new WorkOptions();

    @Option(
            names = "--queue-name",
            paramLabel = "NAME",
            required = true,
            description = "the queue that the producer sends to")
    private String queueName = "";

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "ends after so many tasks, failed ones included")
    private @Nullable Integer count;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description =
                    "how long the queue has to be empty, at most 20 (default: ${DEFAULT-VALUE})")
    private int waitSeconds;

    WorkerCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> variables = context.variables(work.variables());
        Worker worker = new Worker(RollupConfig.of(variables).work(), Clock.systemUTC());
        Told told = new Told(context);
        RequestCounts requests = RequestCounts.ZERO;
        try (RoleStores stores = new RoleStores(variables);
                SqsClient sqs = SqsTaskQueue.client(variables)) {
            String url = SqsTaskQueue.open(sqs, queueName).url();
            for (int taken = 0; count == null || taken < count; taken++) {
                List<Message> messages =
                        sqs.receiveMessage(
                                        receive ->
                                                receive.queueUrl(url)
                                                        .maxNumberOfMessages(1)
                                                        .waitTimeSeconds(waitSeconds)
                                                        .visibilityTimeout(
                                                                (int) HIDDEN.toSeconds()))
                                .messages();
                if (messages.isEmpty()) {
                    break;
                }
                Message message = messages.getFirst();
                try {
                    requests = requests.plus(run(worker, stores, message.body(), told));
                    sqs.deleteMessage(
                            delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
                } catch (IOException e) {
                    told.failed("message " + message.messageId(), e);
                }
            }
        } catch (SdkException e) {
            throw new IOException("queue " + queueName + ": " + e.getMessage(), e);
        }
        return told.end(requests);
    }

    private static RequestCounts run(Worker worker, RoleStores stores, String body, Told told)
            throws IOException {
        RollupTask task = TaskMessage.parse(body);
        ObjectStore store = stores.of(task.role());
        RequestCounts before = store.requests();
        long end = System.nanoTime() + HIDDEN.minus(RESERVE).toNanos();
        told.done(task, worker.run(task, store, () -> System.nanoTime() < end));
        return store.requests().since(before);
    }
}
