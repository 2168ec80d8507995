package dev.s3logkit.aggregator.staging;

import dev.s3logkit.common.LimitExceededException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// One batch of source objects on its way into the staging folder: one fragment per partition.
///
/// Sections may be filled by several threads, each section by one. A section counts only when it
/// was completed; [#finish()] then makes all fragments visible, each at once.
public final class StagingBatch implements AutoCloseable {

    /// Bytes of lines that a batch holds in memory before it writes the fullest partitions out.
    public static final long DEFAULT_MEMORY = 48L << 20;

    /// Bytes of index (which section has lines where) after which a batch should be finished and
    /// another one begun. It keeps footers small too, which are read whole.
    private static final long FULL_INDEX = 8L << 20;

    /// Bytes of index that a batch may take at most: it cannot be spilled.
    private static final long MAX_INDEX = Math.max(32L << 20, Runtime.getRuntime().maxMemory() / 4);

    /// Fragments finished at once: each waits for the disk, which on EFS takes tens of
    /// milliseconds.
    private static final int FINISHING = 16;

    private static final int WRITER_BYTES = 1 << 10;
    private static final int SECTION_BYTES = 256;

    /// Times beyond these have no name of eight digits in every time zone. No event is there.
    private static final long MIN_SECOND = Instant.parse("0001-03-01T00:00:00Z").getEpochSecond();

    private static final long MAX_SECOND = Instant.parse("9999-11-01T00:00:00Z").getEpochSecond();

    private final StagingLayout layout;
    private final Clock clock;
    private final long memory;
    private final BlockCompressor compressor;
    private final Map<Partition, FragmentWriter> writers = new ConcurrentHashMap<>();
    private final Map<Integer, SourceId> complete = new ConcurrentHashMap<>();
    private final AtomicInteger nextSection = new AtomicInteger();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong index = new AtomicLong();
    private int fragments;

    /// @param memory bytes of lines held before the fullest partitions are written out
    public StagingBatch(
            StagingLayout layout, FragmentCompression compression, Clock clock, long memory) {
        this.layout = layout;
        this.clock = clock;
        this.memory = memory;
        this.compressor = new BlockCompressor(compression);
    }

    /// Starts the section of one source object.
    ///
    /// @param objectName names the object in its rejects
    /// @param lastModified decides the partition of its rejects
    public SectionSink section(String objectName, Instant lastModified) {
        return new SectionSink(
                this,
                nextSection.getAndIncrement(),
                objectName,
                nameable(lastModified.getEpochSecond()));
    }

    /// The second, or the nearest one that can stand in a name.
    static long nameable(long epochSecond) {
        return Math.clamp(epochSecond, MIN_SECOND, MAX_SECOND);
    }

    /// Whether the batch should be finished as soon as its sections are, since its index is large.
    public boolean isFull() {
        return index.get() > FULL_INDEX;
    }

    /// Called for each piece of a section, since only its number of windows can make an index so
    /// large.
    void requireRoom(String objectName) throws LimitExceededException {
        if (index.get() > MAX_INDEX) {
            throw new LimitExceededException(
                    objectName + ": lines in too many windows; memory for their index, bytes",
                    index.get(),
                    MAX_INDEX);
        }
    }

    /// Declares a section complete: length and checksum of its source were right.
    public void complete(SectionSink section, SourceId source) {
        complete.put(section.number(), source);
        index.addAndGet(
                SECTION_BYTES
                        + source.bucket().length()
                        + source.key().length()
                        + source.etag().length());
    }

    StagingLayout layout() {
        return layout;
    }

    FragmentWriter writer(Partition partition) {
        return writers.computeIfAbsent(
                partition,
                p -> {
                    index.addAndGet(WRITER_BYTES);
                    return new FragmentWriter(
                            StagingLayout.fragments(layout.root(), layout.groupOf(p)),
                            FragmentName.create(p, clock.millis()),
                            compressor,
                            index);
                });
    }

    void append(FragmentWriter writer, int section, byte[] lines, int from, int to, int count)
            throws IOException {
        if (held.addAndGet(writer.append(section, lines, from, to, count)) > memory) {
            spill();
        }
    }

    /// One thread writes out for all; the others go on, which the memory's headroom allows.
    private synchronized void spill() throws IOException {
        if (held.get() <= memory) {
            return;
        }
        List<FragmentWriter> fullest = new ArrayList<>(writers.values());
        Map<FragmentWriter, Integer> sizes = new HashMap<>();
        fullest.forEach(w -> sizes.put(w, w.held()));
        fullest.sort(Comparator.comparing(sizes::get).reversed());
        for (FragmentWriter writer : fullest) {
            if (held.addAndGet(writer.spill()) <= memory / 2) {
                return;
            }
        }
    }

    /// Writes every fragment to disk and makes it visible.
    ///
    /// @return for each source that is not safely staged, why; all others are
    public Map<SourceId, IOException> finish() {
        Map<SourceId, IOException> failed = new ConcurrentHashMap<>();
        Map<Path, List<FragmentWriter>> finished = new ConcurrentHashMap<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(FINISHING, Thread.ofVirtual().factory())) {
            for (FragmentWriter writer : writers.values()) {
                threads.execute(() -> finish(writer, finished, failed));
            }
        }
        finished.forEach(
                (folder, made) -> {
                    try {
                        StagingLayout.force(folder);
                        fragments += made.size();
                    } catch (IOException e) {
                        made.forEach(writer -> fail(writer, e, failed));
                    }
                });
        return failed;
    }

    private void finish(
            FragmentWriter writer,
            Map<Path, List<FragmentWriter>> finished,
            Map<SourceId, IOException> failed) {
        try {
            if (writer.finish(complete::get)) {
                finished.computeIfAbsent(
                                writer.folder(),
                                _ -> Collections.synchronizedList(new ArrayList<>()))
                        .add(writer);
            }
        } catch (IOException e) {
            fail(writer, e, failed);
        } catch (Throwable e) {
            // Whatever it is, its lines are not staged, and must not pass for staged.
            fail(writer, new IOException(writer.folder() + ": " + e, e), failed);
        }
    }

    private void fail(FragmentWriter writer, IOException e, Map<SourceId, IOException> failed) {
        for (int section : writer.sections()) {
            SourceId source = complete.get(section);
            if (source != null) {
                failed.putIfAbsent(source, e);
            }
        }
    }

    /// Fragments made visible.
    public int fragments() {
        return fragments;
    }

    /// Removes the temporary files of what was not finished.
    @Override
    public void close() {
        for (FragmentWriter writer : writers.values()) {
            try {
                writer.close();
            } catch (IOException e) {
                // It is swept in a day, and must not make what is staged pass for failed.
            }
        }
        compressor.close();
    }
}
