package dev.s3logkit.aggregator;

import dev.s3logkit.aggregator.staging.SectionSink;
import dev.s3logkit.aggregator.staging.SourceId;
import dev.s3logkit.aggregator.staging.StagingBatch;
import dev.s3logkit.common.accesslog.AccessLogReader;
import dev.s3logkit.common.accesslog.LineCounts;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/// Stages batches of sources: reads them concurrently, partitions their lines by event time, and
/// makes one fragment per partition. Safe for use by several threads.
public final class Aggregator {

    private static final int READ_BUFFER = 256 << 10;

    private final AggregatorConfig config;
    private final Clock clock;
    private final ConcurrentLinkedQueue<AccessLogReader> readers = new ConcurrentLinkedQueue<>();

    public Aggregator(AggregatorConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /// Stages a batch. A source that fails leaves no trace and keeps no other from being staged.
    ///
    /// @param goOn asked before each source; when false, the sources left fail as out of time
    public AggregateReport aggregate(List<? extends LogSource> sources, BooleanSupplier goOn)
            throws IOException {
        Map<String, IOException> failures = new ConcurrentHashMap<>();
        List<Intake> intakes = new ArrayList<>();
        try (StagingBatch batch =
                new StagingBatch(
                        config.layout(),
                        config.compression(),
                        clock,
                        StagingBatch.DEFAULT_MEMORY)) {
            Semaphore permits = new Semaphore(config.concurrency());
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (LogSource source : sources) {
                    Intake intake = new Intake(batch, source.name());
                    intakes.add(intake);
                    permits.acquireUninterruptibly();
                    threads.execute(
                            () -> {
                                try {
                                    stage(source, intake, goOn);
                                } catch (IOException e) {
                                    failures.put(source.name(), e);
                                } catch (Throwable e) {
                                    // Whatever it is, the source is not staged, and must not pass
                                    // for staged.
                                    failures.put(
                                            source.name(),
                                            new IOException(source.name() + ": " + e, e));
                                } finally {
                                    permits.release();
                                }
                            });
                }
            }
            Map<SourceId, IOException> unstaged = batch.finish();
            return report(sources.size(), intakes, failures, unstaged, batch.fragments());
        }
    }

    private static void stage(LogSource source, Intake intake, BooleanSupplier goOn)
            throws IOException {
        if (!goOn.getAsBoolean()) {
            throw new IOException(source.name() + ": out of time before it was read");
        }
        source.stage(intake);
    }

    private static AggregateReport report(
            int sources,
            List<Intake> intakes,
            Map<String, IOException> failures,
            Map<SourceId, IOException> unstaged,
            int fragments) {
        LineCounts lines = new LineCounts(0, 0, 0);
        long logs = 0;
        for (Intake intake : intakes) {
            for (SourceId id : intake.ids) {
                IOException failure = unstaged.get(id);
                if (failure != null) {
                    failures.putIfAbsent(intake.source, failure);
                }
            }
            if (!failures.containsKey(intake.source)) {
                lines = lines.plus(intake.lines);
                logs += intake.ids.size();
            }
        }
        return new AggregateReport(sources, failures, logs, lines, fragments);
    }

    /// Reads the logs of one source, on one thread.
    private final class Intake implements LogSource.Intake {
        private final StagingBatch batch;
        private final String source;
        private final List<SourceId> ids = new ArrayList<>();
        private LineCounts lines = new LineCounts(0, 0, 0);

        Intake(StagingBatch batch, String source) {
            this.batch = batch;
            this.source = source;
        }

        @Override
        public LineCounts take(
                String name, Instant lastModified, InputStream body, LogSource.Identity id)
                throws IOException {
            AccessLogReader reader = readers.poll();
            if (reader == null) {
                reader = new AccessLogReader(READ_BUFFER);
            }
            try {
                SectionSink section = batch.section(name, lastModified);
                LineCounts counts = reader.read(body, section);
                SourceId identity = id.get();
                batch.complete(section, identity);
                ids.add(identity);
                lines = lines.plus(counts);
                return counts;
            } finally {
                readers.add(reader);
            }
        }
    }
}
