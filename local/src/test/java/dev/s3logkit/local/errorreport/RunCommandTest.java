package dev.s3logkit.local.errorreport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.aggregate.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {

    @TempDir Path folder;
    private Path rules;
    private Path output;

    @BeforeEach
    void write() throws IOException {
        log("shop", "ERROR gone at 1", "09:55:00");
        log("shop2", "ERROR new <b>thing</b>", "10:05:00");
        rules =
                Files.writeString(
                        folder.resolve("rules.yaml"),
                        """
                        reports:
                          - report_id: R
                            applications: ['*']
                            match: {text: ERROR}
                            recipients: {ops: [ops@example.com], boss: [boss@example.com]}
                        """);
        output = folder.resolve("out");
    }

    private void log(String application, String text, String time) throws IOException {
        Path file = folder.resolve("in/logs").resolve(application).resolve("20260314/a.gz");
        Files.createDirectories(file.getParent());
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(("2026-03-14 " + time + " " + text + "\n").getBytes(UTF_8));
        }
    }

    private CommandRun run(Object... more) throws IOException {
        Object[] arguments =
                Stream.concat(
                                Stream.of(
                                        "report",
                                        "run",
                                        "--rules",
                                        rules,
                                        "--output",
                                        output,
                                        folder.resolve("in")),
                                Stream.of(more))
                        .toArray();
        return CommandRun.of(arguments);
    }

    @Test
    void writesMailsAndDashboardOfTheLastWindow() throws IOException {
        CommandRun run = run("--window", "10m", "--end", "2026-03-14T10:10:00Z");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).contains("the dashboard is " + output.resolve("index.html"));
        try (Stream<Path> files = Files.list(output.resolve("mails"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSize(4)
                    .allMatch(name -> name.matches("000[12]-r-new-.*\\.(eml|html)"));
        }
        Map<String, Object> data =
                JSON.std.mapFrom(Files.readString(output.resolve("dashboard.json")));
        assertThat(data).containsEntry("window_end", "2026-03-14T10:10:00Z");
        assertThat(Files.readString(output.resolve("index.html")))
                .contains("\"state\":\"new\"", "\"state\":\"gone\"")
                .doesNotContain("<b>thing");
    }

    @Test
    void endsTheWindowAfterTheLatestErrorUnlessToldOtherwise() throws IOException {
        assertThat(run("--window", "1h").exit()).isZero();

        assertThat(Files.readString(output.resolve("dashboard.json")))
                .contains("\"window_end\":\"2026-03-14T10:06:00Z\"");
    }

    @Test
    void saysWhatIsWrongWithAWindow() throws IOException {
        assertThat(run("--window", "soon").err())
                .contains("--window soon: expected a number and m, h or d");
        assertThat(run("--end", "noon").err()).contains("--end noon: expected a time such as");
    }
}
