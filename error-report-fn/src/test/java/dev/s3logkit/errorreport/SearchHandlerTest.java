package dev.s3logkit.errorreport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.lambda.TestContext;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.errorreport.search.InvalidSearchException;
import dev.s3logkit.errorreport.store.TestClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchHandlerTest {

    private static final String BUCKET = "s3logkit-app-logs-111122223333-eu-central-1";

    private final InMemoryObjectStore s3 = new InMemoryObjectStore(BUCKET);
    private final TestClock clock = new TestClock(Instant.parse("2026-03-14T12:00:00Z"));

    private Map<String, Object> search(String event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SearchHandler(
                        ErrorReportConfig.of(Map.of("ERROR_REPORT_BUCKET", BUCKET)),
                        s3,
                        new RunLog(
                                "search", new PrintStream(OutputStream.nullOutputStream()), clock),
                        clock)
                .handleRequest(
                        new ByteArrayInputStream(event.getBytes(UTF_8)), out, new TestContext());
        return JSON.std.mapFrom(out.toByteArray());
    }

    private void put(String key, String text) throws IOException {
        s3.put(new S3Uri(BUCKET, key), text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"search.json, 2", "search-range.json, 1"})
    void theSampleEventsFind(String file, int hits) throws IOException {
        put(
                "logs/shop/20260314/a.gz",
                "2026-03-14 11:00:00 ERROR order 17\n2026-03-14 11:00:01 ERROR order 18\n");
        put("logs/cart/20260313/a.gz", "2026-03-13 11:00:00 error order timeout\n");
        Path events = Path.of(System.getProperty("s3logkit.root")).resolve("events");

        Map<String, Object> answer = search(Files.readString(events.resolve(file)));

        assertThat((List<?>) answer.get("hits")).hasSize(hits);
        assertThat(answer)
                .containsEntry("more", false)
                .containsEntry("failures", Map.of())
                .containsKeys("counts", "estimated_cost_usd");
    }

    @Test
    void anAnswerFitsIntoWhatLambdaTakes() throws IOException {
        put(
                "logs/shop/20260314/a.gz",
                "2026-03-14 10:00:00 ok\n".repeat(300)
                        + ("2026-03-14 11:00:00 " + "\u0001ü".repeat(3000) + "\n").repeat(1000));

        Map<String, Object> answer =
                search("{\"applications\":\"shop\",\"texts\":[\"2026\"],\"limit\":10000}");

        assertThat(JSON.std.asString(answer).getBytes(UTF_8)).hasSizeLessThan(6_000_000);
        assertThat(answer).containsEntry("more", true);
    }

    @Test
    void saysWhatIsWrongWithAnEvent() {
        assertThatThrownBy(() -> search("[1]"))
                .isInstanceOf(InvalidSearchException.class)
                .hasMessage("the event is no JSON object");
        assertThatThrownBy(() -> search("{"))
                .isInstanceOf(InvalidSearchException.class)
                .hasMessageStartingWith("the event is no JSON");
    }
}
