package dev.s3logkit.compressor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.lambda.TestContext;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.compressor.failure.InvalidEventException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressorHandlerTest {

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<String> started = new ArrayList<>();

    private String handle(Fixture fixture, String event) throws IOException {
        CompressorHandler handler =
                new CompressorHandler(
                        fixture.memory,
                        null,
                        (arn, next) -> started.add(arn + " " + JSON.std.asString(next)),
                        new RunLog(
                                "compressor",
                                new PrintStream(log, true, UTF_8),
                                Clock.systemUTC()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(
                new ByteArrayInputStream(event.getBytes(UTF_8)), out, new TestContext());
        return out.toString(UTF_8);
    }

    private static String sample(String name) throws IOException {
        return Files.readString(Path.of("../events/compressor-" + name + ".json"))
                .replaceAll("s3://[a-z0-9-]+/manifests/[^\"]*", "s3://lists/day.txt")
                .replaceAll("s3://[a-z0-9-]+/compressed-logs/[^\"]*", "s3://zips/day.zip")
                .replaceAll("s3://[a-z0-9-]+/extracted/[^\"]*", "s3://zips/out")
                .replaceAll(
                        "\"file_to_extract\": \"[^\"]*\"", "\"file_to_extract\": \"logs/few/1\"");
    }

    @Test
    void theSampleEventsDoWhatTheirNamesSay() throws IOException {
        Fixture fixture = Fixture.ofFew();
        assertThat(JSON.std.mapFrom(handle(fixture, sample("compress"))))
                .containsEntry("status", "success")
                .doesNotContainKey("deletion");
        assertThat(started).isEmpty();
        assertThat(JSON.std.mapFrom(handle(fixture, sample("verify"))))
                .containsEntry("status", "success");
        assertThat(JSON.std.mapFrom(handle(fixture, sample("decompress"))))
                .containsEntry("file_name", "logs/few/1")
                .containsKey("file_content_base64");
        assertThat(JSON.std.mapFrom(handle(fixture, sample("decompress-to-s3"))))
                .containsEntry("output_s3_url", "s3://zips/out");
        assertThat(JSON.std.mapFrom(handle(fixture, sample("compress-and-delete"))))
                .containsEntry("existed", true)
                .containsEntry("deletion", "started");
        assertThat(started)
                .containsExactly(
                        TestContext.FUNCTION_ARN
                                + " {\"operation\":\"delete\",\"source_s3_url\":\"s3://zips/day.zip\"}");
        assertThat(JSON.std.mapFrom(handle(fixture, sample("delete"))))
                .containsEntry("status", "success");
        assertThat(fixture.memory.keys("logs")).isEmpty();
    }

    @Test
    void aRunIsLoggedWithItsCountsAndRequests() throws IOException {
        handle(Fixture.ofFew(), sample("compress"));
        Map<String, Object> line = JSON.std.mapFrom(log.toString(UTF_8));
        assertThat(line)
                .containsEntry("message", "run")
                .containsEntry("request_id", TestContext.REQUEST_ID)
                .containsEntry("files_processed", 5)
                .containsEntry("total_uncompressed_bytes", 1000)
                .containsEntry("requests_get", 7)
                .containsKey("_aws")
                .containsKey("estimated_cost_usd");
    }

    @Test
    void fieldsThatMeanNothingAreLogged() throws IOException {
        Fixture fixture = Fixture.ofFew();
        Map<String, Object> event = JSON.std.mapFrom(sample("compress"));
        event.put("overwirte", true);
        handle(fixture, JSON.std.asString(event));
        assertThat(log.toString(UTF_8)).contains("\\\"overwirte\\\" is no field of this event");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "7", "\"compress\"", "{", "{}", "{\"operation\":\"zip\"}"})
    void whatIsNoEventIsRefused(String event) throws IOException {
        Fixture fixture = Fixture.ofFew();
        assertThatThrownBy(() -> handle(fixture, event)).isInstanceOf(InvalidEventException.class);
        assertThat(fixture.memory.keys("zips")).isEmpty();
    }
}
