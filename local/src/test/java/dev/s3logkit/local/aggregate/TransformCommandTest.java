package dev.s3logkit.local.aggregate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransformCommandTest {

    @TempDir Path folder;
    private Path staging;
    private Path output;
    private List<String> lines;

    @BeforeEach
    void stage() throws Exception {
        staging = folder.resolve("staging");
        output = folder.resolve("output");
        String generated = CommandRun.of("logs", "generate", "--lines", 500).out();
        lines = generated.lines().sorted().toList();
        Path log = Files.writeString(folder.resolve("log"), generated, ISO_8859_1);
        assertThat(CommandRun.of("aggregate", "--staging", staging, log).exit()).isZero();
    }

    private CommandRun transform(Object... arguments) {
        return CommandRun.of(
                Stream.concat(Stream.of("transform", "--staging", staging), Stream.of(arguments))
                        .toArray());
    }

    @Test
    void windowsThatMayStillReceiveLinesWaitUnlessAskedNotTo() throws Exception {
        CommandRun early = transform("--output", output);
        assertThat(early.exit()).isZero();
        assertThat(early.err()).contains("windows still receive lines").contains("--now");
        assertThat(output).doesNotExist();

        CommandRun now = transform("--output", output, "--now", "--json");
        assertThat(now.exit()).isZero();
        assertThat(now.json()).containsEntry("records", 500).containsEntry("groups_failed", 0);
        assertThat(CommandRun.emitted(output)).isEqualTo(lines);
        assertThat(transform("--output", output, "--now", "--json").json())
                .containsEntry("records", 0);
    }

    @Test
    void writesBelowThePrefixInTheFormatAskedFor() throws Exception {
        CommandRun run =
                CommandRun.of(
                        Map.of("S3LOGS_TRANSFORM_OUTPUT_TARGET_PREFIX", "access"),
                        "transform",
                        "--staging",
                        staging,
                        "--output",
                        output,
                        "--now",
                        "--format",
                        "zst");
        assertThat(run.exit()).as(run.err()).isZero();
        try (Stream<Path> files = Files.walk(output)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allMatch(file -> file.startsWith(output.resolve("access")))
                    .allMatch(file -> file.toString().endsWith(".accesslog.zst"));
        }
    }

    @Test
    void aFileOfTheSystemBeforeIsTakenInAndAllIsWrittenOut() throws Exception {
        Path old = folder.resolve("2026-01-01-00-00-00+0000.processing");
        Files.writeString(old, CommandRun.of("logs", "generate", "--lines", 10, "--seed", 9).out());
        CommandRun run = transform("--output", output, "--json", old);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.json()).containsEntry("taken_in_lines", 10).containsEntry("records", 510);
        assertThat(CommandRun.emitted(output)).hasSize(510).containsAll(lines);
    }

    @Test
    void aFileThatIsNotThereIsNamedAndTheRestIsWrittenOut() throws Exception {
        Path gone = folder.resolve("gone.processing");
        CommandRun run = transform("--output", output, gone);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().strip()).isEqualTo(gone + ": no such file (looked for " + gone + ")");
        assertThat(CommandRun.emitted(output)).isEqualTo(lines);
    }

    @Test
    void anOutputFolderThatIsAFileFailsEveryGroupAndLosesNothing() throws Exception {
        Files.writeString(output, "in the way");
        CommandRun run = transform("--output", output, "--now");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("ALLBUCKETS/").contains(output.toString());
        assertThat(run.err()).doesNotContain("\tat ");
        Files.delete(output);
        assertThat(transform("--output", output, "--now").exit()).isZero();
        assertThat(CommandRun.emitted(output)).isEqualTo(lines);
    }

    @Test
    void aStagingFolderThatIsNotThereIsNamedWithWhatWasTried() throws Exception {
        CommandRun run =
                CommandRun.of("transform", "--staging", output.resolve("typo"), "--output", output);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains(output.resolve("typo") + ": no such staging folder (looked for ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "transform --output x -b bucket | --output and -b both say where to write",
                "transform | Say where to write: --output, -b or S3LOGS_TRANSFORM_OUTPUT_BUCKET",
                "transform --output x --format csv | 'csv': expected gz or zst",
                "transform --output x --nonsense | Unknown option: --nonsense",
                "transform --output x a b | Unexpected argument: b"
            })
    void wrongUsageIsSaidWithTheUsage(String line, String message) {
        CommandRun run = CommandRun.of((Object[]) line.split(" "));
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message).contains("Usage: s3logkit transform");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "S3LOGS_TRANSFORM_OUTPUT_FORMAT | csv | expected gz or zst",
                "S3LOGS_TRANSFORM_SPLIT_BYTES | 1 | from 1048576",
                "S3LOGS_TRANSFORM_LEDGER_DAYS | 2 | from 30",
                "S3LOGS_TRANSFORM_AGGREGATE_SECOND | 1000 | a whole multiple",
                "S3LOGS_STAGGING_PARTITION_TZIF | Nowhere/Land | Nowhere/Land"
            })
    void aVariableThatCannotBeUsedIsNamedBeforeAnythingIsDone(
            String variable, String value, String allowed) {
        CommandRun run =
                CommandRun.of(
                        Map.of(variable, value),
                        "transform",
                        "--staging",
                        staging,
                        "--output",
                        output,
                        "--now");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains(variable).contains(allowed).doesNotContain("\tat ");
        assertThat(output).doesNotExist();
    }
}
