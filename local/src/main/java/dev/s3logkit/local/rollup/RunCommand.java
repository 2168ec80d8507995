package dev.s3logkit.local.rollup;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.rollup.RoleStores;
import dev.s3logkit.rollup.RollupConfig;
import dev.s3logkit.rollup.find.LogFinder;
import dev.s3logkit.rollup.queue.TaskQueue;
import dev.s3logkit.rollup.task.RollupTask;
import dev.s3logkit.rollup.work.Worker;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `rollup run`: finds and rolls up in one process, without a queue.
@Command(
        name = "run",
        description = {
            "Finds the logs of past days below the prefixes and rolls them up, without a queue.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit rollup run s3://my-logs/example.com/",
            "  s3logkit rollup run --delete --format tar.zst s3://my-logs/2022"
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private final FindOptions find = new FindOptions();
    @Mixin private final WorkOptions work = new WorkOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "PREFIX",
            converter = FindOptions.Prefix.class,
            description = "s3:// URLs that the logs start with; one may end inside a name")
    private List<S3Uri> prefixes = List.of();

    RunCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, @Nullable String> options = new HashMap<>(find.variables());
        options.putAll(work.variables());
        Map<String, String> variables = context.variables(options);
        RollupConfig config = RollupConfig.of(variables);
        Worker worker = new Worker(config.work(), Clock.systemUTC());
        Told told = new Told(context);
        try (RoleStores stores = new RoleStores(variables)) {
            ObjectStore store = stores.of(find.role());
            LogFinder finder =
                    new LogFinder(
                            store, null, FindOptions.rules(config), TaskQueue.MAX_BATCH_BYTES);
            told.found(
                    finder.find(
                            find.role(),
                            prefixes,
                            task -> run(worker, task, stores.of(find.role()), told)));
            return told.end(store.requests());
        }
    }

    private static void run(Worker worker, RollupTask task, ObjectStore store, Told told) {
        try {
            told.done(task, worker.run(task, store, () -> true));
        } catch (IOException e) {
            told.failed(task.prefix().append(task.day().toString()).toString(), e);
        }
    }
}
