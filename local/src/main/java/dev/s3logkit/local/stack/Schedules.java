package dev.s3logkit.local.stack;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.schedule.ScheduleExpression;
import dev.s3logkit.local.template.FunctionSpec.EventSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Invokes functions and starts state machines on time. What fails is logged and not repeated: the
/// next one is due soon enough.
final class Schedules implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String region;
    private final String accountId;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopping;
    private final Object alarm = new Object();

    Schedules(String region, String accountId) {
        this.region = region;
        this.accountId = accountId;
    }

    /// What a schedule starts. A failure is its own to log.
    @FunctionalInterface
    interface Target {
        /// Starts it.
        ///
        /// @param event JSON
        void start(String event) throws InterruptedException;
    }

    /// Starts to watch the clock for one schedule.
    ///
    /// @param longestInterval a rate is at least this frequent
    void add(EventSource.Schedule schedule, Target target, Duration longestInterval) {
        ScheduleExpression expression =
                ScheduleExpression.parse(schedule.expression(), schedule.timeZone())
                        .atLeastEvery(longestInterval);
        threads.execute(() -> run(expression, schedule, target));
    }

    private void run(ScheduleExpression expression, EventSource.Schedule schedule, Target target) {
        Instant due = expression.next(Instant.now()).orElse(Instant.MAX);
        while (sleepUntil(due)) {
            Instant time = due;
            threads.execute(() -> invoke(schedule, target, time));
            due = expression.next(due).orElse(Instant.MAX);
        }
    }

    private void invoke(EventSource.Schedule schedule, Target target, Instant time) {
        String event = schedule.input().isEmpty() ? event(schedule, time) : schedule.input();
        try {
            target.start(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What the scheduler sends when a schedule has no input.
    private String event(EventSource.Schedule schedule, Instant time) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "0");
        event.put("id", UUID.randomUUID().toString());
        event.put("detail-type", "Scheduled Event");
        event.put("source", "aws.scheduler");
        event.put("account", accountId);
        event.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", region);
        event.put(
                "resources",
                List.of(
                        "arn:aws:scheduler:%s:%s:schedule/default/%s"
                                .formatted(region, accountId, schedule.name())));
        event.put("detail", "{}");
        try {
            return JSON.std.asString(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether the time came before the end did.
    private boolean sleepUntil(Instant time) {
        synchronized (alarm) {
            try {
                while (!stopping) {
                    long millis =
                            time.equals(Instant.MAX)
                                    ? Long.MAX_VALUE
                                    : Duration.between(Instant.now(), time).toMillis();
                    if (millis <= 0) {
                        return true;
                    }
                    alarm.wait(millis);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        }
    }

    /// Starts no further invocation, and waits for those under way.
    @Override
    public void close() {
        synchronized (alarm) {
            stopping = true;
            alarm.notifyAll();
        }
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
