package dev.s3logkit.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.s3logkit.common.s3.FailingObjectStore;
import dev.s3logkit.common.s3.Fault;
import dev.s3logkit.common.s3.FaultPlan;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTest {

    private static final long T0 = Instant.parse("2026-02-06T10:00:00Z").getEpochSecond();

    @TempDir Path staging;

    private static List<String> lines(String name, int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(LogLines.get(T0 + i * 60L, "photos", name + "-" + i));
        }
        return lines;
    }

    /// A flow whose aggregator reads through a failing store.
    private final class Faulty {
        final FailingObjectStore failing;
        final Flow flow;
        final AggregatorHandler handler;

        Faulty(FaultPlan plan) {
            flow = new Flow(staging);
            failing = new FailingObjectStore(flow.store, plan);
            handler = flow.handler(failing);
        }

        List<String> deliver(SQSEvent.SQSMessage... messages) {
            return Flow.deliver(handler, messages);
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault.Unavailable(),
                new Fault.Missing(),
                new Fault.TruncatedBody(),
                new Fault.ChecksumMismatch(),
                new Fault.ConnectionReset());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void onlyTheMessagesOfFailingObjectsFailAndRedeliveryDoublesNothing(Fault fault)
            throws Exception {
        Faulty faulty = new Faulty(FaultPlan.when((_, uri) -> uri.key().startsWith("bad"), fault));
        List<String> all = new ArrayList<>();
        List<SQSEvent.SQSMessage> batch = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String key = (i % 3 == 0 ? "bad-" : "good-") + i;
            List<String> lines = lines(key, 30);
            all.addAll(lines);
            batch.add(Flow.message(key, Flow.body(faulty.flow.put(key, lines))));
        }
        SQSEvent.SQSMessage[] messages = batch.toArray(SQSEvent.SQSMessage[]::new);

        assertThat(faulty.deliver(messages))
                .containsExactlyInAnyOrder("bad-0", "bad-3", "bad-6", "bad-9");
        faulty.flow.transform(true);
        assertThat(faulty.flow.emitted("year="))
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().filter(line -> line.contains("good-")).toList());

        faulty.failing.heal();
        assertThat(faulty.deliver(messages)).isEmpty();
        faulty.flow.transform(true);
        assertThat(faulty.flow.emitted("year=")).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aMessageWithSeveralRecordsFailsIfAnyOfThemDid() throws Exception {
        Faulty faulty =
                new Faulty(
                        FaultPlan.when(
                                (_, uri) -> uri.key().equals("bad"), new Fault.Unavailable()));
        S3Uri good = faulty.flow.put("good", lines("good", 3));
        S3Uri bad = faulty.flow.put("bad", lines("bad", 3));

        assertThat(
                        faulty.deliver(
                                Flow.message("both", Flow.body(good, bad)),
                                Flow.message("one", Flow.body(good))))
                .containsExactly("both");
        faulty.failing.heal();
        assertThat(faulty.deliver(Flow.message("both", Flow.body(good, bad)))).isEmpty();
        faulty.flow.transform(true);

        List<String> all = new ArrayList<>(lines("good", 3));
        all.addAll(lines("bad", 3));
        assertThat(faulty.flow.emitted("year=")).containsExactlyInAnyOrderElementsOf(all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "{",
                "[]",
                "{\"Records\":7}",
                "{\"Records\":[{\"eventSource\":\"aws:sqs\"}]}",
                "{\"Records\":[{\"eventVersion\":\"3.0\",\"eventSource\":\"aws:s3\"}]}",
                "{\"detail\":{}}"
            })
    void aMessageThatIsNoNotificationFailsWithTheReasonAndOthersProceed(String body)
            throws Exception {
        Flow flow = new Flow(staging);
        S3Uri good = flow.put("good", lines("good", 3));

        assertThat(flow.deliver(Flow.message("odd", body), Flow.message("good", Flow.body(good))))
                .containsExactly("odd");
        flow.transform(true);

        assertThat(flow.emitted("year=")).hasSize(3);
        assertThat(flow.log.toString(UTF_8)).contains("\"level\":\"ERROR\"");
    }

    @Test
    void aMissingObjectIsNamedInTheLog() throws Exception {
        Flow flow = new Flow(staging);
        S3Uri gone = new S3Uri(Flow.LOGS, "gone away");

        assertThat(flow.deliver(Flow.message("m", Flow.body(gone)))).containsExactly("m");
        assertThat(flow.log.toString(UTF_8)).contains("s3://access-logs/gone away");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void underRandomFaultsOnBothSidesNothingIsLostOrDoubled(long seed) throws Exception {
        Random random = new Random(seed);
        FaultPlan plan =
                FaultPlan.random(
                        seed,
                        0.25,
                        (_, _) -> true,
                        new Fault.Unavailable(),
                        new Fault.TruncatedBody(),
                        new Fault.ConnectionReset(),
                        new Fault.AnswerLost());
        Faulty faulty = new Faulty(plan);
        List<String> all = new ArrayList<>();
        List<SQSEvent.SQSMessage> queue = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            List<String> lines = lines("k" + i, 1 + random.nextInt(60));
            all.addAll(lines);
            queue.add(Flow.message("m" + i, Flow.body(faulty.flow.put("k" + i, lines))));
        }
        FailingObjectStore out = new FailingObjectStore(faulty.flow.store, plan);
        while (!queue.isEmpty()) {
            List<SQSEvent.SQSMessage> batch =
                    queue.subList(0, Math.min(queue.size(), 1 + random.nextInt(10)));
            List<String> failed = faulty.deliver(batch.toArray(SQSEvent.SQSMessage[]::new));
            batch.removeIf(
                    message -> !failed.contains(message.getMessageId()) && random.nextInt(4) != 0);
            transformUntilDone(faulty.flow, out, false);
        }
        transformUntilDone(faulty.flow, out, true);

        assertThat(faulty.flow.emitted("year=")).containsExactlyInAnyOrderElementsOf(all);
    }

    private static void transformUntilDone(Flow flow, FailingObjectStore out, boolean done)
            throws Exception {
        long failed;
        do {
            failed =
                    Outputs.transformer(
                                    flow.config,
                                    Outputs.s3(flow.config, out, null, null),
                                    Clock.systemUTC())
                            .run(true, () -> true, (_, _) -> {})
                            .failed();
        } while (done && failed > 0);
    }

    @Test
    void aFileInTheWayIsNotReplacedAndTheFragmentsWait() throws Exception {
        Flow flow = new Flow(staging);
        flow.deliverEach(List.of(flow.put("log", lines("x", 1))));
        flow.transform(true);
        String key = flow.store.keys(Flow.OUT).get(0);
        // The same sources again in a fresh staging folder, but another file has the name.
        Flow again = new Flow(staging.resolve("again"));
        again.store.put(new S3Uri(Flow.OUT, key), "mine".getBytes(UTF_8), Instant.now(), Map.of());
        InMemoryObjectStore store = again.store;
        again.deliverEach(List.of(again.put("log", lines("x", 1))));
        List<String> failures = new ArrayList<>();
        Outputs.transformer(
                        again.config,
                        Outputs.s3(again.config, store, null, null),
                        Clock.systemUTC())
                .run(true, () -> true, (_, failure) -> failures.add(failure.getMessage()));

        assertThat(failures).singleElement().asString().contains(key);
        assertThat(store.content(new S3Uri(Flow.OUT, key))).isEqualTo("mine".getBytes(UTF_8));
        store.delete(new S3Uri(Flow.OUT, key));
        again.transform(true);
        assertThat(again.emitted("year=")).isEqualTo(lines("x", 1));
    }
}
