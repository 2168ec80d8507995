package dev.s3logkit.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.local.logs.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest(name = "s3logkit {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nonsense                | Unknown command: nonsense
                    --nonsense              | Unknown option: --nonsense
                    logs nonsense           | Unknown command: nonsense
                    logs parse x --nonsense | Unknown option: --nonsense
                    up extra                | Unexpected argument: extra
                    up --port-base here     | Invalid value for option '--port-base': 'here' is not an int
                    ''                      | Missing the command
                    """)
    void saysWhatIsWrongWithACommandAndShowsItsUsage(String line, String message) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(err()).startsWith(message + System.lineSeparator()).contains("Usage: s3logkit");
        assertThat(out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "up --help", "logs parse --help", "aggregate -h"})
    void explainsEveryCommand(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(out()).startsWith("Usage: s3logkit").contains("--endpoint-url", "--json");
        assertThat(err()).isEmpty();
    }

    @Test
    void namesItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out()).matches("s3logkit \\d+\\.\\d+\\.\\d+\\S* \\(Java \\S+\\)\\s+");
    }

    @Test
    void takesGlobalOptionsBeforeAndBehindACommand(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("empty.log"), "");

        assertThat(run("--json", "logs", "parse", "-v", "--format", "none", file.toString()))
                .isZero();
    }

    @Test
    void failsWithASentenceAndShowsWhereItCameFromWhenAsked(@TempDir Path folder) {
        String template = folder.resolve("absent.yaml").toString();

        assertThat(run("up", "--template", template)).isEqualTo(1);
        assertThat(err()).isEqualToIgnoringNewLines(template + ": there is no such template");

        err.reset();
        assertThat(run("up", "-v", "--template", template)).isEqualTo(1);
        assertThat(err()).contains(template + ": there is no such template", "\tat dev.s3logkit");
    }

    @Test
    void namesAVariableThatCannotBeUsed() {
        assertThat(
                        Main.run(
                                new String[] {"logs", "parse", "s3://bucket/key"},
                                streams(),
                                Map.of("AWS_ENDPOINT_URL_S3", "nowhere")))
                .isEqualTo(1);
        assertThat(err()).contains("AWS_ENDPOINT_URL_S3", "nowhere").doesNotContain("\tat ");
    }

    private int run(String... arguments) {
        return Main.run(arguments, streams(), Map.of());
    }

    private Streams streams() {
        return new Streams(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
