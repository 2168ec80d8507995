package dev.s3logkit.local.s3.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// Sends messages to queues from a thread of its own, in order and ten at a time. Nothing is lost
/// while it runs: what SQS does not take is sent again.
public final class NotificationSender implements AutoCloseable {

    private static final int BATCH = 10;
    private static final long LATE_MILLIS = 50;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final SqsClient sqs;
    private final UnaryOperator<String> urlOfArn;
    private final Thread thread;
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private final List<Outgoing> late = new ArrayList<>();
    private long accepted;
    private long sent;
    private boolean stopping;

    private record Outgoing(String queueArn, String body) {}

    public NotificationSender(SqsClient sqs, UnaryOperator<String> urlOfArn) {
        this.sqs = sqs;
        this.urlOfArn = urlOfArn;
        this.thread = Thread.ofVirtual().name("s3-notifications").start(this::run);
    }

    /// Takes a message and returns at once.
    public synchronized void send(String queueArn, String body) {
        waiting.add(new Outgoing(queueArn, body));
        waiting.addAll(late);
        late.clear();
        accepted++;
        notifyAll();
    }

    /// Takes a message that is sent behind the next one, or when nothing else is to be sent.
    synchronized void sendLater(String queueArn, String body) {
        late.add(new Outgoing(queueArn, body));
        accepted++;
        notifyAll();
    }

    /// The messages taken so far.
    public synchronized long accepted() {
        return accepted;
    }

    /// The messages that were taken and are not in their queue yet.
    public synchronized long pending() {
        return accepted - sent;
    }

    /// Sends what was taken, then ends.
    @Override
    public void close() {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Outgoing> batch = next();
        while (!batch.isEmpty()) {
            deliver(batch);
            synchronized (this) {
                sent += batch.size();
            }
            batch = next();
        }
    }

    /// The next messages for one queue; empty at the end.
    private synchronized List<Outgoing> next() {
        try {
            while (waiting.isEmpty() && late.isEmpty() && !stopping) {
                wait();
            }
            // Gives a later message the time to overtake those that are late.
            long end = System.currentTimeMillis() + LATE_MILLIS;
            for (long left = LATE_MILLIS; waiting.isEmpty() && !stopping && left > 0; ) {
                wait(left);
                left = end - System.currentTimeMillis();
            }
        } catch (InterruptedException e) {
            return List.of();
        }
        if (waiting.isEmpty()) {
            waiting.addAll(late);
            late.clear();
        }
        List<Outgoing> batch = new ArrayList<>();
        while (batch.size() < BATCH
                && !waiting.isEmpty()
                && (batch.isEmpty()
                        || batch.getFirst().queueArn.equals(waiting.getFirst().queueArn))) {
            batch.add(waiting.removeFirst());
        }
        return batch;
    }

    private void deliver(List<Outgoing> batch) {
        String url = urlOfArn.apply(batch.getFirst().queueArn);
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            entries.add(
                    SendMessageBatchRequestEntry.builder()
                            .id(Integer.toString(i))
                            .messageBody(batch.get(i).body)
                            .build());
        }
        while (!entries.isEmpty()) {
            List<SendMessageBatchRequestEntry> left = entries;
            try {
                List<String> failed =
                        sqs.sendMessageBatch(b -> b.queueUrl(url).entries(left)).failed().stream()
                                .map(f -> f.id())
                                .toList();
                entries = entries.stream().filter(e -> failed.contains(e.id())).toList();
            } catch (SdkException e) {
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
