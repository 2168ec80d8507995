package dev.s3logkit.common.sort;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSorterTest {

    @TempDir Path folder;

    private record Line(int second, String text) implements Comparable<Line> {
        @Override
        public int compareTo(Line other) {
            int c = Integer.compare(second, other.second);
            return c != 0 ? c : text.compareTo(other.text);
        }
    }

    private static List<Line> randomLines(int count, long seed) {
        Random random = new Random(seed);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(
                    new Line(
                            random.nextInt(10),
                            "x".repeat(random.nextInt(20)) + random.nextInt(50)));
        }
        return lines;
    }

    private static List<String> drain(LineSorter sorter) throws IOException {
        List<String> out = new ArrayList<>();
        sorter.drain((buffer, from, to) -> out.add(new String(buffer, from, to - from, UTF_8)));
        return out;
    }

    private static void addAll(LineSorter sorter, Collection<Line> lines) throws IOException {
        for (Line line : lines) {
            byte[] bytes = ("##" + line.text).getBytes(UTF_8);
            sorter.add(line.second, bytes, 2, bytes.length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 300, 5_000, 1 << 20})
    void sortsByTimeAndBytesAndDropsRepeatedLinesWhateverFitsInMemory(int memory) throws Exception {
        List<Line> lines = randomLines(3_000, memory);
        TreeMap<Line, Integer> oracle = new TreeMap<>();
        lines.forEach(line -> oracle.merge(line, 1, Integer::sum));

        try (LineSorter sorter = new LineSorter(folder, true, memory)) {
            addAll(sorter, lines);

            assertThat(drain(sorter)).isEqualTo(oracle.keySet().stream().map(Line::text).toList());
            assertThat(sorter.duplicates()).isEqualTo(lines.size() - oracle.size());
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 1 << 20})
    void keepsRepeatedLinesWhenAskedTo(int memory) throws Exception {
        List<Line> lines = randomLines(2_000, 7);

        try (LineSorter sorter = new LineSorter(folder, false, memory)) {
            addAll(sorter, lines);

            assertThat(drain(sorter)).isEqualTo(lines.stream().sorted().map(Line::text).toList());
            assertThat(sorter.duplicates()).isZero();
        }
    }

    @Test
    void takesALineLargerThanItsMemory() throws Exception {
        String large = "y".repeat(100_000);
        try (LineSorter sorter = new LineSorter(folder, true, 1_000)) {
            addAll(sorter, List.of(new Line(1, large), new Line(0, "a"), new Line(1, large)));

            assertThat(drain(sorter)).containsExactly("a", large);
        }
    }

    @Test
    void nothingInNothingOut() throws Exception {
        try (LineSorter sorter = new LineSorter(folder, true, 1_000)) {
            assertThat(drain(sorter)).isEmpty();
        }
    }
}
