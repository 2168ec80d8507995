package dev.s3logkit.local.aggregate;

import dev.s3logkit.aggregator.AggregateReport;
import dev.s3logkit.aggregator.Aggregator;
import dev.s3logkit.aggregator.AggregatorConfig;
import dev.s3logkit.aggregator.LogSource;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.s3.SdkObjectStore;
import dev.s3logkit.local.logs.Progress;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `aggregate`: stages log objects, files and tarballs by the time of their events.
@Command(
        name = "aggregate",
        description = {
            "Reads access logs and stages their lines by event time, one fragment per window.",
            "What was staged before, by whatever way, is counted once when it is written out"
                    + " with `transform`. Settings are the S3LOGS_ variables of the environment.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit aggregate --staging /tmp/staging downloaded-logs/",
            "  s3logkit aggregate --staging /tmp/staging s3://my-logs/prefix/",
            "  s3logkit aggregate --staging /tmp/staging s3://my-logs/rollup-2026-02-05-0a1b2c3d.tgz",
            "  s3logkit aggregate --staging /mnt/s3logs/stagging /mnt/s3logs/stagging"
                    + "   (files of the system before)"
        },
        mixinStandardHelpOptions = true)
public final class AggregateCommand implements Callable<Integer> {

    /// Sources and bytes that go into one batch, and so into one fragment per window.
    private static final int BATCH_SOURCES = 1_000;

    private static final long BATCH_BYTES = 1L << 30;

    private final CommandContext context;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--staging",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "the staging folder (default: S3LOGS_STAGING_ROOT_PATH)")
    private @Nullable String staging;

    @Option(
            names = "--fragment-compression",
            paramLabel = "none|zstd",
            scope = ScopeType.INHERIT,
            description = "how fragments are stored (default: zstd)")
    private @Nullable String compression;

    @Option(
            names = "--as",
            paramLabel = "s3://BUCKET/PREFIX/",
            scope = ScopeType.INHERIT,
            description =
                    "where the files were objects, so that file and object count once; without it a"
                            + " file stands for itself")
    private @Nullable String as;

    @Parameters(
            arity = "0..*",
            paramLabel = "INPUT",
            description =
                    "files, folders, s3:// objects or prefixes; tarballs are read entry by entry")
    private List<String> inputs = List.of();

    public AggregateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (inputs.isEmpty() && spec != null) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: INPUT");
        }
        return run(inputs, null);
    }

    @Command(
            name = "local",
            description = "Stages one file: the form of the system before this one.",
            mixinStandardHelpOptions = true)
    int local(@Parameters(paramLabel = "FILE") String file) throws IOException {
        return run(List.of(file), null);
    }

    @Command(
            name = "s3",
            description = "Stages one object: the form of the system before this one.",
            mixinStandardHelpOptions = true)
    int s3(
            @Option(names = "-r", required = true, paramLabel = "REGION") String region,
            @Option(names = "-b", required = true, paramLabel = "BUCKET") String bucket,
            @Option(names = "-k", required = true, paramLabel = "KEY") String key)
            throws IOException {
        return run(List.of(new S3Uri(bucket, key).toString()), region);
    }

    private int run(List<String> arguments, @Nullable String region) throws IOException {
        Map<String, @Nullable String> options = new LinkedHashMap<>();
        options.put("S3LOGS_STAGING_ROOT_PATH", staging);
        options.put("S3LOGS_STAGING_COMPRESSION", compression);
        options.put("AWS_REGION", region);
        Map<String, String> variables = context.variables(options);
        AggregatorConfig config = AggregatorConfig.of(variables);
        config.notices().forEach(context.streams().err()::println);
        try (LazyStore store = new LazyStore(variables)) {
            Batches batches = new Batches(config);
            AggregateInputs found =
                    new AggregateInputs(config, store::get, as == null ? null : S3Uri.parse(as));
            for (String argument : arguments) {
                found.find(argument, batches::add);
            }
            batches.flush();
            batches.progress.clear();
            RequestCounts requests = store.requests();
            Map<String, Long> counts = batches.counts();
            counts.put("requests_get", requests.get());
            context.result(counts, requests.estimatedCostUsd());
            return batches.failed ? 1 : 0;
        }
    }

    /// Gathers sources into batches and stages each.
    private final class Batches {
        private final Aggregator aggregator;
        private final Progress progress = new Progress(context.streams());
        private final List<LogSource> waiting = new ArrayList<>();
        private final Map<String, Long> totals = new LinkedHashMap<>();
        private long waitingBytes;
        private boolean failed;

        Batches(AggregatorConfig config) {
            this.aggregator = new Aggregator(config, Clock.systemUTC());
        }

        void add(LogSource source, long size) throws IOException {
            progress.expect(size);
            waiting.add(new WatchedSource(source, progress));
            waitingBytes += size;
            if (waiting.size() >= BATCH_SOURCES || waitingBytes >= BATCH_BYTES) {
                flush();
            }
        }

        void flush() throws IOException {
            AggregateReport report = aggregator.aggregate(waiting, () -> true);
            report.counts().forEach((name, count) -> totals.merge(name, count, Long::sum));
            report.failures()
                    .forEach(
                            (name, failure) -> {
                                failed = true;
                                progress.clear();
                                context.streams().err().println(describe(name, failure));
                            });
            waiting.clear();
            waitingBytes = 0;
        }

        private static String describe(String name, IOException failure) {
            String message = String.valueOf(failure.getMessage());
            return message.contains(name) ? message : name + ": " + message;
        }

        Map<String, Long> counts() {
            return totals;
        }
    }

    /// A store that is made when it is needed: files need no credentials.
    private static final class LazyStore implements AutoCloseable {
        private final Map<String, String> variables;
        private @Nullable ObjectStore store;

        LazyStore(Map<String, String> variables) {
            this.variables = variables;
        }

        ObjectStore get() {
            ObjectStore made = store;
            if (made == null) {
                made = SdkObjectStore.create(variables);
                store = made;
            }
            return made;
        }

        RequestCounts requests() {
            return store == null ? new RequestCounts(0, 0, 0, 0, 0, 0, 0) : store.requests();
        }

        @Override
        public void close() {
            if (store != null) {
                store.close();
            }
        }
    }
}
