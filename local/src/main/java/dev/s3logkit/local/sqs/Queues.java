package dev.s3logkit.local.sqs;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.template.QueueSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The queues of a template, made.
public final class Queues {

    private final SqsClient sqs;
    private final Map<String, String> urls = new LinkedHashMap<>();

    private Queues(SqsClient sqs) {
        this.sqs = sqs;
    }

    /// Makes the queues, those first that others send their dead letters to.
    public static Queues create(SqsClient sqs, List<QueueSpec> specs) throws IOException {
        Queues queues = new Queues(sqs);
        List<QueueSpec> left = new ArrayList<>(specs);
        Set<String> made = new HashSet<>();
        while (!left.isEmpty()) {
            List<QueueSpec> ready =
                    left.stream()
                            .filter(
                                    q ->
                                            q.redrive().isEmpty()
                                                    || made.contains(
                                                            q.redrive().get().deadLetterQueueArn()))
                            .toList();
            if (ready.isEmpty()) {
                throw new IOException(
                        "the queues send their dead letters in a circle: "
                                + left.stream().map(QueueSpec::logicalId).toList());
            }
            for (QueueSpec queue : ready) {
                queues.create(queue);
                made.add(queue.arn());
            }
            left.removeAll(ready);
        }
        return queues;
    }

    private void create(QueueSpec queue) throws IOException {
        Map<QueueAttributeName, String> attributes = new EnumMap<>(QueueAttributeName.class);
        attributes.put(
                QueueAttributeName.VISIBILITY_TIMEOUT, Integer.toString(queue.visibilityTimeout()));
        attributes.put(QueueAttributeName.DELAY_SECONDS, Integer.toString(queue.delay()));
        attributes.put(
                QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
                Integer.toString(queue.receiveWait()));
        if (queue.fifo()) {
            attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
        }
        if (queue.redrive().isPresent()) {
            QueueSpec.Redrive redrive = queue.redrive().get();
            attributes.put(
                    QueueAttributeName.REDRIVE_POLICY,
                    JSON.std.asString(
                            Map.of(
                                    "deadLetterTargetArn",
                                    redrive.deadLetterQueueArn(),
                                    "maxReceiveCount",
                                    redrive.maxReceiveCount())));
        }
        urls.put(
                queue.arn(),
                sqs.createQueue(b -> b.queueName(queue.name()).attributes(attributes)).queueUrl());
    }

    /// The URL of the queue with this ARN, which must be one of the template's.
    public String url(String arn) {
        String url = urls.get(arn);
        if (url == null) {
            throw new IllegalArgumentException("there is no queue " + arn);
        }
        return url;
    }

    /// The URLs of all queues by ARN.
    public Map<String, String> urls() {
        return Map.copyOf(urls);
    }

    /// The messages of a queue, those that a receiver holds included.
    public long messages(String arn) {
        Map<QueueAttributeName, String> attributes =
                sqs.getQueueAttributes(
                                b ->
                                        b.queueUrl(url(arn))
                                                .attributeNames(
                                                        QueueAttributeName
                                                                .APPROXIMATE_NUMBER_OF_MESSAGES,
                                                        QueueAttributeName
                                                                .APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                                        QueueAttributeName
                                                                .APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                        .attributes();
        return attributes.values().stream().mapToLong(Long::parseLong).sum();
    }
}
