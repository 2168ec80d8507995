package dev.s3logkit.errorreport.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.errorreport.rule.Rules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSearchTest {

    private static final Instant START = Instant.parse("2026-03-10T00:00:00Z");

    @TempDir Path folder;

    private static final class Hits implements LogSearch.Listener {

        private final List<Hit> hits = new ArrayList<>();
        private final List<Long> progress = new ArrayList<>();

        @Override
        public void hit(Hit hit) {
            hits.add(hit);
        }

        @Override
        public void progress(long done, long total) {
            progress.add(done * 1000 / total);
        }
    }

    private static SearchQuery query(int limit, boolean newest, String... texts) {
        return new SearchQuery(
                List.of("*"),
                START,
                START.plus(Duration.ofDays(10)),
                List.of(texts),
                false,
                newest,
                limit);
    }

    private Path write(String application, String day, String name, String text)
            throws IOException {
        Path file = folder.resolve("logs").resolve(application).resolve(day).resolve(name);
        Files.createDirectories(file.getParent());
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(UTF_8));
        }
        return file;
    }

    private SearchResult search(SearchQuery query, Hits hits) throws IOException {
        return new LogSearch(new FileLogFolder(folder), Rules.bundled(), 4)
                .search(query, () -> true, hits);
    }

    @ParameterizedTest
    @CsvSource({"true, 100000", "false, 100000", "true, 17", "false, 17", "true, 1", "false, 500"})
    void findsWhatSortingEverythingFinds(boolean newest, int limit) throws IOException {
        Random random = new Random(8);
        List<Instant> times = new ArrayList<>();
        for (int day = 0; day < 8; day++) {
            LocalDate date = LocalDate.ofInstant(START, ZoneOffset.UTC).plusDays(day);
            for (int log = 0; log < 5; log++) {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < 40; i++) {
                    // Into the day before and the day after, unordered.
                    Instant time =
                            date.atStartOfDay(ZoneOffset.UTC)
                                    .toInstant()
                                    .plusMillis(random.nextLong(-80_000_000, 160_000_000));
                    boolean hit = random.nextInt(3) == 0;
                    text.append(
                            "{\"@timestamp\":\"%s\",\"message\":\"%s\"}\n"
                                    .formatted(time, hit ? "a needle here" : "hay"));
                    if (hit
                            && !time.isBefore(START)
                            && time.isBefore(START.plus(Duration.ofDays(10)))) {
                        times.add(time);
                    }
                }
                write(
                        "app" + log % 2,
                        date.format(DateTimeFormatter.BASIC_ISO_DATE),
                        log + ".gz",
                        text.toString());
            }
        }
        times.sort(newest ? Comparator.reverseOrder() : Comparator.naturalOrder());
        int wanted = Math.min(limit, 10_000);
        Hits hits = new Hits();

        SearchResult result = search(query(wanted, newest, "needle"), hits);

        assertThat(hits.hits)
                .extracting(Hit::time)
                .isEqualTo(times.subList(0, Math.min(wanted, times.size())));
        assertThat(result.told()).isEqualTo(hits.hits.size());
        assertThat(result.more()).isEqualTo(times.size() > wanted);
        assertThat(result.failures()).isEmpty();
        if (limit == 1) {
            assertThat(result.skipped()).isPositive();
        }
    }

    @Test
    void allTextsHaveToOccurAndApplicationsAndTimesToFit() throws IOException {
        write("shop", "20260312", "a.gz", "2026-03-12 10:00:00 one two\n2026-03-12 10:00:01 one\n");
        write("cart", "20260312", "a.gz", "2026-03-12 10:00:02 two one\n");
        write("shop", "20260401", "a.gz", "2026-03-12 10:00:00 one two\n");
        Hits hits = new Hits();

        search(
                new SearchQuery(
                        List.of("shop"),
                        START,
                        START.plus(Duration.ofDays(10)),
                        List.of("ONE", "Two"),
                        true,
                        true,
                        10),
                hits);

        assertThat(hits.hits)
                .singleElement()
                .satisfies(
                        hit -> {
                            assertThat(hit.application()).isEqualTo("shop");
                            assertThat(hit.line()).isEqualTo(1);
                            assertThat(hit.object()).endsWith("logs/shop/20260312/a.gz");
                            assertThat(hit.text()).isEqualTo("2026-03-12 10:00:00 one two");
                        });
    }

    @Test
    void aLogThatFailsIsNamedAndTheOthersAreSearched() throws IOException {
        Path bad = write("shop", "20260312", "bad.gz", "x\n");
        Files.write(bad, new byte[] {0x1f, (byte) 0x8b, 8, 0, 1});
        write("shop", "20260312", "good.gz", "2026-03-12 10:00:00 needle\n");
        Hits hits = new Hits();

        SearchResult result = search(query(10, true, "needle"), hits);

        assertThat(hits.hits).hasSize(1);
        assertThat(result.failures().keySet()).singleElement().asString().endsWith("bad.gz");
    }

    @Test
    void searchesTenThousandLogsWithoutHoldingTheirLines() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            for (int i = 0; i < 200; i++) {
                gzip.write(
                        "{\"@timestamp\":\"2026-03-12T10:00:%02d.%03dZ\",\"message\":\"needle %s\"}\n"
                                .formatted(i % 60, i, "x".repeat(500))
                                .getBytes(UTF_8));
            }
        }
        byte[] log = out.toByteArray();
        AtomicInteger open = new AtomicInteger();
        LogFolder many =
                new LogFolder() {
                    @Override
                    public void list(String application, Predicate<String> day, Visitor visitor)
                            throws IOException {
                        for (int i = 0; i < 10_000; i++) {
                            String name =
                                    "s3://b/logs/shop/2026031%d/%d.gz".formatted(i % 3 + 1, i);
                            visitor.visit(new Log(name, "shop", "2026031" + (i % 3 + 1), START, 1));
                        }
                    }

                    @Override
                    public InputStream open(Log wanted) {
                        open.incrementAndGet();
                        return new ByteArrayInputStream(log);
                    }
                };
        Hits hits = new Hits();

        // A gigabyte of lines that all match, of which each log holds 100 kB.
        SearchResult result =
                new LogSearch(many, Rules.bundled(), 2)
                        .search(query(50, true, "needle"), () -> true, hits);

        assertThat(result.matched()).isEqualTo(2_000_000);
        assertThat(open).hasValue(10_000);
        assertThat(hits.hits).hasSize(50);
        assertThat(hits.progress).isSorted().endsWith(1000L);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"applications":["a"],"texts":["x"]}                                     | "bucket" is missing
                    {"bucket":"b","texts":["x"]}                                             | name an application
                    {"bucket":"b","applications":["a"]}                                      | search for 1 to 3 texts
                    {"bucket":"b","applications":["a"],"texts":["1","2","3","4"]}            | search for 1 to 3 texts
                    {"bucket":"b","applications":["a/b"],"texts":["x"]}                      | a name without a slash
                    {"bucket":"b","applications":["a"],"texts":[" "]}                        | a text is blank
                    {"bucket":"b","applications":["a"],"texts":["x"],"limit":0}              | limit 0: expected 1 to 10000
                    {"bucket":"b","applications":["a"],"texts":["x"],"last":"2 weeks"}       | "2 weeks" is no period
                    {"bucket":"b","applications":["a"],"texts":["x"],"last":"2h","to":"x"}   | not both
                    {"bucket":"b","applications":["a"],"texts":["x"],"from":"noon"}          | "from": "noon" is no time
                    {"bucket":"b","applications":["a"],"texts":["x"],"from":"2026-03-02","to":"2026-03-01"} | the period ends before it starts
                    {"bucket":"b","applications":["a"],"texts":["x"],"order":"best"}         | newest or oldest
                    {"bucket":"b","applications":["a"],"text":["x"]}                         | "text" is no field
                    """)
    void saysWhatIsWrongWithASearch(String event, String message) throws IOException {
        Map<String, Object> fields = com.fasterxml.jackson.jr.ob.JSON.std.mapFrom(event);

        assertThatThrownBy(() -> SearchEvent.parse(fields, null, START))
                .isInstanceOf(InvalidSearchException.class)
                .hasMessageContaining(message);
    }

    @Test
    void fillsInWhatASearchLeavesOut() throws IOException {
        SearchEvent event =
                SearchEvent.parse(Map.of("applications", "a", "texts", "x"), "mine", START);

        assertThat(event.bucket()).isEqualTo("mine");
        assertThat(event.query())
                .isEqualTo(
                        new SearchQuery(
                                List.of("a"),
                                START.minus(Duration.ofDays(1)),
                                START.plusMillis(1),
                                List.of("x"),
                                false,
                                true,
                                100));
    }
}
