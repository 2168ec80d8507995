package dev.s3logkit.common.event;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.NotThisFormatException;
import java.util.List;
import java.util.Locale;

/// What one message says of objects, whatever envelope it travelled in.
///
/// S3 delivers at least once and in any order. The order of events of one key is told by their
/// sequencers, see [#compareSequencers(String, String)].
///
/// @param testEvent whether this is the `s3:TestEvent` that S3 sends when a notification is
///   configured; it has no events
/// @param events in the order of the message; empty when it has none
public record S3Notification(boolean testEvent, List<ObjectEvent> events) {

    /// SNS in front of EventBridge in front of S3, and one to spare.
    private static final int MAX_ENVELOPES = 4;

    public S3Notification {
        events = List.copyOf(events);
    }

    /// Reads the body of a message: S3's own records, the JSON envelope of SNS around any of these,
    /// an EventBridge event, or S3's test event. Unknown fields are ignored.
    ///
    /// @throws NotThisFormatException when the body is something else; the message says what
    public static S3Notification parse(String body) throws FormatException {
        String message = body;
        for (int depth = 0; depth < MAX_ENVELOPES; depth++) {
            JsonFields fields = JsonFields.parse(message);
            if (fields.has("Records")) {
                return new S3Notification(false, RecordsEnvelope.events(fields));
            }
            if (fields.has("detail-type")) {
                return new S3Notification(false, List.of(EventBridgeEnvelope.event(fields)));
            }
            if ("s3:TestEvent".equals(fields.text("Event"))) {
                return new S3Notification(true, List.of());
            }
            String type = fields.text("Type");
            if (type == null || !fields.has("TopicArn")) {
                throw notANotification("a JSON object with the fields " + fields.names());
            }
            String inner = fields.text("Message");
            if (!type.equals("Notification") || inner == null) {
                throw notANotification("an SNS message of type " + type);
            }
            message = inner;
        }
        throw notANotification("more than " + MAX_ENVELOPES + " envelopes around each other");
    }

    /// Compares the sequencers of two events of the same key: negative when the first happened
    /// earlier. Sequencers of different keys say nothing about each other.
    public static int compareSequencers(String a, String b) {
        int length = Math.max(a.length(), b.length());
        return padded(a, length).compareTo(padded(b, length));
    }

    private static String padded(String sequencer, int length) {
        return sequencer.toUpperCase(Locale.ROOT) + "0".repeat(length - sequencer.length());
    }

    static NotThisFormatException notANotification(String found) {
        return new NotThisFormatException("not an S3 notification: found " + found);
    }
}
