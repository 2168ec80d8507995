package dev.s3logkit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.lambda.FunctionException;
import dev.s3logkit.local.template.FunctionSpec;
import dev.s3logkit.local.testfunction.FunctionZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The zips that are deployed, each in a process of its own under AWS's runtime interface client,
/// with the environment of the template: every sample event has the outcome that it has in this
/// process.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RuntimeClientTest {

    private static final Path PROJECT = Path.of("..");

    @TempDir private Path folder;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private LocalAws shared;
    private LocalAws isolated;

    @BeforeAll
    void start() throws IOException {
        LocalAwsOptions options =
                LocalAwsOptions.of(PROJECT.resolve("template.yaml"))
                        .withParameters(Map.of("UseObjectLambda", "true"))
                        .withoutSchedules();
        shared = LocalAws.start(options);
        isolated =
                LocalAws.start(
                        options.withIsolation()
                                .withLog((function, line) -> log.add(function + " " + line)));
    }

    @AfterAll
    void stop() throws IOException {
        isolated.close();
        shared.close();
    }

    static List<Path> events() throws IOException {
        try (Stream<Path> files = Files.list(PROJECT.resolve("events"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void aSampleEventHasTheSameOutcomeInAProcessOfItsOwn(Path event) throws Exception {
        String function = function(event);

        String expected = outcome(shared, function, event);

        assertThat(outcome(isolated, function, event)).isEqualTo(expected);
        assertThat(log).anyMatch(line -> line.startsWith(function + " INIT_REPORT"));
    }

    /// The first function with the handler that the table of sample events names.
    private String function(Path event) throws IOException {
        String row = "| `" + event.getFileName() + "` | `";
        String handler =
                Files.readAllLines(event.resolveSibling("README.md")).stream()
                        .filter(line -> line.startsWith(row))
                        .map(line -> line.substring(row.length(), line.indexOf('`', row.length())))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(event + " is not in the table"));
        return shared.template().functions().stream()
                .filter(function -> function.handler().split("::", -1)[0].endsWith("." + handler))
                .map(FunctionSpec::logicalId)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no function has a " + handler));
    }

    /// What is returned or thrown, without what differs from run to run: numbers and identifiers.
    private static String outcome(LocalAws aws, String function, Path event)
            throws IOException, InterruptedException {
        try {
            Object answer = JSON.std.anyFrom(aws.invoke(function, Files.readString(event)));
            return "returns " + steady(answer);
        } catch (FunctionException e) {
            String message = String.valueOf(e.getMessage());
            return "throws " + steady(message.lines().findFirst().orElseThrow());
        }
    }

    private static Object steady(@Nullable Object json) {
        return switch (json) {
            case Map<?, ?> fields -> {
                Map<String, Object> sorted = new TreeMap<>();
                fields.forEach((name, value) -> sorted.put(String.valueOf(name), steady(value)));
                yield sorted;
            }
            case List<?> items -> items.stream().map(RuntimeClientTest::steady).toList();
            case null, default -> steady(String.valueOf(json));
        };
    }

    private static String steady(String text) {
        return text.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "id").replaceAll("[0-9.E-]+", "#");
    }

    @Test
    void aHandlerThatTakesTooLongIsEndedAndMadeAnew() throws Exception {
        FunctionZip.create(folder.resolve("function.zip"));
        Files.copy(Path.of("src/test/resources/template.yaml"), folder.resolve("template.yaml"));
        try (LocalAws aws =
                LocalAws.start(
                        LocalAwsOptions.of(folder.resolve("template.yaml"))
                                .withIsolation()
                                .withLog((function, line) -> log.add(function + " " + line)))) {
            assertThatThrownBy(() -> aws.invoke("Streamer", "\"sleep\""))
                    .isInstanceOf(FunctionException.class)
                    .hasMessageContaining("Task timed out after 3.00 seconds");
            assertThat(aws.invoke("Streamer", "\"again\"")).isEqualTo("streamer \"again\"");
            assertThatThrownBy(() -> aws.invoke("Streamer", "\"exit\""))
                    .hasMessageContaining("Runtime.ExitError");
            assertThat(aws.invoke("Streamer", "\"again\"")).isEqualTo("streamer \"again\"");
            assertThatThrownBy(() -> aws.invoke("Streamer", "\"explode\""))
                    .hasMessageContaining("java.lang.UnsupportedOperationException")
                    .hasMessageContaining("asked to explode");
            assertThat(aws.invoke("Streamer", "\"classes\"")).isEqualTo("--");
        }
    }
}
