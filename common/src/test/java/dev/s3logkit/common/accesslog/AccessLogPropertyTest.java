package dev.s3logkit.common.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// What holds for any bytes.
class AccessLogPropertyTest {

    private static final int TRIES = Boolean.getBoolean("s3logkit.long") ? 20 : 1;

    /// Bytes that mean something in the format come often.
    private static final String TELLING = " \"\"\n\r-[]!#\t\u0000\u00FF0123:/+ABC.Sig";

    private static byte[] generated(long seed, int lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new AccessLogGenerator(
                            seed,
                            Instant.parse("2026-02-28T23:59:30Z"),
                            Duration.ofMinutes(2),
                            lines,
                            true)
                    .writeLines(out, lines);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    @Provide
    Arbitrary<byte[]> mutated() {
        Arbitrary<Long> seeds = Arbitraries.longs();
        Arbitrary<List<Tuple.Tuple3<Integer, Integer, Character>>> edits =
                Combinators.combine(
                                Arbitraries.integers().between(0, Integer.MAX_VALUE),
                                Arbitraries.integers().between(0, 5),
                                Arbitraries.of(TELLING.chars().mapToObj(c -> (char) c).toList()))
                        .as(Tuple::of)
                        .list()
                        .ofMaxSize(12);
        return Combinators.combine(seeds, Arbitraries.integers().between(1, 6), edits)
                .as(AccessLogPropertyTest::mutate);
    }

    private static byte[] mutate(
            long seed, int lines, List<Tuple.Tuple3<Integer, Integer, Character>> edits) {
        StringBuilder text = new StringBuilder(new String(generated(seed, lines), ISO_8859_1));
        for (Tuple.Tuple3<Integer, Integer, Character> edit : edits) {
            int at = edit.get1() % (text.length() + 1);
            int end = Math.min(text.length(), at + edit.get2() * edit.get2() * edit.get2());
            switch (edit.get2()) {
                case 0 -> text.insert(at, edit.get3().charValue());
                case 1 -> text.replace(at, end, String.valueOf(edit.get3()));
                case 2 -> text.insert(at, text.substring(at, end));
                default -> text.delete(at, end);
            }
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    @Property(tries = 1000)
    void everyLineIsAcceptedOrRejectedAndNoByteIsLost(
            @ForAll("mutated") byte[] input, @ForAll @IntRange(min = 16, max = 3000) int size) {
        for (int i = 0; i < TRIES; i++) {
            Lines lines = Lines.of(input, size + i);
            String text = new String(input, ISO_8859_1);
            String joined = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            long breaks = text.chars().filter(c -> c == '\n').count();
            boolean open = !text.isEmpty() && !text.endsWith("\n");
            assertThat(lines.counts.lines()).isEqualTo(breaks + (open ? 1 : 0));
            assertThat(lines.counts.bytes()).isEqualTo(input.length);
            assertThat(lines.accepted).hasSize((int) lines.counts.accepted());
            assertThat(lines.joined()).isEqualTo(joined);
        }
    }

    @Property(tries = 1000)
    void theSizeOfTheBufferChangesNothing(
            @ForAll("mutated") byte[] input, @ForAll @IntRange(min = 16, max = 3000) int size) {
        assertThat(Lines.of(input, size).all).isEqualTo(Lines.of(input, 1 << 16).all);
    }

    @Property(tries = 2000)
    void theFastParserAgreesWithTheCarefulOne(@ForAll("mutated") byte[] input) {
        assertThat(Lines.of(input, 1 << 16).all).isEqualTo(carefully(input));
    }

    @Property(tries = 300)
    void anyBytesAreRead(@ForAll byte[] input) {
        assertThat(Lines.of(input, 16).all).isEqualTo(carefully(input));
    }

    /// Line by line through [AccessLogScanner], as the reader would report it.
    private static List<Object> carefully(byte[] input) {
        Lines lines = new Lines();
        AccessLogScanner scanner = new AccessLogScanner();
        AccessLogRecord record = new AccessLogRecord();
        int start = 0;
        long number = 0;
        while (start < input.length) {
            int end = start;
            while (end < input.length && input[end] != '\n') {
                end++;
            }
            number++;
            String reason = scanner.scan(input, start, end, record);
            if (reason == null) {
                lines.accepted(input, start, end, Math.min(end + 1, input.length), record);
            } else {
                lines.rejected(input, start, end, number, 0, reason);
            }
            start = end + 1;
        }
        return lines.all;
    }

    @Test
    void readsLinesCutAtEveryByte() {
        for (byte[] input :
                new byte[][] {
                    LogLine.clean().bytes(),
                    generated(11, 3),
                    LogLine.clean().followedBy(" \"x y\" z\r").bytes()
                }) {
            for (int length = 0; length <= input.length; length++) {
                byte[] cut = java.util.Arrays.copyOf(input, length);
                Lines lines = Lines.of(cut, 64);
                assertThat(lines.all).isEqualTo(carefully(cut));
                String text = new String(cut, ISO_8859_1);
                assertThat(lines.joined() + (text.endsWith("\n") ? "\n" : "")).isEqualTo(text);
            }
        }
    }

    @Test
    void agreesOnEveryByteInEveryPlace() {
        byte[] line = LogLine.clean().bytes();
        for (int at = 0; at < line.length; at++) {
            byte before = line[at];
            for (char c : (TELLING + "9z`'\\~\u007F\u0080").toCharArray()) {
                line[at] = (byte) c;
                assertThat(Lines.of(line, 1 << 12).all).isEqualTo(carefully(line));
                byte[] closed = java.util.Arrays.copyOf(line, line.length + 1);
                closed[line.length] = '\n';
                assertThat(Lines.of(closed, 1 << 12).all).isEqualTo(carefully(closed));
            }
            line[at] = before;
        }
    }

    /// Inputs that invite reading the same text again and again: they take seconds if the time
    /// grows with the square of the length.
    @Test
    void takesNoLongForLinesMadeOfFalseStarts() {
        String head = "o b [05/Mar/2024:06:07:08 +0000] ip ";
        List<String> tails = new ArrayList<>();
        tails.add("A.B k ".repeat(170_000));
        tails.add("A.B k - 200 - 1 1 1 1 - - ".repeat(40_000));
        tails.add("A.B k - 200 - 1 1 1 1 \"".repeat(40_000));
        tails.add("r i A.B k \"x" + "\" 200 - 1 1 1 1 \"".repeat(60_000));
        tails.add("r i A.B k \"x" + "\" 200 - 1 1 1 1 \"y\" \"".repeat(45_000));
        tails.add("r i A.B k \"x\" 200 - 1 1 1 1 " + "\" \"".repeat(340_000) + "x");
        tails.add("r i A.B k \"x\" 200 - 1 1 1 1 \"" + "\" - - - - - - - - - - x ".repeat(40_000));
        tails.add("\"".repeat(1_000_000));
        tails.add(" ".repeat(1_000_000) + "x");
        tails.add("[05/Mar/2024:06:07:08 +0000] ".repeat(35_000));
        for (String tail : tails) {
            Lines lines = Lines.of(head + tail);
            assertThat(lines.counts.lines()).isEqualTo(1);
        }
    }

    @Test
    void survivesRandomBytes() {
        Random random = new Random(5);
        for (int i = 0; i < 300 * TRIES; i++) {
            byte[] input = new byte[random.nextInt(2000)];
            random.nextBytes(input);
            for (int k = 0; k < input.length; k++) {
                if (random.nextInt(3) > 0) {
                    input[k] = (byte) TELLING.charAt(random.nextInt(TELLING.length()));
                }
            }
            assertThat(Lines.of(input, 100).all).isEqualTo(carefully(input));
        }
    }
}
