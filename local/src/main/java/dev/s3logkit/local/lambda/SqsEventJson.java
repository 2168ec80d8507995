package dev.s3logkit.local.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/// The event that a batch of messages is handed over as.
final class SqsEventJson {

    /// What a record has beside its message, and some more.
    private static final long ENVELOPE_BYTES = 1024;

    private SqsEventJson() {}

    static byte[] of(List<Message> messages, String queueArn, String region) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("Records");
            for (Message message : messages) {
                write(json, message, queueArn, region);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /// How much of an invocation's payload a message takes.
    static long size(Message message) {
        String body = message.body();
        long bytes = ENVELOPE_BYTES + body.length();
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            bytes += c == '"' || c == '\\' ? 1 : c < ' ' ? 5 : c < 0x80 ? 0 : 2;
        }
        return bytes;
    }

    private static void write(JsonGenerator json, Message message, String queueArn, String region)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("messageId", message.messageId());
        json.writeStringField("receiptHandle", message.receiptHandle());
        json.writeStringField("body", message.body());
        json.writeObjectFieldStart("attributes");
        for (Map.Entry<String, String> attribute : message.attributesAsStrings().entrySet()) {
            json.writeStringField(attribute.getKey(), attribute.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("messageAttributes");
        for (Map.Entry<String, MessageAttributeValue> attribute :
                message.messageAttributes().entrySet()) {
            json.writeObjectFieldStart(attribute.getKey());
            json.writeStringField("dataType", attribute.getValue().dataType());
            json.writeStringField("stringValue", attribute.getValue().stringValue());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeStringField("md5OfBody", message.md5OfBody());
        json.writeStringField("eventSource", "aws:sqs");
        json.writeStringField("eventSourceARN", queueArn);
        json.writeStringField("awsRegion", region);
        json.writeEndObject();
    }
}
