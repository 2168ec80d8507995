package dev.s3logkit.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.telemetry.RunLog;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TransformEventTest {

    static Stream<Arguments> badInputs() {
        return Stream.of(
                Arguments.of("now", "true", "true or false"),
                Arguments.of("now", 1, "true or false"),
                Arguments.of("bucket", 7, "expected text"),
                Arguments.of("bucket", List.of("a"), "expected text"),
                Arguments.of("prefix", true, "expected text"),
                Arguments.of("region", Map.of(), "expected text"),
                Arguments.of("aggregate", "/mnt", "a list of texts"),
                Arguments.of("aggregate", List.of("/mnt", 3), "expected texts"),
                Arguments.of("aggregate", Arrays.asList("/mnt", null), "expected texts"));
    }

    @ParameterizedTest
    @MethodSource("badInputs")
    void aBadFieldIsNamedWithWhatWasFoundAndWhatIsExpected(
            String field, Object value, String expected) {
        assertThatThrownBy(() -> TransformEvent.of(Map.of(field, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + field + "\"")
                .hasMessageContaining(expected);
    }

    @Test
    void whatIsMissingNullOrUnknownHasNoEffect() {
        TransformEvent nothing = new TransformEvent(null, null, null, false, List.of());
        Map<String, Object> nulls = new HashMap<>();
        List.of("region", "bucket", "prefix", "now", "aggregate")
                .forEach(field -> nulls.put(field, null));
        assertThat(TransformEvent.of(Map.of())).isEqualTo(nothing);
        assertThat(TransformEvent.of(nulls)).isEqualTo(nothing);
        assertThat(TransformEvent.of(Map.of("time", "2026-02-06T10:00:00Z"))).isEqualTo(nothing);
    }

    @Test
    void aPrefixIsAFolderWhetherItEndsInASlashOrNot(@TempDir Path folder) throws Exception {
        for (String prefix : List.of("access", "access/")) {
            Flow flow = new Flow(folder.resolve("" + prefix.length()));
            flow.deliverEach(
                    List.of(flow.put("log", List.of(LogLines.get(1_770_000_000L, "photos", "1")))));
            handler(flow, Map.of("S3LOGS_TRANSFORM_OUTPUT_BUCKET", Flow.OUT))
                    .handleRequest(Map.of("now", true, "prefix", prefix), null);
            assertThat(flow.emitted("access/year=2026/")).hasSize(1);
        }
    }

    @Test
    void withoutABucketNothingIsTakenInAndTheErrorSaysWhereToNameOne(@TempDir Path folder) {
        Flow flow = new Flow(folder);
        assertThatThrownBy(() -> handler(flow, Map.of()).handleRequest(null, null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("S3LOGS_TRANSFORM_OUTPUT_BUCKET")
                .hasMessageContaining("\"bucket\" in the event");
    }

    @Test
    void aBucketNameThatNoBucketCanHaveIsNamed(@TempDir Path folder) {
        Flow flow = new Flow(folder);
        assertThatThrownBy(
                        () ->
                                handler(flow, Map.of())
                                        .handleRequest(Map.of("bucket", "no bucket"), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'no bucket'");
    }

    private static TransformerHandler handler(Flow flow, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("S3LOGS_STAGING_ROOT_PATH", flow.config.layout().root().toString());
        return new TransformerHandler(
                environment,
                _ -> flow.store,
                new RunLog("test", new PrintStream(flow.log), Clock.systemUTC()));
    }
}
