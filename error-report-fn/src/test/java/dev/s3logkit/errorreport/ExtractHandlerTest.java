package dev.s3logkit.errorreport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.accesslog.RejectLine;
import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.lambda.TestContext;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.NoSuchObjectException;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.errorreport.rule.RulesException;
import dev.s3logkit.errorreport.store.ErrorItem;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.errorreport.store.InMemoryErrorStore;
import dev.s3logkit.errorreport.store.StoreCounts;
import dev.s3logkit.errorreport.store.StoreThrottledException;
import dev.s3logkit.errorreport.store.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractHandlerTest {

    private static final Instant NOW = Instant.parse("2026-03-14T09:10:00Z");
    private static final String BUCKET = "s3logkit-app-logs-111122223333-eu-central-1";
    private static final String RULES =
            """
            zone: Europe/Berlin
            reports:
              - report_id: SHOP
                applications: [shop]
                match: {text: ERROR}
                fields: [{name: order, from: order}, {name: code, regex: 'code=(\\d+)'}]
                retention: 7d
              - report_id: ALL
                applications: ["s*", cart]
                match: {text: boom}
            """;

    private final TestClock clock = new TestClock(NOW);
    private final InMemoryObjectStore s3 = new InMemoryObjectStore(BUCKET);
    private final InMemoryErrorStore errors = new InMemoryErrorStore(clock);
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private ExtractHandler handler() throws IOException {
        s3.put(new S3Uri(BUCKET, "rules.yaml"), RULES.getBytes(UTF_8));
        return handler(errors, Map.of());
    }

    private ExtractHandler handler(ErrorStore store, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("ERROR_REPORT_TABLE", "errors");
        environment.put("ERROR_REPORT_RULES", "s3://" + BUCKET + "/rules.yaml");
        environment.put("ERROR_REPORT_REJECTS", "s3://" + BUCKET + "/rejects/");
        environment.putAll(more);
        return new ExtractHandler(
                ErrorReportConfig.of(environment),
                s3,
                store,
                new RunLog("extract", new PrintStream(log, true, UTF_8), clock),
                clock);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    private String put(String key, String text) throws IOException {
        s3.put(new S3Uri(BUCKET, key), gzip(text));
        return key;
    }

    private static SQSEvent.SQSMessage message(String id, String body) {
        SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
        message.setMessageId(id);
        message.setBody(body);
        return message;
    }

    private static SQSEvent event(SQSEvent.SQSMessage... messages) {
        SQSEvent event = new SQSEvent();
        event.setRecords(List.of(messages));
        return event;
    }

    /// A message whose id is the key.
    private static SQSEvent.SQSMessage created(String key) {
        String encoded = key.replace(" ", "+").replace("ü", "%C3%BC");
        return message(
                key,
                """
                {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put",
                 "s3":{"bucket":{"name":"%s"},"object":{"key":"%s"}}}]}
                """
                        .formatted(BUCKET, encoded));
    }

    private List<String> failed(ExtractHandler handler, SQSEvent event) {
        return handler.handleRequest(event, new TestContext()).getBatchItemFailures().stream()
                .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
                .toList();
    }

    private static final String SHOP_LOG =
            """
            {"@timestamp":"2026-03-14 10:00:00.001","level":"INFO","message":"fine"}
            {"@timestamp":"2026-03-14 10:00:01.002","level":"ERROR","message":"Order 17 failed: boom code=42","order":17,"logger_name":"a.B"}
            {"level":"ERROR","message":"no time"}
            """;

    @Test
    void storesWhatTheRulesAskForInEachReport() throws IOException {
        String key = put("logs/shop/20260314/a ü.gz", SHOP_LOG);

        assertThat(failed(handler(), event(created(key)))).isEmpty();

        String object = "s3://" + BUCKET + "/" + key;
        assertThat(errors.items())
                .extracting(ErrorItem::reportId, ErrorItem::line, ErrorItem::object)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("SHOP", 2L, object),
                        org.assertj.core.groups.Tuple.tuple("ALL", 2L, object),
                        org.assertj.core.groups.Tuple.tuple("SHOP", 3L, object));
        ErrorItem item =
                errors.items().stream()
                        .filter(found -> found.reportId().equals("SHOP") && found.line() == 2)
                        .findFirst()
                        .orElseThrow();
        assertThat(item.eventTime()).isEqualTo(Instant.parse("2026-03-14T09:00:01.002Z"));
        assertThat(item.extractDttm()).isEqualTo(NOW);
        assertThat(item.expDt()).isEqualTo(NOW.plus(Duration.ofDays(7)));
        assertThat(item.application()).isEqualTo("shop");
        assertThat(item.day()).isEqualTo("20260314");
        assertThat(item.extract().message()).isEqualTo("Order 17 failed: boom code=42");
        assertThat(item.extract().pattern()).isEqualTo("Order <n> failed: boom code=<n>");
        assertThat(item.extract().level()).isEqualTo("ERROR");
        assertThat(item.extract().logger()).isEqualTo("a.B");
        assertThat(item.extract().fields()).isEqualTo(Map.of("order", "17", "code", "42"));
        assertThat(log.toString(UTF_8))
                .contains("\"errors_stored\":3")
                .contains("\"lines\":3")
                .doesNotContain("Order 17");
    }

    @Test
    void eachObjectFiveTimesInAnyOrderChangesNothing() throws IOException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            keys.add(put("logs/shop/2026031" + i % 3 + "/" + i + ".gz", SHOP_LOG));
        }
        ExtractHandler handler = handler();
        keys.forEach(key -> failed(handler, event(created(key))));
        List<ErrorItem> once = errors.items();
        assertThat(once).hasSize(18);

        Random random = new Random(5);
        for (int round = 0; round < 4; round++) {
            clock.advance(Duration.ofHours(1));
            Collections.shuffle(keys, random);
            // A further instance, with all in one batch and one of them twice.
            SQSEvent.SQSMessage[] messages =
                    keys.stream()
                            .map(ExtractHandlerTest::created)
                            .toArray(SQSEvent.SQSMessage[]::new);
            SQSEvent.SQSMessage[] more = Arrays.copyOf(messages, messages.length + 1);
            more[messages.length] = messages[0];
            assertThat(failed(handler(), event(more))).isEmpty();
        }

        assertThat(errors.items()).isEqualTo(once);
    }

    @Test
    void aDamagedLogFailsItsMessageAloneAndWhatStandsBeforeTheDamageIsKept() throws IOException {
        String many = SHOP_LOG.repeat(20_000);
        byte[] whole = gzip(many);
        s3.put(
                new S3Uri(BUCKET, "logs/shop/20260314/cut.gz"),
                Arrays.copyOf(whole, whole.length - 5));
        s3.put(new S3Uri(BUCKET, "logs/shop/20260314/bin.gz"), new byte[] {1, 2, 0, 4});
        put("logs/shop/20260314/good.gz", SHOP_LOG);

        List<String> failed =
                failed(
                        handler(errorsBounded(), Map.of("ERROR_REPORT_MAX_ERRORS", "100")),
                        event(
                                created("logs/shop/20260314/cut.gz"),
                                created("logs/shop/20260314/bin.gz"),
                                created("logs/shop/20260314/good.gz"),
                                message("noise", "no JSON")));

        assertThat(failed)
                .containsExactlyInAnyOrder(
                        "logs/shop/20260314/cut.gz", "logs/shop/20260314/bin.gz", "noise");
        assertThat(errors.items())
                .extracting(ErrorItem::object)
                .anyMatch(o -> o.endsWith("good.gz"));
        assertThat(errors.items())
                .extracting(ErrorItem::object)
                .anyMatch(o -> o.endsWith("cut.gz"));
        assertThat(log.toString(UTF_8)).contains("CorruptedInputException").contains("NUL byte");
    }

    private ErrorStore errorsBounded() throws IOException {
        s3.put(new S3Uri(BUCKET, "rules.yaml"), RULES.getBytes(UTF_8));
        return errors;
    }

    @Test
    void plainTextUnderANameOfGzipIsReadAllTheSame() throws IOException {
        s3.put(new S3Uri(BUCKET, "logs/shop/20260314/x.gz"), SHOP_LOG.getBytes(UTF_8));

        assertThat(failed(handler(), event(created("logs/shop/20260314/x.gz")))).isEmpty();
        assertThat(errors.items()).hasSize(3);
    }

    @Test
    void acknowledgesWhatIsNoneOfItsBusiness() throws IOException {
        put("logs/unknown/20260314/a.gz", SHOP_LOG);
        put("other/a.gz", SHOP_LOG);

        assertThat(
                        failed(
                                handler(),
                                event(
                                        created("logs/unknown/20260314/a.gz"),
                                        created("other/a.gz"),
                                        created("logs/shop/20260314/deleted.gz"),
                                        message(
                                                "test",
                                                "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"b\"}"))))
                .isEmpty();
        assertThat(errors.items()).isEmpty();
        assertThat(log.toString(UTF_8))
                .contains("\"logs_gone\":1")
                .contains("\"logs_without_rules\":2");
        assertThat(
                        handler()
                                .handleRequest(new SQSEvent(), new TestContext())
                                .getBatchItemFailures())
                .isEmpty();
    }

    @Test
    void keepsRejectedLinesOnceBesideTheLogs() throws IOException {
        String key = put("logs/shop/20260314/a.gz", "{\"message\":\"cut ERROR\nx\n");
        ExtractHandler handler = handler();

        for (int i = 0; i < 3; i++) {
            assertThat(failed(handler, event(created(key)))).isEmpty();
        }

        String rejects =
                new String(s3.content(new S3Uri(BUCKET, "rejects/" + key + ".jsonl")), UTF_8);
        assertThat(rejects.lines()).hasSize(1);
        RejectLine line = RejectLine.fromJson(rejects.strip().getBytes(UTF_8));
        assertThat(line.lineNumber()).isEqualTo(1);
        assertThat(line.object()).isEqualTo("s3://" + BUCKET + "/" + key);
        assertThat(new String(line.bytes(), UTF_8)).isEqualTo("{\"message\":\"cut ERROR");
        assertThat(errors.items()).hasSize(1);
    }

    @Test
    void rulesThatAreMissingOrWrongFailTheBatch() throws IOException {
        String key = put("logs/shop/20260314/a.gz", SHOP_LOG);
        ExtractHandler handler = handler(errors, Map.of());

        assertThatThrownBy(() -> failed(handler, event(created(key))))
                .hasRootCauseInstanceOf(NoSuchObjectException.class);
        s3.put(new S3Uri(BUCKET, "rules.yaml"), "reports: 1".getBytes(UTF_8));
        assertThatThrownBy(() -> failed(handler, event(created(key))))
                .cause()
                .isInstanceOf(RulesException.class)
                .hasMessage("s3://" + BUCKET + "/rules.yaml: line 1: reports: expected a list");
    }

    @Test
    void newRulesCountAfterFiveMinutes() throws IOException {
        String key = put("logs/shop/20260314/a.gz", "ERROR\nfine\n");
        ExtractHandler handler = handler();
        failed(handler, event(created(key)));
        s3.put(
                new S3Uri(BUCKET, "rules.yaml"),
                "reports: [{report_id: NEW, applications: shop, match: {text: fine}}]"
                        .getBytes(UTF_8));

        clock.advance(Duration.ofMinutes(4));
        failed(handler, event(created(key)));
        assertThat(errors.items()).hasSize(1);
        clock.advance(Duration.ofMinutes(2));
        failed(handler, event(created(key)));
        assertThat(errors.items()).extracting(ErrorItem::reportId).containsExactly("SHOP", "NEW");
    }

    @Test
    void aThrottledStoreFailsTheMessageSoThatItComesAgain() throws IOException {
        String key = put("logs/shop/20260314/a.gz", SHOP_LOG);
        s3.put(new S3Uri(BUCKET, "rules.yaml"), RULES.getBytes(UTF_8));
        Throttled throttled = new Throttled();

        assertThat(failed(handler(throttled, Map.of()), event(created(key)))).containsExactly(key);
        throttled.heal();
        assertThat(failed(handler(throttled, Map.of()), event(created(key)))).isEmpty();
        assertThat(errors.items()).hasSize(3);
    }

    private final class Throttled implements ErrorStore {

        private volatile boolean healed;

        void heal() {
            healed = true;
        }

        @Override
        public Stored put(ErrorItem item) throws IOException {
            if (!healed && item.line() == 3) {
                throw new StoreThrottledException("slow down", new IOException());
            }
            return errors.put(item);
        }

        @Override
        public void stored(
                String reportId, Instant from, Instant to, String application, Visitor visitor) {}

        @Override
        public void ofDay(String reportId, String application, String day, Visitor visitor) {}

        @Override
        public StoreCounts counts() {
            return StoreCounts.ZERO;
        }

        @Override
        public void close() {}
    }

    @Test
    void whatIsNotReadInTimeFails() throws IOException {
        String key = put("logs/shop/20260314/a.gz", SHOP_LOG);
        ExtractHandler handler = handler();

        assertThat(
                        handler.handleRequest(event(created(key)), new TestContext(10_000))
                                .getBatchItemFailures())
                .hasSize(1);
        assertThat(log.toString(UTF_8)).contains("no time is left");
    }

    @ParameterizedTest
    @CsvSource({
        "ERROR_REPORT_TABLE, '', ERROR_REPORT_TABLE",
        "ERROR_REPORT_RULES, nonsense, ERROR_REPORT_RULES",
        "ERROR_REPORT_REJECTS, s3://b/x, ERROR_REPORT_REJECTS",
        "ERROR_REPORT_MAX_BYTES, 5, ERROR_REPORT_MAX_BYTES",
        "ERROR_REPORT_MAX_ERRORS, many, ERROR_REPORT_MAX_ERRORS"
    })
    void namesTheVariableThatIsWrong(String name, String value, String named) {
        Map<String, String> environment =
                new HashMap<>(Map.of("ERROR_REPORT_TABLE", "t", "AWS_REGION", "eu-west-1"));
        environment.put(name, value);

        assertThatThrownBy(() -> new ExtractHandler(environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({"extract-s3.json, 3", "extract-several.json, 6"})
    void theSampleEventsNameTheseLogs(String file, int found) throws IOException {
        put("logs/shop/20260314/2026031409_0.gz", SHOP_LOG);
        put("logs/shop/20260314/2026031409_1.gz", SHOP_LOG);
        Path events = Path.of(System.getProperty("s3logkit.root")).resolve("events");
        List<SQSEvent.SQSMessage> messages = new ArrayList<>();
        for (Object element :
                (List<?>)
                        JSON.std.mapFrom(Files.readAllBytes(events.resolve(file))).get("Records")) {
            Map<?, ?> fields = (Map<?, ?>) element;
            messages.add(message((String) fields.get("messageId"), (String) fields.get("body")));
        }
        SQSEvent event = new SQSEvent();
        event.setRecords(messages);

        assertThat(failed(handler(), event)).isEmpty();
        assertThat(errors.items()).hasSize(found);
    }
}
