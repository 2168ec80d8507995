package dev.s3logkit.common.sort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/// Sorts any number of lines by rank and bytes, drops repeated ones if told to, in bounded memory:
/// what does not fit is spilled as sorted runs, which are merged at the end.
///
/// Used by one thread: [#add] for every line, then [#drain] once.
public final class LineSorter implements AutoCloseable {

    /// Runs merged at once; each costs a small buffer and an open file.
    static final int MAX_RUNS = 64;

    private static final int BYTES_PER_ENTRY = 12;

    private final Path spillFolder;
    private final boolean deduplicate;
    private final int memory;
    private final List<SpillRun> runs = new ArrayList<>();

    private byte[] arena = new byte[64 << 10];
    private int used;
    private int[] offsets = new int[1024];
    private long[] keys = new long[1024];
    private int count;
    private long duplicates;

    /// Receives the lines in order.
    @FunctionalInterface
    public interface Consumer {
        /// Takes one line.
        ///
        /// @param buffer holds one line without its line break; valid during the call only
        void accept(byte[] buffer, int from, int to) throws IOException;
    }

    /// A sorter that holds nothing.
    ///
    /// @param memory bytes of lines and their index held before a run is spilled
    public LineSorter(Path spillFolder, boolean deduplicate, int memory) {
        this.spillFolder = spillFolder;
        this.deduplicate = deduplicate;
        this.memory = memory;
    }

    /// Adds a line, which is copied.
    ///
    /// @param rank what lines are sorted by first, such as a time; not negative
    public void add(int rank, byte[] line, int from, int to) throws IOException {
        int length = to - from;
        if (count > 0 && used + length + (long) count * BYTES_PER_ENTRY > memory) {
            spill();
        }
        if (used + length > arena.length) {
            arena =
                    Arrays.copyOf(
                            arena, Math.max(used + length, Math.min(memory, arena.length * 2)));
        }
        if (count + 1 >= offsets.length) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
            keys = Arrays.copyOf(keys, keys.length * 2);
        }
        System.arraycopy(line, from, arena, used, length);
        offsets[count] = used;
        keys[count] = ((long) rank << 32) | count;
        count++;
        used += length;
        offsets[count] = used;
    }

    /// Lines dropped because an equal one was there; known after [#drain].
    public long duplicates() {
        return duplicates;
    }

    /// Hands the lines over in order and empties the sorter.
    public void drain(Consumer consumer) throws IOException {
        if (runs.isEmpty()) {
            sorted((_, buffer, from, to) -> consumer.accept(buffer, from, to));
            return;
        }
        spill();
        merge(List.copyOf(runs), (_, buffer, from, to) -> consumer.accept(buffer, from, to));
        runs.clear();
    }

    private void spill() throws IOException {
        if (count == 0) {
            return;
        }
        runs.add(SpillRun.write(spillFolder, this::sorted));
        // The oldest are the smallest, unless they are merged ones, which are behind them.
        if (runs.size() == 2 * MAX_RUNS) {
            List<SpillRun> first = List.copyOf(runs.subList(0, MAX_RUNS));
            SpillRun merged = SpillRun.write(spillFolder, lines -> merge(first, lines));
            runs.subList(0, MAX_RUNS).clear();
            runs.add(merged);
        }
    }

    /// Sorts what is in memory: the packed keys by rank first, then the lines of each by bytes.
    private void sorted(SpillRun.LineConsumer consumer) throws IOException {
        Arrays.sort(keys, 0, count);
        int from = 0;
        while (from < count) {
            int rank = (int) (keys[from] >> 32);
            int to = from + 1;
            while (to < count && (int) (keys[to] >> 32) == rank) {
                to++;
            }
            Integer[] lines = new Integer[to - from];
            for (int i = from; i < to; i++) {
                lines[i - from] = (int) keys[i];
            }
            Arrays.sort(lines, this::compareLines);
            for (int i = 0; i < lines.length; i++) {
                int line = lines[i];
                if (deduplicate && i > 0 && compareLines(lines[i - 1], line) == 0) {
                    duplicates++;
                } else {
                    consumer.accept(rank, arena, offsets[line], offsets[line + 1]);
                }
            }
            from = to;
        }
        count = 0;
        used = 0;
    }

    private int compareLines(int a, int b) {
        return Arrays.compareUnsigned(
                arena, offsets[a], offsets[a + 1], arena, offsets[b], offsets[b + 1]);
    }

    /// Merges runs and closes them.
    private void merge(List<SpillRun> files, SpillRun.LineConsumer consumer) throws IOException {
        List<SpillRun.Reader> readers = new ArrayList<>();
        try {
            PriorityQueue<SpillRun.Reader> queue =
                    new PriorityQueue<>(files.size(), SpillRun.Reader::compareLines);
            for (SpillRun file : files) {
                SpillRun.Reader reader = file.read();
                readers.add(reader);
                if (reader.next()) {
                    queue.add(reader);
                }
            }
            byte[] last = new byte[0];
            int lastLength = -1;
            int lastRank = 0;
            for (SpillRun.Reader head = queue.poll(); head != null; head = queue.poll()) {
                boolean repeated =
                        deduplicate
                                && lastRank == head.rank()
                                && lastLength == head.length()
                                && Arrays.equals(
                                        last, 0, lastLength, head.line(), 0, head.length());
                if (repeated) {
                    duplicates++;
                } else {
                    consumer.accept(head.rank(), head.line(), 0, head.length());
                    last = last.length < head.length() ? new byte[head.length() * 2] : last;
                    System.arraycopy(head.line(), 0, last, 0, head.length());
                    lastLength = head.length();
                    lastRank = head.rank();
                }
                if (head.next()) {
                    queue.add(head);
                }
            }
        } finally {
            for (SpillRun.Reader reader : readers) {
                reader.close();
            }
        }
    }

    /// Closes the runs that are left.
    @Override
    public void close() throws IOException {
        for (SpillRun run : runs) {
            run.close();
        }
    }
}
