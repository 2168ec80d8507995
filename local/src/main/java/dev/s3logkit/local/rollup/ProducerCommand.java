package dev.s3logkit.local.rollup;

import dev.s3logkit.common.aws.AwsSettings;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.rollup.Producer;
import dev.s3logkit.rollup.RoleStores;
import dev.s3logkit.rollup.RollupConfig;
import dev.s3logkit.rollup.queue.SqsTaskQueue;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sqs.SqsClient;

/// `rollup producer`: finds logs and sends tasks to a queue.
@Command(
        name = "producer",
        description = {
            "Finds the logs of past days below the prefixes and sends them to a queue, as tasks of at"
                    + " most 6,000 logs and 5 GiB. Sending a task twice does no harm.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  s3logkit rollup producer --queue-name s3logkit-rollup --prefixes s3://a/ s3://b/logs/"
        },
        mixinStandardHelpOptions = true)
final class ProducerCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private final FindOptions find = new FindOptions();

    @Option(
            names = "--queue-name",
            paramLabel = "NAME",
            required = true,
            description = "the queue that workers take tasks from")
    private String queueName = "";

    @Option(
            names = "--prefixes",
            paramLabel = "PREFIX",
            arity = "1..*",
            required = true,
            converter = FindOptions.Prefix.class,
            description = "s3:// URLs that the logs start with; one may end inside a name")
    private List<S3Uri> prefixes = List.of();

    ProducerCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> variables = context.variables(find.variables());
        RollupConfig config = RollupConfig.of(variables);
        Told told = new Told(context);
        try (RoleStores stores = new RoleStores(variables);
                SqsClient sqs = SqsTaskQueue.client(variables)) {
            ObjectStore store = stores.of(find.role());
            told.found(
                    Producer.run(
                            store,
                            AwsSettings.of(variables, "S3").region().id(),
                            SqsTaskQueue.open(sqs, queueName),
                            FindOptions.rules(config),
                            find.role(),
                            prefixes));
            return told.end(store.requests());
        }
    }
}
