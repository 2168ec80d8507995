package dev.s3logkit.rollup.queue;

import dev.s3logkit.common.aws.AwsSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/// A queue of SQS, found by its name. Requests are retried by the client, and messages that a batch
/// left behind are sent again.
public final class SqsTaskQueue implements TaskQueue {

    private static final int TRIES = 4;

    private final SqsClient client;
    private final String name;
    private final String url;

    private SqsTaskQueue(SqsClient client, String name, String url) {
        this.client = client;
        this.name = name;
        this.url = url;
    }

    /// The client that the usual AWS variables ask for.
    public static SqsClient client(Map<String, String> environment) {
        return AwsSettings.of(environment, "SQS")
                .apply(SqsClient.builder())
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }

    /// The queue of this name in the client's account and region.
    ///
    /// @throws IOException when there is none, or it may not be looked up
    public static SqsTaskQueue open(SqsClient client, String name) throws IOException {
        try {
            String url = client.getQueueUrl(get -> get.queueName(name)).queueUrl();
            return new SqsTaskQueue(client, name, url);
        } catch (SdkException e) {
            throw new IOException("queue " + name + " cannot be found: " + e.getMessage(), e);
        }
    }

    /// Where it is.
    public String url() {
        return url;
    }

    @Override
    public int maxMessageBytes() throws IOException {
        QueueAttributeName attribute = QueueAttributeName.MAXIMUM_MESSAGE_SIZE;
        try {
            String limit =
                    client.getQueueAttributes(get -> get.queueUrl(url).attributeNames(attribute))
                            .attributes()
                            .getOrDefault(attribute, Integer.toString(MAX_BATCH_BYTES));
            return Math.min(MAX_BATCH_BYTES, Integer.parseInt(limit));
        } catch (SdkException e) {
            throw new IOException(
                    "queue " + name + " does not tell its limits: " + e.getMessage(), e);
        }
    }

    @Override
    public void send(List<String> messages) throws IOException {
        List<SendMessageBatchRequestEntry> left = new ArrayList<>();
        for (String message : messages) {
            left.add(
                    SendMessageBatchRequestEntry.builder()
                            .id(Integer.toString(left.size()))
                            .messageBody(message)
                            .build());
        }
        for (int attempt = 1; !left.isEmpty(); attempt++) {
            List<BatchResultErrorEntry> failed = send(left, attempt == TRIES);
            left.removeIf(entry -> failed.stream().noneMatch(e -> e.id().equals(entry.id())));
        }
    }

    private List<BatchResultErrorEntry> send(
            List<SendMessageBatchRequestEntry> entries, boolean last) throws IOException {
        SendMessageBatchResponse answer;
        try {
            answer = client.sendMessageBatch(batch -> batch.queueUrl(url).entries(entries));
        } catch (SdkException e) {
            throw new IOException(
                    "%d messages cannot be sent to queue %s: %s"
                            .formatted(entries.size(), name, e.getMessage()),
                    e);
        }
        for (BatchResultErrorEntry failure : answer.failed()) {
            if (last || Boolean.TRUE.equals(failure.senderFault())) {
                throw new IOException(
                        "a message cannot be sent to queue %s: %s %s"
                                .formatted(name, failure.code(), failure.message()));
            }
        }
        return answer.failed();
    }
}
