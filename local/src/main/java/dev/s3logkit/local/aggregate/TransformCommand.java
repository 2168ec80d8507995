package dev.s3logkit.local.aggregate;

import dev.s3logkit.aggregator.AggregateReport;
import dev.s3logkit.aggregator.Aggregator;
import dev.s3logkit.aggregator.AggregatorConfig;
import dev.s3logkit.aggregator.FileLogSource;
import dev.s3logkit.aggregator.Outputs;
import dev.s3logkit.aggregator.transform.FolderOutputTarget;
import dev.s3logkit.aggregator.transform.OutputTarget;
import dev.s3logkit.aggregator.transform.TransformReport;
import dev.s3logkit.aggregator.transform.Transformer;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `transform`: writes staged lines out, sorted, deduplicated, one file per window.
@Command(
        name = "transform",
        description = {
            "Writes staged lines out: sorted by time, each once, one file per window.",
            "Windows that still receive lines wait; stopped at any point, the next run goes on.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit transform --staging /tmp/staging --output /tmp/partitions --now",
            "  s3logkit transform --staging /tmp/staging --output s3://my-partitions/access/"
        },
        mixinStandardHelpOptions = true)
public final class TransformCommand implements Callable<Integer> {

    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final CommandContext context;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--staging",
            paramLabel = "DIR",
            description = "the staging folder (default: S3LOGS_STAGING_ROOT_PATH)")
    private @Nullable String staging;

    @Option(
            names = "--output",
            paramLabel = "DIR|s3://…",
            description = "where the files go (default: S3LOGS_TRANSFORM_OUTPUT_BUCKET)")
    private @Nullable String output;

    @Option(
            names = "--format",
            paramLabel = "gz|zst",
            converter = Choices.Format.class,
            description = "text, compressed so (default: S3LOGS_TRANSFORM_OUTPUT_FORMAT, or gz)")
    private @Nullable String format;

    @Option(names = "--now", description = "takes windows that still receive lines, too")
    private boolean now;

    @Option(names = "-r", paramLabel = "REGION", description = "region of the output bucket")
    private @Nullable String region;

    @Option(names = "-b", paramLabel = "BUCKET", description = "output bucket")
    private @Nullable String bucket;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description =
                    "a staging file of the system before this one: is staged first, and all is"
                            + " written out at once")
    private @Nullable Path file;

    public TransformCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (output != null && bucket != null && spec != null) {
            throw new ParameterException(
                    spec.commandLine(), "--output and -b both say where to write; give one");
        }
        Map<String, @Nullable String> options = new LinkedHashMap<>();
        options.put("S3LOGS_STAGING_ROOT_PATH", staging);
        options.put("S3LOGS_TRANSFORM_OUTPUT_FORMAT", format);
        options.put("AWS_REGION", region);
        Map<String, String> variables = context.variables(options);
        AggregatorConfig config = AggregatorConfig.of(variables);
        config.notices().forEach(context.streams().err()::println);
        boolean targetNamed = output != null || bucket != null || config.outputBucket() != null;
        if (!targetNamed && spec != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Say where to write: --output, -b or S3LOGS_TRANSFORM_OUTPUT_BUCKET");
        }
        if (output != null && !S3Uri.isS3(output)) {
            return run(
                    config, new FolderOutputTarget(Path.of(output, config.outputPrefix())), null);
        }
        try (ObjectStore store = S3ObjectStore.create(variables)) {
            S3Uri uri = output == null ? null : S3Uri.parse(output);
            OutputTarget target =
                    uri == null
                            ? Outputs.s3(config, store, bucket, null)
                            : Outputs.s3(
                                    config,
                                    store,
                                    uri.bucket(),
                                    uri.key().isEmpty() ? null : uri.key());
            return run(config, target, store);
        }
    }

    private int run(AggregatorConfig config, OutputTarget target, @Nullable ObjectStore store)
            throws IOException {
        Path root = config.layout().root();
        if (file == null && !Files.isDirectory(root)) {
            throw new FileNotFoundException(
                    "%s: no such staging folder (looked for %s); --staging names another"
                            .formatted(root, root.toAbsolutePath()));
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        boolean failed = false;
        if (file != null) {
            AggregateReport staged =
                    new Aggregator(config, Clock.systemUTC())
                            .aggregate(List.of(new FileLogSource(file, null)), () -> true);
            staged.failures().forEach((name, e) -> err().println(CommandContext.describe(name, e)));
            failed = !staged.failures().isEmpty();
            staged.counts().forEach((name, count) -> counts.put("taken_in_" + name, count));
        }
        TransformReport report =
                Outputs.transformer(config, target, Clock.systemUTC())
                        .run(now || file != null, () -> true, new Listener());
        counts.putAll(report.counts());
        RequestCounts requests =
                store == null ? new RequestCounts(0, 0, 0, 0, 0, 0, 0) : store.requests();
        counts.put("requests_put", requests.put());
        if (report.waiting() > 0) {
            err().printf(
                            Locale.ROOT,
                            "%d windows still receive lines; --now writes them out all the same.%n",
                            report.waiting());
        }
        context.result(counts, requests.estimatedCostUsd());
        return failed || report.failed() > 0 ? 1 : 0;
    }

    private PrintStream err() {
        return context.streams().err();
    }

    private final class Listener implements Transformer.Listener {
        private long due = System.nanoTime() + LINE_NANOS;

        @Override
        public void failed(String group, Exception failure) {
            err().println(group + ": " + failure.getMessage());
        }

        @Override
        public void finished(String group, TransformReport report) {
            if (System.nanoTime() - due > 0) {
                due = System.nanoTime() + LINE_NANOS;
                err().printf(
                                Locale.ROOT,
                                "written %,d lines into %,d files, now at %s%n",
                                report.records(),
                                report.outputs(),
                                group);
            }
        }
    }
}
