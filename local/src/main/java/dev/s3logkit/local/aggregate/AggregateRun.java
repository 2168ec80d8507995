package dev.s3logkit.local.aggregate;

import dev.s3logkit.aggregator.AggregateReport;
import dev.s3logkit.aggregator.Aggregator;
import dev.s3logkit.aggregator.AggregatorConfig;
import dev.s3logkit.aggregator.LogSource;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.local.logs.Progress;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One run of `aggregate`, whatever form it was asked for in.
final class AggregateRun {

    /// Sources and bytes that go into one batch, and so into one fragment per window.
    private static final int BATCH_SOURCES = 1_000;

    private static final long BATCH_BYTES = 1L << 30;

    private final CommandContext context;
    private final @Nullable String staging;
    private final @Nullable String compression;
    private final @Nullable S3Uri as;
    private final @Nullable String region;

    /// What was not given is null: the environment decides.
    AggregateRun(
            CommandContext context,
            @Nullable String staging,
            @Nullable String compression,
            @Nullable S3Uri as,
            @Nullable String region) {
        this.context = context;
        this.staging = staging;
        this.compression = compression;
        this.as = as;
        this.region = region;
    }

    /// Stages everything and writes the counts.
    ///
    /// @return the exit code
    int run(List<String> arguments) throws IOException {
        Map<String, @Nullable String> options = new LinkedHashMap<>();
        options.put("S3LOGS_STAGING_ROOT_PATH", staging);
        options.put("S3LOGS_STAGING_COMPRESSION", compression);
        options.put("AWS_REGION", region);
        Map<String, String> variables = context.variables(options);
        AggregatorConfig config = AggregatorConfig.of(variables);
        config.notices().forEach(context.streams().err()::println);
        try (LazyStore store = new LazyStore(variables)) {
            Batches batches = new Batches(config);
            AggregateInputs found = new AggregateInputs(config, store::get, as);
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
                                context.streams()
                                        .err()
                                        .println(CommandContext.describe(name, failure));
                            });
            waiting.clear();
            waitingBytes = 0;
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
                made = S3ObjectStore.create(variables);
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
