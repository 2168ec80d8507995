package dev.s3logkit.errorreport.extract;

import static dev.s3logkit.errorreport.extract.Logs.regex;
import static dev.s3logkit.errorreport.extract.Logs.rule;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.errorreport.rule.Match;
import dev.s3logkit.errorreport.rule.Rule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractorTest {

    private static final String TRACE =
            "java.lang.NullPointerException: gone\n\tat a.B.c(B.java:1)\n\tat a.D.e(D.java:2)\n";

    private static byte[] gzip(byte[]... members) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] member : members) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(member);
            }
        }
        return out.toByteArray();
    }

    @ParameterizedTest(name = "0x{0}")
    @ValueSource(strings = {"80", "C3", "E9", "F0", "FF", "E282", "F09F98"})
    void anExpressionFindsWhatStandsRightAfterBytesThatAreNoUtf8(String stray) throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        log.write("2024-05-06 07:08:09 caf".getBytes(UTF_8));
        log.write(HexFormat.of().parseHex(stray));
        log.write("ERROR 17\n".getBytes(UTF_8));

        assertThat(Logs.read(gzip(log.toByteArray()), regex("R", "ERR[A-Z]+ \\d+")).found)
                .hasSize(1);
    }

    @Test
    void readsAJsonRecordWithItsTrace() throws IOException {
        String line =
                JSON.std.asString(
                        Map.of(
                                "@timestamp", "2024-05-06 07:08:09.011",
                                "message", "Request failed",
                                "level", "ERROR",
                                "logger_name", "com.example.A",
                                "thread_name", "main",
                                "stack_trace", TRACE));

        LogRecord record =
                Logs.read("{\"message\":\"ok\"}\n" + line + "\n", rule("R", "ERROR")).only();

        assertThat(record.time()).isEqualTo(Instant.parse("2024-05-06T05:08:09.011Z"));
        assertThat(record.message()).isEqualTo("Request failed");
        assertThat(record.level()).isEqualTo("ERROR");
        assertThat(record.logger()).isEqualTo("com.example.A");
        assertThat(record.thread()).isEqualTo("main");
        assertThat(record.trace()).isEqualTo(TRACE);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "say \"it\"",
                "a\\b",
                "tab\there",
                "one\ntwo",
                "über",
                "日本",
                "😀",
                "path/to/file",
                "<b>&",
                "plain words"
            })
    void findsATextHoweverItsRecordWasWritten(String text) throws Exception {
        JSON ascii =
                JSON.builder(
                                JsonFactory.builder()
                                        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                                        .build())
                        .build();
        String once = JSON.std.asString(Map.of("message", "x " + text + " y"));
        String hidden = ascii.asString(Map.of("message", "x " + text + " y"));
        StringBuilder every = new StringBuilder("{\"message\":\"");
        text.chars().forEach(c -> every.append("\\u%04X".formatted(c)));
        every.append("\"}");
        List<String> forms =
                List.of(
                        once,
                        hidden,
                        once.replace("/", "\\/"),
                        every.toString(),
                        JSON.std.asString(Map.of("log", once)),
                        JSON.std.asString(Map.of("log", hidden)),
                        JSON.std.asString(Map.of("log", every.toString())));

        for (String form : forms) {
            String log = "{\"message\":\"other\"}\n" + form + "\n{\"message\":\"other\"}\n";
            assertThat(Logs.read(log, rule("R", text)).lines()).as(form).containsExactly(2L);
            assertThat(Logs.read(log, rule("R", text, "message")).lines()).as(form).contains(2L);
            assertThat(Logs.read(log, regex("R", com.google.re2j.Pattern.quote(text))).lines())
                    .as(form)
                    .containsExactly(2L);
        }
    }

    @Test
    void allTextsHaveToOccurInOneRecord() throws IOException {
        String log =
                "{\"message\":\"a one\"}\n{\"message\":\"a two\"}\n{\"message\":\"two one\"}\n";

        assertThat(Logs.read(log, rule("R", "one", "two")).lines()).containsExactly(3L);
        assertThat(Logs.read(log, rule("R", "one"), rule("S", "two"), rule("T", "six")).found)
                .extracting(found -> found.reportId() + found.line())
                .containsExactlyInAnyOrder("R1", "R3", "S2", "S3");
    }

    @Test
    void caseIsIgnoredOnDemand() throws IOException {
        String log = "x TimeOut y\nx timeout y\nx Ä y\nx ä y\n";

        assertThat(Logs.read(log, rule("R", new Match(List.of("TIMEOUT"), true, null))).lines())
                .containsExactly(1L, 2L);
        assertThat(Logs.read(log, rule("R", "TimeOut")).lines()).containsExactly(1L);
        // Only ASCII letters are the same in both cases.
        assertThat(Logs.read(log, rule("R", new Match(List.of("X Ä"), true, null))).lines())
                .containsExactly(3L);
    }

    @Test
    void expressionsAndTextsHaveToMatchTogether() throws IOException {
        String log = "ERROR code=5\nERROR code=x\nINFO code=5\n";
        Match match = new Match(List.of("ERROR"), false, "code=\\d");

        assertThat(Logs.read(log, rule("R", match)).lines()).containsExactly(1L);
        assertThat(Logs.read(log, regex("R", "^(ERROR|INFO) code=\\d$")).lines())
                .containsExactly(1L, 3L);
    }

    @Test
    void joinsATraceThatStandsOverSeveralLines() throws IOException {
        String log =
                """
                2024-05-06 07:08:00 INFO started
                2024-05-06 07:08:09 ERROR Main - Exception
                javax.management.RuntimeErrorException: null
                    at Main.main(Main.java:16) ~[bin/:na]
                Caused by: java.lang.IllegalStateException: inner
                \tat Main.other(Main.java:1)
                \t... 3 more
                2024-05-06 07:08:10 INFO Main - End
                """;

        Logs logs = Logs.read(log, rule("R", "inner"), rule("S", "Main.java:16", "ERROR"));

        assertThat(logs.lines()).containsExactly(2L, 2L);
        LogRecord record = logs.found.getFirst().record();
        assertThat(record.message()).isEqualTo("2024-05-06 07:08:09 ERROR Main - Exception");
        assertThat(record.level()).isEqualTo("ERROR");
        assertThat(record.time()).isEqualTo(Instant.parse("2024-05-06T05:08:09Z"));
        assertThat(record.trace()).contains("RuntimeErrorException").endsWith("... 3 more");
    }

    @Test
    void joinsATraceWhoseLinesAreRecordsOfTheirOwn() throws IOException {
        StringBuilder log = new StringBuilder("{\"log\":\"fine\",\"stream\":\"stdout\"}\n");
        for (String line : TRACE.split("\n", -1)) {
            if (!line.isEmpty()) {
                log.append(JSON.std.asString(Map.of("log", line + "\n"))).append('\n');
            }
        }
        log.append("{\"log\":\"fine again\",\"stream\":\"stdout\"}\n");

        Logs logs = Logs.read(log.toString(), rule("R", "a.D.e"));

        assertThat(logs.lines()).containsExactly(2L);
        assertThat(logs.only().message()).isEqualTo("java.lang.NullPointerException: gone");
        assertThat(logs.only().trace()).isEqualTo(TRACE.strip());
    }

    @Test
    void joinsTheLinesThatAContainerRuntimeCut() throws IOException {
        String log =
                """
                2024-05-06T07:08:09.011000000Z stdout P {"@timestamp":"2024-05-06 07:08:09.011","message":"first ha
                2024-05-06T07:08:09.011000001Z stdout F lf"}
                2024-05-06T07:08:09.012000000Z stderr F java.lang.NullPointerException: Something
                2024-05-06T07:08:09.013000000Z stderr F \tat a.B.c(B.java:1)
                2024-05-06T07:08:09.014000000Z stdout F next
                """;

        Logs json = Logs.read(log, rule("R", "timestamp"));
        assertThat(json.lines()).containsExactly(1L);
        assertThat(json.only().message()).isEqualTo("first half");
        assertThat(json.only().time()).isEqualTo(Instant.parse("2024-05-06T05:08:09.011Z"));

        Logs trace = Logs.read(log, rule("R", "B.java"));
        assertThat(trace.lines()).containsExactly(3L);
        assertThat(trace.only().message()).isEqualTo("java.lang.NullPointerException: Something");
        assertThat(trace.only().time()).isEqualTo(Instant.parse("2024-05-06T07:08:09.012Z"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            textBlock =
                    """
                    2013-02-28T12:00:00+09:00\\tapp.event\\t{"message":"hit"}     | hit   | 2013-02-28T03:00:00Z
                    2015-05-02 12:12:17 +0900 app.event: {"message":"hit"}       | hit   | 2015-05-02T03:12:17Z
                    prefix {"@timestamp":"2023-09-18T19:11:42Z","message":"hit"} | hit   | 2023-09-18T19:11:42Z
                    time:2013-02-28T12:00:00Z\\tmessage:hit\\tlevel:ERROR         | hit   | 2013-02-28T12:00:00Z
                    {"log":"{\\\\"@timestamp\\\\":1714979289010,\\\\"message\\\\":\\\\"hit\\\\"}","time":"2020-01-01T00:00:00Z"} | hit | 2024-05-06T07:08:09.010Z
                    {"date":1714979289.5,"log":"hit"}                            | hit   | 2024-05-06T07:08:09.5Z
                    {"fluentd_time":"2019-01-15T18:06:03.952259Z","message":"hit"} | hit | 2019-01-15T18:06:03.952259Z
                    {"ctx":{"@timestamp":"1999-01-01T00:00:00Z"},"message":"hit"} | hit   |
                    {"message":"hit \\\\"@timestamp\\\\":\\\\"1999-01-01T00:00:00Z\\\\""}   | hit "@timestamp":"1999-01-01T00:00:00Z" |
                    {"@timestamp":null,"message":"hit","nan":NaN}                | hit   |
                    hit                                                          | hit   |
                    """)
    void readsEveryWrapping(String line, String message, Instant time) throws IOException {
        String log = line.replace("\\t", "\t").replace("\\\\", "\\") + "\n";

        LogRecord record = Logs.read(log, rule("R", "hit")).only();

        assertThat(record.message()).isEqualTo(message);
        assertThat(record.time()).isEqualTo(time);
        assertThat(record.damaged()).isNull();
    }

    @Test
    void findsFieldsOfEcsNestedAndDotted() throws IOException {
        String log =
                """
                {"@timestamp":"2024-01-01T12:00:00.000Z","log.level":"ERROR","log.logger":"a.B","message":"hit"}
                {"log":{"level":"WARN","logger":"c.D"},"process":{"thread":{"name":"t1"}},"message":"hit"}
                {"message":"hit","error":{"stack_trace":["x.E: y","\\tat a.B.c(B.java:1)"]}}
                """;

        List<LogRecord> records =
                Logs.read(log, rule("R", "hit")).found.stream().map(Logs.Found::record).toList();

        assertThat(records).extracting(LogRecord::level).containsExactly("ERROR", "WARN", null);
        assertThat(records).extracting(LogRecord::logger).containsExactly("a.B", "c.D", null);
        assertThat(records.get(1).thread()).isEqualTo("t1");
        assertThat(records.get(2).trace()).isEqualTo("x.E: y\n\tat a.B.c(B.java:1)");
        assertThat(records.get(1).value("process.thread.name")).isEqualTo("t1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 40, 90})
    void aMemberBorderMayCutARecord(int at) throws IOException {
        byte[] log =
                "{\"message\":\"one\"}\n{\"message\":\"the hit is über here\"}\n{\"message\":\"x\"}\n"
                        .getBytes(UTF_8);
        int cut = Math.min(at, log.length - 1);

        Logs logs =
                Logs.read(
                        gzip(
                                Arrays.copyOf(log, cut),
                                new byte[0],
                                Arrays.copyOfRange(log, cut, log.length)),
                        rule("R", "hit is über"));

        assertThat(logs.lines()).containsExactly(2L);
        assertThat(logs.counts.lines()).isEqualTo(3);
    }

    @Test
    void countsAndKeepsLinesThatAreNotWhatTheyStartAsAndFindsTheirErrors() throws IOException {
        String log =
                """
                \uFEFF{"message":"BOM first"}\r
                \r
                {"message":"cut ERR
                {"message":"bad" "ERR"}
                {"message":"bad but nobody asks" "x"}
                ["array","line"]
                not json ERR
                {"message":"invalid utf8 ÿ ERR"}
                {"message":"truncated, no newline ERR""";

        Logs logs = Logs.read(log, rule("R", "ERR"), rule("B", "BOM"));

        assertThat(logs.lines()).containsExactly(1L, 3L, 4L, 7L, 8L, 9L);
        assertThat(logs.rejected)
                .containsExactly(
                        "3: it starts as JSON and does not end as such",
                        "9: it starts as JSON and does not end as such",
                        "4: it starts as JSON and is none");
        assertThat(logs.counts.rejected()).isEqualTo(3);
        assertThat(logs.counts.lines()).isEqualTo(9);
        assertThat(logs.found.getFirst().record().message()).isEqualTo("BOM first");
    }

    @Test
    void readsBytesThatAreNoUtf8() throws IOException {
        byte[] log = "{\"message\":\"bad ?? bytes ERR\"}\n".getBytes(UTF_8);
        log[16] = (byte) 0xff;
        log[17] = (byte) 0xfe;

        assertThat(Logs.read(log, rule("R", "bytes ERR")).only().message())
                .isEqualTo("bad \uFFFD\uFFFD bytes ERR");
    }

    @Test
    void aLineWithoutEndIsCutAndItsStartLookedAt() throws IOException {
        long length = 64L << 20;
        InputStream line = new Endless("x ERR y", length);

        Logs logs = Logs.read(line, Limits.DEFAULT, rule("R", "ERR"), rule("T", "after it"));

        assertThat(logs.lines()).contains(1L, 2L);
        assertThat(logs.counts.lines()).isEqualTo(2);
        assertThat(logs.counts.bytes()).isGreaterThan(length);
        assertThat(logs.rejected).contains("1: it is longer than 1048576 bytes");
    }

    /// One line of many bytes, and one behind it.
    private static final class Endless extends InputStream {

        private final byte[] start;
        private final byte[] end = "\nafter it\n".getBytes(UTF_8);
        private final long length;
        private long at;

        Endless(String start, long length) {
            this.start = start.getBytes(UTF_8);
            this.length = length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] b, int off, int len) {
            if (at >= length + end.length) {
                return -1;
            }
            int n = (int) Math.min(len, length + end.length - at);
            for (int i = 0; i < n; i++, at++) {
                b[off + i] =
                        at < start.length
                                ? start[(int) at]
                                : at < length ? (byte) 'z' : end[(int) (at - length)];
            }
            return n;
        }
    }

    @Test
    void recordsThatCrossWhatIsReadAtATimeAreWhole() throws IOException {
        Random random = new Random(1);
        StringBuilder log = new StringBuilder();
        int expected = 0;
        while (log.length() < 9 << 20) {
            if (random.nextInt(50) == 0) {
                log.append("2024-05-06 07:08:09 ERROR boom\n");
                for (int i = 0; i < random.nextInt(2000); i++) {
                    log.append("\tat a.Class").append(i).append(".method(Class.java:1)\n");
                }
                log.append("Caused by: x.LastException: end\n");
                expected++;
            } else {
                log.append("{\"message\":\"")
                        .append("m".repeat(random.nextInt(3000)))
                        .append("\"}\n");
            }
        }

        Logs logs = Logs.read(log.toString(), rule("R", "boom", "LastException"));

        assertThat(logs.found).hasSize(expected);
        assertThat(logs.found)
                .allSatisfy(f -> assertThat(f.record().trace()).endsWith("LastException: end"));
        assertThat(logs.found.stream().map(Logs.Found::id).distinct()).hasSize(expected);
    }

    @Test
    void idsDependOnTheLogTheLineAndTheRecordAlone() throws IOException {
        String log = "x ERR\nx ERR\ny ERR\n";

        List<String> ids =
                Logs.read(log, rule("R", "ERR")).found.stream().map(Logs.Found::id).toList();

        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{32}"));
        assertThat(Logs.read(gzip(log.getBytes(UTF_8)), regex("S", "E.?R")).found)
                .extracting(Logs.Found::id)
                .isEqualTo(ids);
        assertThat(Logs.read("x ERR\nx ERR\nz ERR\n", rule("R", "ERR")).found)
                .extracting(Logs.Found::id)
                .startsWith(ids.get(0), ids.get(1))
                .doesNotContain(ids.get(2));
    }

    @Test
    void errorsBeyondTheBoundAreCounted() throws IOException {
        byte[] log = "x ERR\n".repeat(100).getBytes(UTF_8);

        Logs logs =
                Logs.read(
                        new ByteArrayInputStream(log),
                        new Limits(1 << 20, 30, 5),
                        rule("R", "ERR"));

        assertThat(logs.found).hasSize(30);
        assertThat(logs.counts.dropped()).isEqualTo(70);
    }

    @Test
    void aZipBombEndsAtTheBound() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] zeros = "z".repeat(1 << 20).getBytes(UTF_8);
            for (int i = 0; i < 200; i++) {
                gzip.write(zeros);
            }
        }

        assertThatThrownBy(
                        () ->
                                Logs.read(
                                        new ByteArrayInputStream(bomb.toByteArray()),
                                        new Limits(50 << 20, 10, 10),
                                        rule("R", "ERR")))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("s3://b/logs/shop/20240506/x.gz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a|aa)+b", "(.*)*x", "(a?){50}a{50}"})
    void noExpressionTakesMoreThanLinearTime(String expression) throws IOException {
        String log = ("ERR " + "a".repeat(20_000) + "!\n").repeat(20);
        Rule rule = rule("R", new Match(List.of("ERR"), false, expression));

        assertThat(Logs.read(log, rule).counts.candidates()).isEqualTo(20);
    }

    @Test
    void saysWhatIsNoLog() throws IOException {
        Rule rule = rule("R", "ERR");
        byte[] good = gzip("x ERR\n".repeat(20_000).getBytes(UTF_8));

        assertThatThrownBy(() -> Logs.read(new byte[] {'a', 0, 1, 2}, rule))
                .isInstanceOf(NotThisFormatException.class)
                .hasMessageContaining("a NUL byte at offset 1");
        assertThatThrownBy(() -> Logs.read("\u0001\u0002\u0003ab".repeat(50), rule))
                .isInstanceOf(NotThisFormatException.class)
                .hasMessageContaining("control characters");
        assertThatThrownBy(() -> Logs.read(Arrays.copyOf(good, good.length - 9), rule))
                .isInstanceOf(CorruptedInputException.class);
        assertThat(Logs.read(new byte[0], rule).counts.lines()).isZero();
        assertThat(Logs.read("x ERR", rule).lines()).containsExactly(1L);
        assertThat(Logs.read("\n\n\n", regex("R", ".*")).counts.lines()).isEqualTo(3);
    }

    @Test
    void findsTheSameAsLookingAtEveryRecord() throws IOException {
        Random random = new Random(3);
        String[] words = {"alpha", "béta", "ga\"ma", "de/ta", "eps\\n", "ERR", "\\u00fc", "zé"};
        for (int round = 0; round < 200; round++) {
            StringBuilder log = new StringBuilder();
            for (int i = 0; i < 30; i++) {
                String said = words[random.nextInt(8)] + " " + words[random.nextInt(8)];
                log.append(
                                switch (random.nextInt(4)) {
                                    case 0 -> JSON.std.asString(Map.of("message", said));
                                    case 1 -> said;
                                    case 2 ->
                                            "2024-05-06T07:08:09Z\tt\t"
                                                    + JSON.std.asString(Map.of("log", said));
                                    default -> "\tat x.Y.z(Y.java:" + i + ") " + said;
                                })
                        .append('\n');
            }
            String wanted = words[random.nextInt(8)];

            // An expression with an alternative has nothing to be found by.
            String every = "(" + com.google.re2j.Pattern.quote(wanted) + "|\u0001)";
            assertThat(Logs.read(log.toString(), rule("R", wanted)).lines())
                    .as("%s in\n%s", wanted, log)
                    .isEqualTo(Logs.read(log.toString(), regex("R", every)).lines());
        }
    }
}
