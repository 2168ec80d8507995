package dev.s3logkit.aggregator;

import dev.s3logkit.aggregator.staging.SourceId;
import dev.s3logkit.common.accesslog.AccessLogReader;
import dev.s3logkit.common.accesslog.LineCounts;
import java.io.FilterInputStream;
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

    /// Stages a batch. A source that fails keeps no other from being staged, and leaves no trace
    /// but whole logs of a tarball, which count when it is staged again.
    ///
    /// @param goOn asked before each source and while it is read; when false, what is not read to
    ///   its end fails as out of time
    public AggregateReport aggregate(List<? extends LogSource> sources, BooleanSupplier goOn)
            throws IOException {
        Map<String, IOException> failures = new ConcurrentHashMap<>();
        List<Intake> intakes = new ArrayList<>();
        try (BatchSeries batches = new BatchSeries(config, clock)) {
            Semaphore permits = new Semaphore(config.concurrency());
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (LogSource source : sources) {
                    Intake intake = new Intake(batches, source.name(), goOn);
                    intakes.add(intake);
                    permits.acquireUninterruptibly();
                    threads.execute(
                            () -> {
                                try {
                                    intake.requireTime();
                                    source.stage(intake);
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
            Map<SourceId, IOException> unstaged = batches.finish();
            return report(sources.size(), intakes, failures, unstaged, batches.fragments());
        }
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

        private final BatchSeries batches;
        private final String source;
        private final BooleanSupplier goOn;
        private final List<SourceId> ids = new ArrayList<>();
        private LineCounts lines = new LineCounts(0, 0, 0);

        Intake(BatchSeries batches, String source, BooleanSupplier goOn) {
            this.batches = batches;
            this.source = source;
            this.goOn = goOn;
        }

        void requireTime() throws IOException {
            if (!goOn.getAsBoolean()) {
                throw new IOException(source + ": out of time before it was read to its end");
            }
        }

        @Override
        public LineCounts take(
                String name, Instant lastModified, InputStream body, LogSource.Identity id)
                throws IOException {
            AccessLogReader pooled = readers.poll();
            AccessLogReader reader = pooled == null ? new AccessLogReader(READ_BUFFER) : pooled;
            try {
                return batches.stage(
                        name,
                        lastModified,
                        section -> {
                            LineCounts counts = reader.read(new TimedStream(body), section);
                            SourceId identity = id.get();
                            ids.add(identity);
                            lines = lines.plus(counts);
                            return new BatchSeries.Log(identity, counts);
                        });
            } finally {
                // One that has grown, and its index with it, would take megabytes for ever.
                if (reader.bufferBytes() == READ_BUFFER) {
                    readers.add(reader);
                }
            }
        }

        /// Ends with an exception when time runs out, so that what is read by then can be kept.
        private final class TimedStream extends FilterInputStream {

            TimedStream(InputStream in) {
                super(in);
            }

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                requireTime();
                return super.read(b, off, len);
            }
        }
    }
}
