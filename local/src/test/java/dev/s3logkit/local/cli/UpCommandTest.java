package dev.s3logkit.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.s3logkit.local.testfunction.FunctionZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `up` in a process of its own, as users start it, and the AWS command line against it.
class UpCommandTest {

    @TempDir Path folder;
    Process up;

    @BeforeEach
    void prepare() throws IOException {
        Files.copy(Path.of("src/test/resources/template.yaml"), folder.resolve("template.yaml"));
        FunctionZip.create(folder.resolve("function.zip"));
    }

    @AfterEach
    void stop() {
        if (up != null) {
            up.destroyForcibly();
        }
    }

    @Test
    void servesTheAwsCommandLineWithWhatItPrintsAndEndsWhenAsked() throws Exception {
        assumeThat(run(Map.of(), "aws", "--version")).isZero();
        start();
        Map<String, String> variables = exports();
        Path log = Files.writeString(folder.resolve("access log ü.gz"), "text");

        assertThat(run(variables, "aws", "s3", "cp", log.toString(), "s3://logs/logs/")).isZero();
        assertThat(run(variables, "aws", "s3", "ls", "s3://logs/logs/")).isZero();
        assertThat(read("command.out")).contains("4 access log ü.gz");

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(received()).contains("logs/access+log+%C3%BC.gz"));
        up.destroy();
        assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(read("err")).contains("stopping").doesNotContain("Exception");
        assertThat(read("out"))
                .contains("export AWS_ACCESS_KEY_ID=local", "s3://logs", "kit-Queue");
    }

    @Test
    void writesWhereEverythingIsAsJson() throws Exception {
        start("--json");

        assertThat(read("out"))
                .contains("\"AWS_ENDPOINT_URL_S3\":\"http://127.0.0.1:", "\"Bucket\":\"logs\"");
    }

    private void start(String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "up",
                        "--template",
                        folder.resolve("template.yaml").toString(),
                        "--data",
                        folder.resolve("data").toString()));
        command.addAll(List.of(options));
        up =
                new ProcessBuilder(command)
                        .redirectOutput(folder.resolve("out").toFile())
                        .redirectError(folder.resolve("err").toFile())
                        .start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !read("out").isEmpty() && read("out").contains("AWS_ENDPOINT_URL"));
    }

    private Map<String, String> exports() throws IOException {
        await().until(() -> read("out").contains("# Try"));
        return read("out")
                .lines()
                .filter(line -> line.startsWith("export "))
                .map(line -> line.substring("export ".length()).split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /// The exit code; 127 when there is no such program.
    private int run(Map<String, String> variables, String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("command.out").toFile());
        builder.environment().putAll(new HashMap<>(variables));
        try {
            Process process = builder.start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } catch (IOException e) {
            return 127;
        }
    }

    private String received() throws IOException {
        Path received = folder.resolve("data/files/Point/received");
        if (!Files.isDirectory(received)) {
            return "";
        }
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(received)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".txt")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
