package dev.s3logkit.common.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.RequestCounts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunLogTest {

    private static final Instant NOW = Instant.parse("2026-03-14T15:09:26Z");
    private static final RequestCounts REQUESTS = new RequestCounts(7, 0, 0, 0, 0, 0, 0);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final RunLog log =
            new RunLog(
                    "kit-test",
                    new PrintStream(out, true, UTF_8),
                    Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void countsBecomeMetricsInTheEmbeddedFormat() throws IOException {
        log.run("r-1", Map.of("lines", 3L), REQUESTS);

        assertThat(line())
                .containsEntry("lines", 3)
                .containsEntry(
                        "_aws",
                        Map.of(
                                "Timestamp",
                                NOW.toEpochMilli(),
                                "CloudWatchMetrics",
                                List.of(
                                        Map.of(
                                                "Namespace", "s3logkit",
                                                "Dimensions", List.of(List.of("function")),
                                                "Metrics",
                                                        List.of(
                                                                Map.of(
                                                                        "Name", "lines",
                                                                        "Unit", "Count"))))));
    }

    @Test
    void bytesAreToldFromCounts() throws IOException {
        log.run("r-1", Map.of("total_compressed_bytes", 3L), REQUESTS);

        assertThat(String.valueOf(line().get("_aws"))).contains("Unit=Bytes");
    }

    @Test
    void whatIsZeroAndRequestsAreFieldsThatAreNotBilledAsMetrics() throws IOException {
        log.run("r-1", Map.of("lines", 3L, "lines_rejected", 0L), REQUESTS);

        assertThat(line()).containsEntry("lines_rejected", 0).containsEntry("requests_get", 7);
        assertThat(String.valueOf(line().get("_aws")))
                .contains("Name=lines,")
                .doesNotContain("lines_rejected", "requests_get");
    }

    @Test
    void aRunWithNothingToDoMakesNoMetric() throws IOException {
        log.run("r-1", Map.of("lines", 0L), REQUESTS);

        assertThat(line()).containsEntry("lines", 0).doesNotContainKey("_aws");
    }

    private Map<String, Object> line() throws IOException {
        return JSON.std.mapFrom(out.toString(UTF_8));
    }
}
