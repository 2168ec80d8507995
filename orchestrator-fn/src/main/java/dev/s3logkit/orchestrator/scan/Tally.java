package dev.s3logkit.orchestrator.scan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// How many rows of each kind were read, how many bytes their objects have, and examples of those
/// that people should look at: the first ones of the inventory, however it was read. Not safe for
/// use by several threads.
public final class Tally {

    /// Examples of each kind that are kept.
    public static final int EXAMPLES = 10;

    private final Map<RowKind, Sum> sums = new EnumMap<>(RowKind.class);
    private final Map<RowKind, List<Example>> examples = new EnumMap<>(RowKind.class);

    /// @param file number of the file in the inventory
    /// @param row number of the row in it
    private record Example(int file, long row, String text) {}

    private static final class Sum {
        private long rows;
        private long bytes;

        void add(long moreRows, long moreBytes) {
            rows += moreRows;
            bytes += moreBytes;
        }
    }

    /// An empty tally.
    public Tally() {
        for (RowKind kind : RowKind.values()) {
            sums.put(kind, new Sum());
        }
    }

    void add(RowKind kind, long size) {
        sum(kind).add(1, size);
    }

    private Sum sum(RowKind kind) {
        return Objects.requireNonNull(sums.get(kind));
    }

    /// Whether another example of this kind from the file that is being read would be kept.
    boolean wantsExample(RowKind kind) {
        return examples.getOrDefault(kind, List.of()).size() < EXAMPLES;
    }

    void addExample(RowKind kind, int file, long row, String text) {
        examples.computeIfAbsent(kind, _ -> new ArrayList<>()).add(new Example(file, row, text));
    }

    void add(Tally other) {
        other.sums.forEach((kind, sum) -> sum(kind).add(sum.rows, sum.bytes));
        other.examples.forEach(
                (kind, more) -> {
                    List<Example> all = new ArrayList<>(examples.getOrDefault(kind, List.of()));
                    all.addAll(more);
                    all.sort(
                            Comparator.comparingInt(Example::file).thenComparingLong(Example::row));
                    examples.put(
                            kind, new ArrayList<>(all.subList(0, Math.min(EXAMPLES, all.size()))));
                });
    }

    /// Rows of this kind.
    public long rows(RowKind kind) {
        return sum(kind).rows;
    }

    /// Bytes of the objects of this kind, as the inventory says.
    public long bytes(RowKind kind) {
        return sum(kind).bytes;
    }

    /// All rows that were read.
    public long read() {
        return sums.values().stream().mapToLong(sum -> sum.rows).sum();
    }

    /// The counts by label, those of kinds that did not occur included.
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("rows_read", read());
        for (RowKind kind : RowKind.values()) {
            counts.put("rows_" + kind.label(), rows(kind));
        }
        return counts;
    }

    /// Keys, or lines that were rejected, in the order of the inventory; by label.
    public Map<String, List<String>> examples() {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        examples.forEach(
                (kind, found) ->
                        texts.put(kind.label(), found.stream().map(Example::text).toList()));
        return texts;
    }
}
