package dev.s3logkit.local.sqs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.ValueIterator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// Messages that wait in queues when the stack stops, in a file until it starts again. What a
/// receiver of somebody else's holds at that moment is not among them; message attributes and
/// receive counts are not kept.
public final class QueueArchive {

    private static final int HOLD_SECONDS = 3600;

    private final Path file;

    public QueueArchive(Path file) {
        this.file = file;
    }

    /// Takes every visible message out of the queues.
    ///
    /// @return how many there were
    public long save(SqsClient sqs, Queues queues) throws IOException {
        long saved = 0;
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (OutputStream out = Files.newOutputStream(temporary);
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            for (Map.Entry<String, String> queue : queues.urls().entrySet()) {
                List<Message> messages = receive(sqs, queue.getValue());
                while (!messages.isEmpty()) {
                    for (Message message : messages) {
                        json.writeStartObject();
                        json.writeStringField("queue", queue.getKey());
                        json.writeStringField("body", message.body());
                        json.writeEndObject();
                        saved++;
                    }
                    messages = receive(sqs, queue.getValue());
                }
            }
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        return saved;
    }

    /// Puts the messages of the file back into their queues, and removes the file. Messages of
    /// queues that are no more are left out.
    ///
    /// @return how many there were
    public long restore(SqsClient sqs, Queues queues) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        long restored = 0;
        try (ValueIterator<Object> messages = JSON.std.anySequenceFrom(file.toFile())) {
            while (messages.hasNext()) {
                if (!(messages.next() instanceof Map<?, ?> message)) {
                    throw new IOException(file + " holds no messages");
                }
                String url = queues.urls().get(String.valueOf(message.get("queue")));
                if (url != null) {
                    String body = String.valueOf(message.get("body"));
                    sqs.sendMessage(b -> b.queueUrl(url).messageBody(body));
                    restored++;
                }
            }
        }
        Files.delete(file);
        return restored;
    }

    private static List<Message> receive(SqsClient sqs, String url) {
        return sqs.receiveMessage(
                        b ->
                                b.queueUrl(url)
                                        .maxNumberOfMessages(10)
                                        .visibilityTimeout(HOLD_SECONDS)
                                        .waitTimeSeconds(0))
                .messages();
    }
}
