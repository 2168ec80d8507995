package dev.s3logkit.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.s3logkit.common.lambda.TestContext;
import dev.s3logkit.common.s3.S3Uri;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeTest {

    private static final long T0 = Instant.parse("2026-02-06T10:00:00Z").getEpochSecond();

    @TempDir Path staging;

    private static List<String> lines(String name, int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(LogLines.get(T0 + i, "photos", name + "-" + i));
        }
        return lines;
    }

    @Test
    void whenTimeRunsOutUnreadMessagesFailAndReadOnesAreKept() throws Exception {
        Flow flow = new Flow(staging, Map.of("S3LOGS_AGGREGATE_CONCURRENCY", "1"), null);
        List<String> all = new ArrayList<>();
        List<SQSEvent.SQSMessage> batch = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.addAll(lines("k" + i, 5));
            S3Uri object = flow.put("k" + i, lines("k" + i, 5));
            batch.add(Flow.message("m" + i, Flow.body(object)));
        }
        SQSEvent.SQSMessage[] messages = batch.toArray(SQSEvent.SQSMessage[]::new);
        AtomicInteger asked = new AtomicInteger();
        TestContext hurried =
                new TestContext(() -> asked.incrementAndGet() <= 12 ? 300_000 : 19_000);

        List<String> failed = Flow.deliver(flow.handler(flow.store), hurried, messages);

        assertThat(failed).isNotEmpty().hasSizeLessThan(10);
        assertThat(flow.log.toString(UTF_8)).contains("out of time");
        flow.transform(true);
        assertThat(flow.emitted("year=")).hasSize(5 * (10 - failed.size()));
        assertThat(flow.deliver(messages)).isEmpty();
        flow.transform(true);
        assertThat(flow.emitted("year=")).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void anObjectThatTakesTooLongDoesNotTakeTheOthersWithIt() throws Exception {
        Flow flow = new Flow(staging);
        S3Uri small = flow.put("small", lines("small", 3));
        assertThat(flow.deliverEach(List.of(small))).isEmpty();
        // 20 MB, of which some pieces are read before time is over.
        S3Uri large = flow.put("large", lines("large", 50_000));
        AtomicInteger asked = new AtomicInteger();
        TestContext hurried =
                new TestContext(() -> asked.incrementAndGet() <= 20 ? 300_000 : 19_000);

        List<String> failed =
                Flow.deliver(
                        flow.handler(flow.store), hurried, Flow.message("m", Flow.body(large)));

        assertThat(failed).containsExactly("m");
        assertThat(asked).hasValueLessThan(40);
        flow.transform(true);
        assertThat(flow.emitted("year=")).isEqualTo(lines("small", 3));
    }
}
