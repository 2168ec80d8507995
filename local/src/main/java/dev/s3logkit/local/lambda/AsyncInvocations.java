package dev.s3logkit.local.lambda;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.template.FunctionSpec.AsyncPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Events that functions are invoked with while nobody waits (Lambda Developer Guide, "Invoking a
/// Lambda function asynchronously"): a failed one is tried again after a minute and after two more,
/// then a record of it goes to the function's destination. Events that wait are lost when this is
/// closed.
public final class AsyncInvocations implements AutoCloseable {

    /// Invocations at once; an account has a thousand, a machine has not.
    private static final int CONCURRENCY = 10;

    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

    /// How long invocations may go on when this is closed.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FailureDestination destination;
    private final Tuning tuning;
    private final FunctionLog log;
    private final Semaphore permits = new Semaphore(CONCURRENCY, true);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();

    /// @param destination takes the records of events that are given up
    public AsyncInvocations(FailureDestination destination, Tuning tuning, FunctionLog log) {
        this.destination = destination;
        this.tuning = tuning;
        this.log = log;
    }

    /// Takes an event; it is worked off some time later.
    ///
    /// @param event JSON
    public void submit(LambdaFunction function, byte[] event) {
        accepted.incrementAndGet();
        threads.execute(
                () -> {
                    try {
                        run(function, event);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (IOException | RuntimeException e) {
                        log.line(
                                function.spec().logicalId(),
                                "a failed invocation cannot be recorded: " + e);
                    } finally {
                        settled.incrementAndGet();
                    }
                });
    }

    /// Events taken so far.
    public long accepted() {
        return accepted.get();
    }

    /// Events that are not worked off yet.
    public long pending() {
        return accepted.get() - settled.get();
    }

    private void run(LambdaFunction function, byte[] event)
            throws InterruptedException, IOException {
        AsyncPolicy policy = function.spec().async();
        Instant received = Instant.now();
        for (int attempt = 1; ; attempt++) {
            permits.acquire();
            FunctionException failure;
            try {
                function.invoke(event);
                return;
            } catch (FunctionException e) {
                failure = e;
            } finally {
                permits.release();
            }
            Duration wait = tuning.retryAfter().orElse(FIRST_WAIT.multipliedBy(attempt));
            boolean exhausted = attempt > policy.retries();
            boolean old = Instant.now().plus(wait).isAfter(received.plus(policy.maximumAge()));
            if (exhausted || old) {
                giveUp(function, event, failure, exhausted, attempt);
                return;
            }
            Thread.sleep(wait);
        }
    }

    private void giveUp(
            LambdaFunction function,
            byte[] event,
            FunctionException failure,
            boolean exhausted,
            int attempts)
            throws IOException {
        String arn = function.spec().async().onFailureArn();
        if (arn.isEmpty()) {
            return;
        }
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("requestId", UUID.randomUUID().toString());
        request.put("functionArn", function.spec().arn() + ":$LATEST");
        request.put("condition", exhausted ? "RetriesExhausted" : "EventAgeExceeded");
        request.put("approximateInvokeCount", attempts);
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("version", "1.0");
        record.put("timestamp", Instant.now().toString());
        record.put("requestContext", request);
        record.put("requestPayload", JSON.std.anyFrom(new String(event, StandardCharsets.UTF_8)));
        record.put(
                "responseContext",
                Map.of(
                        "statusCode",
                        200,
                        "executedVersion",
                        "$LATEST",
                        "functionError",
                        "Unhandled"));
        record.put("responsePayload", InvocationFailure.payload(failure));
        destination.send(arn, function.spec().name(), JSON.std.asString(record));
    }

    /// Waits a while for invocations that are under way, then interrupts them.
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (pending() > 0
                    && !threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
