package dev.s3logkit.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.lambda.TestContext;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.orchestrator.OrchestrationRequest.Cursor;
import dev.s3logkit.orchestrator.OrchestrationRequest.Mode;
import dev.s3logkit.orchestrator.plan.PlanLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrchestratorHandlerTest {

    private static final Map<String, Object> EVENT =
            Map.of(
                    "inventory_s3_url", "s3://inventories/one.csv",
                    "output_manifest_s3_prefix", "s3://archives/manifests/",
                    "date_to_process", "2024-12-25");

    private final InMemoryObjectStore store = new InMemoryObjectStore("inventories", "archives");
    private final List<String> calls = new ArrayList<>();

    private OrchestratorHandler handler(Map<String, String> environment) {
        return new OrchestratorHandler(
                environment,
                store,
                Setup.NOTHING_DONE,
                arn -> event -> calls.add(arn + " " + event),
                TestLog.quiet(),
                Clock.systemUTC());
    }

    private static Map<String, Object> sample(String name) throws IOException {
        Path root = Path.of(System.getProperty("s3logkit.root", ".."));
        return JSON.std.mapFrom(Files.readString(root.resolve("events").resolve(name)));
    }

    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> event = new HashMap<>(EVENT);
        event.put(field, value);
        return event;
    }

    @Test
    void theSeedsEventHasTheSeedsMeaning() {
        OrchestrationRequest request = OrchestratorEvent.request(EVENT);
        assertThat(request)
                .isEqualTo(
                        new OrchestrationRequest(
                                S3Uri.parse("s3://inventories/one.csv"),
                                S3Uri.parse("s3://archives/manifests/"),
                                Setup.BY_MODIFIED,
                                new PlanLimits(100_000, 50L << 30),
                                Mode.START,
                                false,
                                false,
                                Cursor.START));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orchestrator.json",
                "orchestrator-dry-run.json",
                "orchestrator-supplement.json"
            })
    void readsTheSampleEvents(String name) throws IOException {
        OrchestrationRequest request = OrchestratorEvent.request(sample(name));
        assertThat(request.inventory().key()).endsWith("manifest.json");
        assertThat(request.mode() == Mode.DRY_RUN).isEqualTo(name.contains("dry"));
        assertThat(request.supplement()).isEqualTo(name.contains("supplement"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date_to_process|yesterday|\"date_to_process\" is \"yesterday\", expected a day such as 2024-12-25",
                "date_to_process|2024-02-30|\"date_to_process\" is \"2024-02-30\"",
                "date_to_process|2024-12-25T00:00:00Z|\"date_to_process\"",
                "date_field|today|\"date_field\" is today, expected last_modified or log_date",
                "compressor|zip|\"compressor\" is zip, expected lambda or none",
                "inventory_s3_url|/tmp/x|\"inventory_s3_url\": '/tmp/x' is not an S3 URL",
                "output_manifest_s3_prefix|s3://x|\"output_manifest_s3_prefix\": bucket name 'x'",
                "dry_run|yes|\"dry_run\" is yes, expected true or false",
                "max_objects_per_manifest|many|\"max_objects_per_manifest\" is many, expected an integer",
                "cursor|7|\"cursor\" is 7",
            })
    void saysWhatIsWrongWithAnEvent(String field, String value, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> handler(Map.of()).handleRequest(with(field, value), null))
                .withMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inventory_s3_url", "output_manifest_s3_prefix", "date_to_process"})
    void saysWhatIsMissing(String field) {
        Map<String, Object> event = new HashMap<>(EVENT);
        event.remove(field);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> handler(Map.of()).handleRequest(event, null))
                .withMessage("\"%s\" is missing, expected text".formatted(field));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> handler(Map.of()).handleRequest(null, null));
    }

    @Test
    void startsTheConfiguredCompressor() throws IOException {
        store.put(
                S3Uri.parse("s3://inventories/one.csv"),
                "logs,AWSLogs/123456789012/CloudTrail/eu-west-1/2024/12/25/a,1,2024-12-25\n"
                        .getBytes(UTF_8));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> handler(Map.of()).handleRequest(EVENT, null))
                .withMessageContaining("COMPRESSOR_FUNCTION_ARN");
        assertThat(store.keys("archives")).isEmpty();

        Map<String, Object> answer =
                handler(Map.of("COMPRESSOR_FUNCTION_ARN", "arn:compressor"))
                        .handleRequest(EVENT, null);
        assertThat(answer)
                .containsEntry("status", "started")
                .containsEntry("compressors_started", 1L)
                .containsEntry("plan_s3_url", "s3://archives/manifests/2024-12-25/plan.json");
        assertThat(calls).hasSize(1).first().asString().startsWith("arn:compressor {\"operation\"");
    }

    @Test
    void goesOnByInvokingItselfWhenTimeRunsOut() throws IOException {
        store.put(
                S3Uri.parse("s3://inventories/one.csv"),
                "logs,AWSLogs/123456789012/CloudTrail/eu-west-1/2024/12/25/a,1,2024-12-25\n"
                        .getBytes(UTF_8));
        OrchestratorHandler handler = handler(Map.of("COMPRESSOR_FUNCTION_ARN", "arn:compressor"));
        assertThat(handler.handleRequest(EVENT, new TestContext(1_000)))
                .containsEntry("status", "unfinished")
                .containsEntry("manifests_left", 1L);
        assertThat(calls).hasSize(1);
        String itself = TestContext.FUNCTION_ARN + " ";
        assertThat(calls.getFirst()).startsWith(itself + "{");
        Map<String, Object> next = JSON.std.mapFrom(calls.getFirst().substring(itself.length()));
        assertThat(OrchestratorEvent.request(next).cursor()).isEqualTo(new Cursor(1, 0));
        assertThat(handler.handleRequest(next, null)).containsEntry("status", "started");
    }

    @Test
    void givesUpEarlyOnAnInventoryThatTimeDoesNotSufficeForAndSaysWhatToDo() throws IOException {
        String row = "logs,AWSLogs/123456789012/CloudTrail/eu-west-1/2024/12/25/a,1,2024-12-25\n";
        store.put(S3Uri.parse("s3://inventories/one.csv"), row.repeat(20_000).getBytes(UTF_8));
        OrchestratorHandler handler = handler(Map.of("COMPRESSOR_FUNCTION_ARN", "arn:compressor"));
        // Fifteen minutes, of which half of one is gone at each look.
        int[] left = {930_000};
        Context slow = new TestContext(() -> left[0] -= 30_000);
        assertThatExceptionOfType(InventoryTooLargeException.class)
                .isThrownBy(() -> handler.handleRequest(EVENT, slow))
                .withMessageStartingWith("s3://inventories/one.csv: ")
                .withMessageContaining("Nothing was written")
                .withMessageContaining(
                        "s3logkit orchestrate --inventory s3://inventories/one.csv --compressor none");
        assertThat(left[0]).isGreaterThan(800_000);
        assertThat(store.keys("archives")).isEmpty();
        assertThat(calls).isEmpty();
    }
}
