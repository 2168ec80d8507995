package dev.s3logkit.local.aggregate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateCommandTest {

    @TempDir Path folder;
    private Path staging;
    private Path output;
    private Path logs;
    private final List<String> expected = new ArrayList<>();

    @BeforeEach
    void writeLogs() throws Exception {
        staging = folder.resolve("staging");
        output = folder.resolve("output");
        logs = Files.createDirectories(folder.resolve("logs"));
        Files.createDirectory(logs.resolve("sub"));
        write(logs.resolve("2026-01-01-00-00-00-AAAA"), 1);
        write(logs.resolve("sub/2026-01-01-00-00-00-BBBB"), 2);
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(logs.resolve("cc.gz")))) {
            out.write(lines(3).getBytes(ISO_8859_1));
        }
    }

    private String lines(int seed) {
        String lines = CommandRun.of("logs", "generate", "--lines", 200, "--seed", seed).out();
        lines.lines().forEach(expected::add);
        return lines;
    }

    private void write(Path file, int seed) throws IOException {
        Files.writeString(file, lines(seed), ISO_8859_1);
    }

    private CommandRun aggregate(Object... arguments) {
        Object[] all =
                Stream.concat(Stream.of("aggregate", "--staging", staging), Stream.of(arguments))
                        .toArray();
        return CommandRun.of(all);
    }

    private void assertEveryLineOnce() throws IOException {
        CommandRun run =
                CommandRun.of("transform", "--staging", staging, "--output", output, "--now");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(CommandRun.emitted(output)).isEqualTo(expected.stream().sorted().toList());
    }

    private Path tar(String name) throws Exception {
        Path tarball = folder.resolve(name);
        int exit;
        try {
            exit =
                    new ProcessBuilder(
                                    "tar", "-caf", tarball.toString(), "-C", logs.toString(), ".")
                            .inheritIO()
                            .start()
                            .waitFor();
        } catch (IOException e) {
            exit = -1;
        }
        assumeTrue(exit == 0, "no tar on this machine");
        return tarball;
    }

    @Test
    void stagesFoldersAndFilesEachOnceHoweverOftenTheyAreNamed() throws Exception {
        assertThat(aggregate(logs).exit()).isZero();
        CommandRun again = aggregate(logs.resolve("cc.gz"), logs);
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.out()).contains("lines accepted").contains("800");
        assertThat(again.err()).isEmpty();
        assertEveryLineOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "zstd"})
    void storesFragmentsAsAsked(String compression) throws Exception {
        assertThat(aggregate("--fragment-compression", compression, logs).exit()).isZero();
        try (Stream<Path> files = Files.walk(staging)) {
            byte[] start = new byte[200];
            Path fragment = files.filter(f -> f.toString().endsWith(".frag.zst")).findFirst().get();
            System.arraycopy(Files.readAllBytes(fragment), 0, start, 0, start.length);
            assertThat(new String(start, ISO_8859_1).contains(expected.getFirst().substring(0, 40)))
                    .isEqualTo(compression.equals("none"));
        }
        assertEveryLineOnce();
    }

    @Test
    void filesAndATarballOfThemCountOnceWhenBothSayWhatTheyWere() throws Exception {
        Path tarball = tar("logs.tgz");
        assertThat(aggregate("--as", "s3://my-logs/p/", logs).exit()).isZero();
        CommandRun run = aggregate("--as", "s3://my-logs/p/", tarball);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("logs +3\n");
        assertEveryLineOnce();
    }

    @Test
    void aTarballThatIsCutFailsAndIsNamedWhileOthersAreStaged() throws Exception {
        Path tarball = tar("logs.tgz");
        byte[] whole = Files.readAllBytes(tarball);
        Files.write(tarball, java.util.Arrays.copyOf(whole, whole.length / 2));
        CommandRun run = aggregate(tarball, logs.resolve("cc.gz"), logs.resolve("sub"));
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains(tarball.toString()).doesNotContain("\tat ");
        assertThat(run.out())
                .containsPattern("sources failed +1\n")
                .containsPattern("lines +400\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "local"})
    void whatIsNotThereIsNamedWithWhatWasTried(String form) {
        Path gone = folder.resolve("gone.log");
        CommandRun run =
                form.isEmpty()
                        ? aggregate(gone)
                        : CommandRun.of("aggregate", form, gone, "--staging", staging);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().strip())
                .isEqualTo(gone + ": no such file or folder (looked for " + gone + ")");
        assertThat(staging).doesNotExist();
    }

    @Test
    void takesTheFormsOfTheSystemBefore() throws Exception {
        for (String file : List.of("2026-01-01-00-00-00-AAAA", "sub/2026-01-01-00-00-00-BBBB")) {
            assertThat(
                            CommandRun.of(
                                            Map.of("S3LOGS_STAGGING_ROOT_PATH", staging.toString()),
                                            "aggregate",
                                            "local",
                                            logs.resolve(file))
                                    .exit())
                    .isZero();
        }
        assertThat(aggregate("local", logs.resolve("cc.gz")).exit()).isZero();
        assertEveryLineOnce();
    }

    @Test
    void takesInWhatTheSystemBeforeLeftInTheStagingFolder() throws Exception {
        Files.createDirectories(staging.resolve("ALLBUCKETS"));
        Files.move(
                logs.resolve("sub/2026-01-01-00-00-00-BBBB"),
                staging.resolve("ALLBUCKETS/2026-01-01-00-00-00+0000.s3logs"));
        assertThat(aggregate(logs).exit()).isZero();
        for (int i = 0; i < 2; i++) {
            CommandRun run = aggregate(staging);
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.out()).containsPattern("logs +1\n");
        }
        assertEveryLineOnce();
    }

    @Test
    void countsAreJsonWhenAskedFor() throws Exception {
        CommandRun run = aggregate("--json", logs);
        assertThat(run.json())
                .containsEntry("sources", 3)
                .containsEntry("lines", 600)
                .containsEntry("lines_accepted", 600)
                .containsEntry("lines_rejected", 0)
                .containsEntry("estimated_cost_usd", 0.0);
    }

    @Test
    void linesThatAreNoRecordsAndEmptyFilesAreNoFailure() throws Exception {
        Path odd = Files.writeString(folder.resolve("odd"), "one\ntwo\n");
        Path empty = Files.createFile(folder.resolve("empty"));
        CommandRun run = aggregate("--json", odd, empty);
        assertThat(run.exit()).isZero();
        assertThat(run.json()).containsEntry("lines_rejected", 2).containsEntry("lines", 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "aggregate | Missing required parameter: INPUT",
                "aggregate --nonsense x | Unknown option: --nonsense",
                "aggregate --fragment-compression lz4 x | 'lz4': expected none or zstd",
                "aggregate --as here x | 'here' is not an S3 URL",
                "aggregate --as s3://x y | bucket name 'x'",
                "aggregate local | Missing required parameter: 'FILE'",
                "aggregate s3 -r eu-west-1 -b logs | Missing required option: '-k=KEY'"
            })
    void wrongUsageIsSaidWithTheUsage(String line, String message) {
        CommandRun run = CommandRun.of((Object[]) line.split(" "));
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message).contains("Usage: s3logkit aggregate");
    }

    @Test
    void aVariableThatCannotBeUsedIsNamedBeforeAnythingIsDone() {
        CommandRun run =
                CommandRun.of(
                        Map.of("S3LOGS_STAGGING_PARTITION_SECOND", "often"),
                        "aggregate",
                        "--staging",
                        staging,
                        logs);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("S3LOGS_STAGGING_PARTITION_SECOND is 'often'")
                .contains("from 1 to 86400");
        assertThat(staging).doesNotExist();
    }

    @Test
    void aVariableThatMeansNothingAnyMoreIsNamed() {
        CommandRun run =
                CommandRun.of(
                        Map.of("S3LOGS_FILE_BUF_SIZE", "1"),
                        "aggregate",
                        "--staging",
                        staging,
                        logs);
        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("S3LOGS_FILE_BUF_SIZE").contains("no effect");
    }
}
