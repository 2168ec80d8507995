package dev.s3logkit.local.errorreport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.aggregate.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorCommandsTest {

    @TempDir Path folder;
    private Path rules;

    @BeforeEach
    void write() throws IOException {
        log("shop", "20260314", "2026-03-14 10:00:00 ERROR boom 1\n2026-03-14 10:00:01 fine\n");
        log("cart", "20260313", "2026-03-13 10:00:00 ERROR boom 2\n");
        rules =
                Files.writeString(
                        folder.resolve("rules.yaml"),
                        "reports: [{report_id: R, applications: ['*'], match: {text: ERROR}}]");
    }

    private void log(String application, String day, String text) throws IOException {
        Path file = folder.resolve("in/logs").resolve(application).resolve(day).resolve("a.gz");
        Files.createDirectories(file.getParent());
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(UTF_8));
        }
    }

    @Test
    void extractWritesErrorsAsJsonLines() throws IOException {
        CommandRun run = CommandRun.of("report", "extract", "--rules", rules, folder.resolve("in"));

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines()).hasSize(2);
        Map<String, Object> first = JSON.std.mapFrom(run.out().lines().findFirst().orElseThrow());
        assertThat(first)
                .containsEntry("report_id", "R")
                .containsEntry("application", "cart")
                .containsEntry("event_time", "2026-03-13T10:00:00Z")
                .containsEntry("line", 1);
        assertThat(run.err()).contains("errors found 2");
    }

    @Test
    void extractKeepsErrorsInAStoreOnce() throws IOException {
        Path store = folder.resolve("errors.jsonl");

        for (int i = 0; i < 2; i++) {
            CommandRun run =
                    CommandRun.of(
                            "--json",
                            "report",
                            "extract",
                            "--rules",
                            rules,
                            "--store",
                            store,
                            folder.resolve("in"));
            assertThat(run.exit()).isZero();
            assertThat(JSON.std.mapFrom(run.out()))
                    .containsEntry("errors_stored", i == 0 ? 2 : 0)
                    .containsEntry("errors_known", i == 0 ? 0 : 2);
        }
        assertThat(Files.readAllLines(store)).hasSize(2);
    }

    @Test
    void extractNamesWhatItCannotReadAndGoesOn() throws IOException {
        Path bad = folder.resolve("in/logs/shop/20260314/bad.gz");
        Files.write(bad, new byte[] {0x1f, (byte) 0x8b, 8, 0});

        CommandRun run = CommandRun.of("report", "extract", "--rules", rules, folder.resolve("in"));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.err()).contains("bad.gz: gzip: the input ends within a header");
    }

    @Test
    void searchFindsInOrderOfTime() throws IOException {
        CommandRun run =
                CommandRun.of(
                        "--json",
                        "search",
                        "--folder",
                        folder.resolve("in"),
                        "--app",
                        "*",
                        "--from",
                        "2026-03-13",
                        "--to",
                        "2026-03-15",
                        "--text",
                        "ERROR",
                        "--text",
                        "boom",
                        "--oldest");

        assertThat(run.exit()).isZero();
        assertThat(
                        run.out()
                                .lines()
                                .map(line -> line.replaceAll(".*\"time\":\"([^\"]*)\".*", "$1")))
                .containsExactly("2026-03-13T10:00:00Z", "2026-03-14T10:00:00Z");
        assertThat(run.err()).contains("2 hits in 2 logs");
    }

    @Test
    void searchShowsNothingThatATerminalWouldObey() throws IOException {
        log("shop", "20260314", "2026-03-14 10:00:00 evil \u001B[2J text\n");

        CommandRun run =
                CommandRun.of(
                        "search",
                        "--folder",
                        folder.resolve("in"),
                        "--app",
                        "shop",
                        "--from",
                        "2026-03-14",
                        "--text",
                        "evil");

        assertThat(run.out())
                .contains("evil �[2J text")
                .contains("a.gz:1")
                .doesNotContain("\u001B");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    search --folder . --app a                        | 2 | Missing required option: '--text
                    search --app a --text x                          | 2 | --bucket
                    search --folder . --app a --text x --last soon   | 2 | "soon" is no period
                    search --folder . --app a --text x --limit 0     | 2 | limit 0: expected 1 to 10000
                    search --folder /none/x --app a --text x         | 1 | there is no such folder
                    report                                           | 2 | Missing the command
                    report extract                                   | 2 | Missing required parameter
                    report extract /none/x                           | 1 | there is no such file or folder
                    report extract --rules /none/x .                 | 1 | /none/x
                    """)
    void saysWhatIsWrongWithACommandLine(String line, int code, String message) {
        CommandRun run = CommandRun.of((Object[]) line.split(" ", -1));

        assertThat(run.exit()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).contains(message);
    }
}
