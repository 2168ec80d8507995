package dev.s3logkit.aggregator;

import dev.s3logkit.aggregator.staging.SectionSink;
import dev.s3logkit.aggregator.staging.SourceId;
import dev.s3logkit.aggregator.staging.StagingBatch;
import dev.s3logkit.common.accesslog.LineCounts;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Staging batches one after the other, so that memory is bounded whatever the number of logs: when
/// one is full it is finished, which waits for the logs that are being read. Mostly there is one.
final class BatchSeries implements AutoCloseable {

    private final AggregatorConfig config;
    private final Clock clock;

    /// Held shared while a log is read into the batch, and exclusively to replace it.
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private final Map<SourceId, IOException> unstaged = new HashMap<>();
    private StagingBatch batch;
    private int fragments;
    private boolean finishing;

    /// Reads a log.
    @FunctionalInterface
    interface Filler {

        /// Fills the section to its end and tells what it is.
        Log fill(SectionSink section) throws IOException;
    }

    /// A log that has been read.
    record Log(SourceId id, LineCounts lines) {}

    BatchSeries(AggregatorConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.batch = newBatch();
    }

    private StagingBatch newBatch() {
        return new StagingBatch(
                config.layout(), config.compression(), clock, StagingBatch.DEFAULT_MEMORY);
    }

    /// Stages one log; it counts when the filler returns.
    LineCounts stage(String name, Instant lastModified, Filler filler) throws IOException {
        boolean full = false;
        lock.readLock().lock();
        try {
            StagingBatch current = batch;
            try {
                SectionSink section = current.section(name, lastModified);
                Log log = filler.fill(section);
                current.complete(section, log.id());
                return log.lines();
            } finally {
                full = current.isFull();
            }
        } finally {
            lock.readLock().unlock();
            if (full) {
                replace();
            }
        }
    }

    private void replace() throws IOException {
        lock.writeLock().lock();
        try {
            if (batch.isFull()) {
                finishBatch();
                batch = newBatch();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void finishBatch() throws IOException {
        if (finishing) {
            throw new IOException("an earlier batch could not be finished");
        }
        // Stays true when finishing throws: then nobody knows what of the batch is staged.
        finishing = true;
        unstaged.putAll(batch.finish());
        fragments += batch.fragments();
        batch.close();
        finishing = false;
    }

    /// Makes all that was staged visible.
    ///
    /// @return for each source that is not safely staged, why; all others are
    Map<SourceId, IOException> finish() throws IOException {
        finishBatch();
        return unstaged;
    }

    /// Fragments made visible.
    int fragments() {
        return fragments;
    }

    /// Removes the temporary files of what was not finished.
    @Override
    public void close() {
        batch.close();
    }
}
