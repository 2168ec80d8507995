package dev.s3logkit.aggregator.staging;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// One batch of source objects on its way into the staging folder: one fragment per partition.
///
/// Sections may be filled by several threads, each section by one. A section counts only when it
/// was completed; [#finish()] then makes all fragments visible, each at once.
public final class StagingBatch implements AutoCloseable {

    /// Bytes of lines that a batch holds in memory before it writes the fullest partitions out.
    public static final long DEFAULT_MEMORY = 48L << 20;

    private final StagingLayout layout;
    private final Clock clock;
    private final long memory;
    private final BlockCompressor compressor;
    private final Map<Partition, FragmentWriter> writers = new ConcurrentHashMap<>();
    private final Map<Integer, SourceId> complete = new ConcurrentHashMap<>();
    private final AtomicInteger nextSection = new AtomicInteger();
    private final AtomicLong held = new AtomicLong();
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
                this, nextSection.getAndIncrement(), objectName, lastModified.getEpochSecond());
    }

    /// Declares a section complete: length and checksum of its source were right.
    public void complete(SectionSink section, SourceId source) {
        complete.put(section.number(), source);
    }

    StagingLayout layout() {
        return layout;
    }

    FragmentWriter writer(Partition partition) {
        return writers.computeIfAbsent(
                partition,
                p ->
                        new FragmentWriter(
                                StagingLayout.fragments(layout.root(), layout.groupOf(p)),
                                FragmentName.create(p, clock.millis()),
                                compressor));
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
        Map<SourceId, IOException> failed = new HashMap<>();
        Set<Path> folders = new LinkedHashSet<>();
        for (FragmentWriter writer : writers.values()) {
            try {
                if (writer.finish(complete::get)) {
                    fragments++;
                    folders.add(
                            StagingLayout.fragments(
                                    layout.root(), layout.groupOf(writer.name().partition())));
                }
            } catch (IOException e) {
                for (int section : writer.sections()) {
                    SourceId source = complete.get(section);
                    if (source != null) {
                        failed.putIfAbsent(source, e);
                    }
                }
            }
        }
        for (Path folder : folders) {
            force(folder);
        }
        return failed;
    }

    /// Forces the new names to disk too. Where folders cannot be opened (they can on Linux), the
    /// rename is as durable as the system makes it.
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            if (Files.isDirectory(folder)) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /// Fragments made visible.
    public int fragments() {
        return fragments;
    }

    /// Removes the temporary files of what was not finished.
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (FragmentWriter writer : writers.values()) {
            try {
                writer.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        compressor.close();
        if (failure != null) {
            throw failure;
        }
    }
}
