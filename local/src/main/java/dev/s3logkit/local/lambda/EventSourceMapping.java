package dev.s3logkit.local.lambda;

import dev.s3logkit.local.template.FunctionSpec.EventSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// Polls a queue and invokes a function with batches of its messages, as Lambda does (Lambda
/// Developer Guide, "Using Lambda with Amazon SQS"). Messages are gathered only when the function
/// may be invoked once more. What succeeded is deleted when the invocation ends, what failed is
/// left alone until its visibility timeout; both only then.
public final class EventSourceMapping implements AutoCloseable {

    /// With how many invocations at once Lambda starts when no limit is set.
    private static final int DEFAULT_CONCURRENCY = 5;

    private static final long PERMIT_WAIT_MILLIS = 500;

    /// How long invocations may go on when the mapping is closed.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final QueueReader reader;
    private final EventSource.Queue source;
    private final LambdaFunction function;
    private final Tuning tuning;
    private final FunctionLog log;
    private final String region;
    private final Semaphore permits;
    private final ExecutorService invocations;
    private final AtomicLong invoked = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final AtomicLong ok = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean stopping;
    private final Thread poller;

    EventSourceMapping(
            SqsClient sqs,
            String queueUrl,
            EventSource.Queue source,
            LambdaFunction function,
            String region,
            Tuning tuning,
            FunctionLog log) {
        this.source = source;
        this.function = function;
        this.region = region;
        this.tuning = tuning;
        this.log = log;
        Duration window =
                source.window().compareTo(tuning.longestWindow()) < 0
                        ? source.window()
                        : tuning.longestWindow();
        this.reader = new QueueReader(sqs, queueUrl, source.batchSize(), window);
        int concurrency =
                source.maximumConcurrency() > 0 ? source.maximumConcurrency() : DEFAULT_CONCURRENCY;
        this.permits = new Semaphore(concurrency);
        this.invocations = Executors.newVirtualThreadPerTaskExecutor();
        this.poller =
                Thread.ofVirtual().name("poll-" + function.spec().logicalId()).start(this::poll);
    }

    /// The queue that is polled.
    public String queueArn() {
        return source.queueArn();
    }

    /// The function that is invoked.
    public String functionId() {
        return function.spec().logicalId();
    }

    public MappingMetrics metrics() {
        return new MappingMetrics(invoked.get(), errors.get(), ok.get(), failed.get());
    }

    private void poll() {
        while (!stopping) {
            try {
                if (!permits.tryAcquire(PERMIT_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                    continue;
                }
                List<Message> batch = reader.gather(() -> stopping);
                if (batch.isEmpty()) {
                    permits.release();
                } else if (stopping) {
                    reader.makeVisible(batch, Duration.ZERO);
                } else {
                    invocations.execute(() -> process(batch));
                }
            } catch (InterruptedException e) {
                return;
            } catch (SdkException e) {
                permits.release();
                log.line(functionId(), "cannot receive from " + queueArn() + ": " + e.getMessage());
                pause();
            }
        }
        reader.releaseCarried();
    }

    private void process(List<Message> batch) {
        try {
            Set<String> failedIds = invoke(batch);
            List<Message> good = new ArrayList<>();
            List<Message> bad = new ArrayList<>();
            for (Message message : batch) {
                (failedIds.contains(message.messageId()) ? bad : good).add(message);
            }
            reader.delete(good);
            ok.addAndGet(good.size());
            failed.addAndGet(bad.size());
            if (stopping) {
                reader.makeVisible(bad, Duration.ZERO);
            } else if (tuning.retryAfter().isPresent()) {
                reader.makeVisible(bad, tuning.retryAfter().get());
            }
        } catch (SdkException e) {
            log.line(
                    functionId(), "cannot settle a batch of " + queueArn() + ": " + e.getMessage());
        } finally {
            permits.release();
        }
    }

    /// The ids of the messages that failed.
    private Set<String> invoke(List<Message> batch) {
        Set<String> ids = new HashSet<>();
        batch.forEach(message -> ids.add(message.messageId()));
        invoked.incrementAndGet();
        try {
            byte[] event = SqsEventJson.of(batch, source.queueArn(), region);
            byte[] answer = function.invoke(event);
            return source.reportsBatchItemFailures() ? BatchResponse.failed(answer, ids) : Set.of();
        } catch (FunctionException | IOException e) {
            errors.incrementAndGet();
            return ids;
        } catch (InterruptedException e) {
            errors.incrementAndGet();
            Thread.currentThread().interrupt();
            return ids;
        }
    }

    /// Takes no more messages, waits for invocations that are under way and interrupts those that
    /// go on for long.
    @Override
    public void close() {
        stopping = true;
        try {
            poller.join();
            invocations.shutdown();
            if (!invocations.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                invocations.shutdownNow();
                invocations.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            poller.interrupt();
            invocations.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
