package dev.s3logkit.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.s3logkit.aggregator.transform.TransformReport;
import dev.s3logkit.common.s3.S3Uri;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {

    private static final long T0 = Instant.parse("2026-02-06T10:00:00Z").getEpochSecond();

    @TempDir Path staging;

    @Test
    void twoAggregatorsAndTwoTransformersAtOnceLoseAndDoubleNothing() throws Exception {
        Flow flow = new Flow(staging);
        Random random = new Random(42);
        List<String> all = new ArrayList<>();
        List<S3Uri> deliveries = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            List<String> lines = new ArrayList<>();
            for (int j = 0; j < 1 + random.nextInt(20); j++) {
                lines.add(LogLines.get(T0 + random.nextInt(7_200), "photos", i + "-" + j));
            }
            all.addAll(lines);
            S3Uri object = flow.put("log-" + i, lines);
            deliveries.add(object);
            deliveries.add(object);
        }
        Collections.shuffle(deliveries, random);
        AtomicInteger aggregating = new AtomicInteger(2);
        List<Future<?>> tasks = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int half = 0; half < 2; half++) {
                List<S3Uri> mine =
                        deliveries.subList(
                                half * deliveries.size() / 2, (half + 1) * deliveries.size() / 2);
                tasks.add(
                        threads.submit(
                                () -> {
                                    try {
                                        deliver(flow, mine);
                                    } finally {
                                        aggregating.decrementAndGet();
                                    }
                                }));
                tasks.add(
                        threads.submit(
                                () -> {
                                    while (aggregating.get() > 0) {
                                        flow.transform(true);
                                    }
                                    return null;
                                }));
            }
        }
        for (Future<?> task : tasks) {
            task.get();
        }
        TransformReport last = flow.transform(true);

        assertThat(last.failed()).isZero();
        assertThat(flow.emitted("year=")).containsExactlyInAnyOrderElementsOf(all);
    }

    private static void deliver(Flow flow, List<S3Uri> objects) {
        AggregatorHandler handler = flow.handler(flow.store);
        for (int from = 0; from < objects.size(); from += 7) {
            SQSEvent.SQSMessage[] batch =
                    objects.subList(from, Math.min(objects.size(), from + 7)).stream()
                            .map(object -> Flow.message(object.key(), Flow.body(object)))
                            .toArray(SQSEvent.SQSMessage[]::new);
            assertThat(Flow.deliver(handler, batch)).isEmpty();
        }
    }
}
