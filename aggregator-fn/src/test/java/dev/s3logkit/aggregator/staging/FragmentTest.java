package dev.s3logkit.aggregator.staging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FragmentTest {

    private static final Partition PARTITION =
            new Partition(Scope.ALL_BUCKETS, 1_770_000_300, 900, LineKind.RECORDS);

    @TempDir Path folder;

    private static SourceId source(int section) {
        return new SourceId("logs", "key " + section + " é\n", "etag" + section);
    }

    /// Writes the sections of the given numbers as complete, all others not.
    private Path write(
            FragmentCompression compression,
            List<String> lines,
            int sections,
            List<Integer> complete)
            throws IOException {
        FragmentName name = FragmentName.create(PARTITION, 1_770_000_000_000L);
        try (BlockCompressor compressor = new BlockCompressor(compression);
                FragmentWriter writer =
                        new FragmentWriter(folder, name, compressor, new AtomicLong())) {
            for (int i = 0; i < lines.size(); i++) {
                byte[] bytes = (lines.get(i) + "\n").getBytes(ISO_8859_1);
                writer.append(i % sections, bytes, 0, bytes.length, 1);
            }
            writer.finish(section -> complete.contains(section) ? source(section) : null);
        }
        return folder.resolve(name.fileName());
    }

    private static List<String> read(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        try (FragmentReader reader = FragmentReader.open(file)) {
            reader.read(
                    _ -> true,
                    (buffer, from, to) ->
                            lines.add(new String(buffer, from, to - from, ISO_8859_1)));
        }
        return lines;
    }

    private static List<String> someLines(int count) {
        Random random = new Random(count);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add("line " + i + " \u00ff\u0000 " + Long.toHexString(random.nextLong()));
        }
        return lines;
    }

    @ParameterizedTest
    @EnumSource(FragmentCompression.class)
    void givesBackEveryLineInOrderByteForByte(FragmentCompression compression) throws Exception {
        List<String> lines = someLines(30_000);

        Path file = write(compression, lines, 7, List.of(0, 1, 2, 3, 4, 5, 6));

        assertThat(read(file)).isEqualTo(lines);
        try (FragmentReader reader = FragmentReader.open(file)) {
            assertThat(reader.sections())
                    .extracting(Section::source)
                    .containsExactlyInAnyOrder(
                            source(0), source(1), source(2), source(3), source(4), source(5),
                            source(6));
            assertThat(reader.sections().stream().mapToLong(Section::lines).sum())
                    .isEqualTo(lines.size());
        }
    }

    @ParameterizedTest
    @EnumSource(FragmentCompression.class)
    void keepsTheOrderOfShortPiecesAndOfLongOnesThatAreBlocksOfTheirOwn(
            FragmentCompression compression) throws Exception {
        List<String> lines = someLines(20_000);
        FragmentName name = FragmentName.create(PARTITION, 1_770_000_000_000L);
        Random random = new Random(5);
        try (BlockCompressor compressor = new BlockCompressor(compression);
                FragmentWriter writer =
                        new FragmentWriter(folder, name, compressor, new AtomicLong())) {
            for (int from = 0; from < lines.size(); ) {
                int count = random.nextInt(3) == 0 ? 3_000 : 1 + random.nextInt(20);
                int to = Math.min(lines.size(), from + count);
                byte[] piece =
                        ("##" + String.join("\n", lines.subList(from, to)) + "\n")
                                .getBytes(ISO_8859_1);
                writer.append(from % 3, piece, 2, piece.length, to - from);
                from = to;
            }
            writer.finish(FragmentTest::source);
        }

        assertThat(read(folder.resolve(name.fileName()))).isEqualTo(lines);
    }

    @ParameterizedTest
    @EnumSource(FragmentCompression.class)
    void leavesOutTheSectionsThatWereNotCompleted(FragmentCompression compression)
            throws Exception {
        List<String> lines = someLines(10_000);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (i % 3 == 1) {
                expected.add(lines.get(i));
            }
        }

        assertThat(read(write(compression, lines, 3, List.of(1)))).isEqualTo(expected);
    }

    @Test
    void withoutACompleteSectionThereIsNoFragmentAndNothingIsLeft() throws Exception {
        Path file = write(FragmentCompression.ZSTD, someLines(20_000), 2, List.of());

        assertThat(file).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void zstdPrintsTheLines() throws Exception {
        List<String> lines = someLines(5_000);
        Path file = write(FragmentCompression.ZSTD, lines, 1, List.of(0));
        Process zstd;
        try {
            zstd =
                    new ProcessBuilder("zstd", "-dc", file.toString())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            assumeTrue(false, "no zstd here");
            return;
        }

        String printed = new String(zstd.getInputStream().readAllBytes(), ISO_8859_1);

        assertThat(zstd.waitFor()).isZero();
        assertThat(printed.lines().toList()).isEqualTo(lines);
    }

    @Test
    void everyTruncationIsAFormatException() throws Exception {
        byte[] whole =
                Files.readAllBytes(
                        write(FragmentCompression.ZSTD, someLines(40), 3, List.of(0, 2)));
        Path cut = folder.resolve("cut");
        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> read(cut))
                    .as("cut at %d", length)
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining(cut.toString());
        }
    }

    @ParameterizedTest
    @EnumSource(FragmentCompression.class)
    void everyFlippedBitIsFoundOrChangesNothing(FragmentCompression compression) throws Exception {
        List<String> lines = someLines(8);
        byte[] whole = Files.readAllBytes(write(compression, lines, 3, List.of(0, 1, 2)));
        Path changed = folder.resolve("changed");
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] bytes = whole.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(changed, bytes);
            try {
                assertThat(read(changed)).as("bit %d", bit).isEqualTo(lines);
                outcomes.merge("unchanged", 1, Integer::sum);
            } catch (FormatException e) {
                outcomes.merge("refused", 1, Integer::sum);
            }
        }
        // What changes nothing: the header's text and fields without meaning.
        assertThat(outcomes.get("refused")).isGreaterThan(outcomes.getOrDefault("unchanged", 0));
    }

    @Test
    void aFooterOfAnotherFileIsNotBelieved() throws Exception {
        byte[] a =
                Files.readAllBytes(write(FragmentCompression.NONE, someLines(10), 1, List.of(0)));
        byte[] b =
                Files.readAllBytes(write(FragmentCompression.NONE, someLines(11), 1, List.of(0)));
        Path mixed = folder.resolve("mixed");
        int footer = new String(a, ISO_8859_1).lastIndexOf("S*M") - 1;
        int otherFooter = new String(b, ISO_8859_1).lastIndexOf("S*M") - 1;
        byte[] bytes = Arrays.copyOf(a, footer + b.length - otherFooter);
        System.arraycopy(b, otherFooter, bytes, footer, b.length - otherFooter);
        Files.write(mixed, bytes);

        assertThatThrownBy(() -> read(mixed)).isInstanceOf(CorruptedInputException.class);
    }

    @Test
    void namesRoundTripAndForeignNamesAreNotTaken() {
        FragmentName name = FragmentName.create(PARTITION, 1_770_000_000_123L);

        assertThat(FragmentName.parse(Scope.ALL_BUCKETS, name.fileName())).contains(name);
        for (String foreign :
                List.of(
                        "",
                        "x",
                        name.fileName() + ".tmp",
                        name.fileName().replace("T", "X"),
                        name.fileName().replaceFirst("\\d{8}", "99999999"),
                        "2026-02-06-00-00-00+0000.s3logs")) {
            assertThat(FragmentName.parse(Scope.ALL_BUCKETS, foreign)).as(foreign).isEmpty();
        }
    }

    @Test
    void bucketsBecomeFolderNamesThatStayInTheirFolder() {
        assertThat(Scope.ofBucket("my-logs.eu")).isEqualTo("bucket.my-logs.eu");
        assertThat(Scope.ofBucket("../x")).doesNotContain("/");
        assertThat(Scope.ofBucket("ALLBUCKETS")).isNotEqualTo(Scope.ALL_BUCKETS);
        assertThat(Scope.ofBucket("x".repeat(400)).getBytes(UTF_8).length).isLessThan(255);
        assertThat(Scope.ofBucket("x".repeat(400))).isNotEqualTo(Scope.ofBucket("x".repeat(401)));
    }
}
