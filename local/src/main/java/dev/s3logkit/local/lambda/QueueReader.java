package dev.s3logkit.local.lambda;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// Gathers the batches of one queue. Used by one thread at a time, but for settling messages.
final class QueueReader {

    /// Most messages of one request to SQS.
    private static final int REQUEST_MESSAGES = 10;

    /// Lambda's limit for an invocation: 6 MB.
    private static final long PAYLOAD_BYTES = 6_000_000;

    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);
    private static final Duration SHORT_PAUSE = Duration.ofMillis(20);

    private final SqsClient sqs;
    private final String url;
    private final int batchSize;
    private final Duration window;
    private @Nullable Message carried;

    QueueReader(SqsClient sqs, String url, int batchSize, Duration window) {
        this.sqs = sqs;
        this.url = url;
        this.batchSize = batchSize;
        this.window = window;
    }

    /// Waits for messages, and from the first one on until the batch is full, the window is over or
    /// the payload is as large as it may be.
    ///
    /// @param stopping ends the waiting
    /// @return at most a batch; empty only when stopping
    List<Message> gather(BooleanSupplier stopping) throws InterruptedException {
        List<Message> batch = new ArrayList<>();
        long bytes = 0;
        long end = 0;
        Message left = carried;
        carried = null;
        if (left != null) {
            batch.add(left);
            bytes = SqsEventJson.size(left);
            end = System.nanoTime() + window.toNanos();
        }
        while (batch.size() < batchSize && !stopping.getAsBoolean()) {
            Duration remaining =
                    batch.isEmpty() ? LONGEST_POLL : Duration.ofNanos(end - System.nanoTime());
            if (!remaining.isPositive()) {
                break;
            }
            for (Message message : receive(batchSize - batch.size(), remaining)) {
                if (batch.isEmpty()) {
                    end = System.nanoTime() + window.toNanos();
                }
                long size = SqsEventJson.size(message);
                if (!batch.isEmpty() && bytes + size > PAYLOAD_BYTES) {
                    carry(message);
                } else {
                    batch.add(message);
                    bytes += size;
                }
            }
            if (carried != null) {
                break;
            }
        }
        return batch;
    }

    /// One message may begin the next batch at once; further ones go back.
    private void carry(Message message) {
        if (carried == null) {
            carried = message;
        } else {
            makeVisible(List.of(message), Duration.ZERO);
        }
    }

    /// Gives back what would have begun the next batch.
    void releaseCarried() {
        Message message = carried;
        carried = null;
        if (message != null) {
            makeVisible(List.of(message), Duration.ZERO);
        }
    }

    private List<Message> receive(int wanted, Duration remaining) throws InterruptedException {
        Duration poll = remaining.compareTo(LONGEST_POLL) < 0 ? remaining : LONGEST_POLL;
        List<Message> messages =
                sqs.receiveMessage(
                                b ->
                                        b.queueUrl(url)
                                                .maxNumberOfMessages(
                                                        Math.min(wanted, REQUEST_MESSAGES))
                                                .waitTimeSeconds((int) poll.toSeconds())
                                                .messageSystemAttributeNames(
                                                        MessageSystemAttributeName.ALL)
                                                .messageAttributeNames("All"))
                        .messages();
        if (messages.isEmpty() && poll.toSeconds() == 0) {
            TimeUnit.NANOSECONDS.sleep(
                    Math.min(SHORT_PAUSE.toNanos(), Math.max(0, remaining.toNanos())));
        }
        return messages;
    }

    void delete(List<Message> messages) {
        inRequests(
                messages,
                part ->
                        sqs.deleteMessageBatch(
                                b ->
                                        b.queueUrl(url)
                                                .entries(
                                                        entries(
                                                                part,
                                                                i ->
                                                                        DeleteMessageBatchRequestEntry
                                                                                .builder()
                                                                                .id(id(i))
                                                                                .receiptHandle(
                                                                                        part.get(i)
                                                                                                .receiptHandle())
                                                                                .build()))));
    }

    void makeVisible(List<Message> messages, Duration after) {
        inRequests(
                messages,
                part ->
                        sqs.changeMessageVisibilityBatch(
                                b ->
                                        b.queueUrl(url)
                                                .entries(
                                                        entries(
                                                                part,
                                                                i ->
                                                                        ChangeMessageVisibilityBatchRequestEntry
                                                                                .builder()
                                                                                .id(id(i))
                                                                                .receiptHandle(
                                                                                        part.get(i)
                                                                                                .receiptHandle())
                                                                                .visibilityTimeout(
                                                                                        (int)
                                                                                                after
                                                                                                        .toSeconds())
                                                                                .build()))));
    }

    private static void inRequests(
            List<Message> messages, java.util.function.Consumer<List<Message>> request) {
        for (int from = 0; from < messages.size(); from += REQUEST_MESSAGES) {
            request.accept(
                    messages.subList(from, Math.min(messages.size(), from + REQUEST_MESSAGES)));
        }
    }

    private static <E> List<E> entries(List<Message> messages, IntFunction<E> entry) {
        List<E> entries = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            entries.add(entry.apply(i));
        }
        return entries;
    }

    private static String id(int number) {
        return Integer.toString(number);
    }
}
