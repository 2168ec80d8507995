package dev.s3logkit.common.event;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.s3.FormEncodedKey;
import dev.s3logkit.common.s3.S3Uri;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `{"Records": [{"eventSource": "aws:s3", …}]}`: S3's own message, whose keys are form-encoded.
final class RecordsEnvelope {

    private RecordsEnvelope() {}

    static List<ObjectEvent> events(JsonFields message) throws FormatException {
        List<JsonFields> records = message.objects("Records");
        List<ObjectEvent> events = new ArrayList<>(records.size());
        for (JsonFields record : records) {
            events.add(event(record));
        }
        return events;
    }

    private static ObjectEvent event(JsonFields record) throws FormatException {
        // Stores that speak S3's protocol name themselves here, as "minio:s3".
        String source = record.text("eventSource");
        if (source == null || !source.endsWith(":s3")) {
            throw S3Notification.notANotification(
                    "a record whose eventSource is " + (source == null ? "missing" : source));
        }
        String version = record.requiredText("eventVersion");
        if (!version.equals("2") && !version.startsWith("2.")) {
            throw new UnsupportedFeatureException(
                    "S3 notification of version %s: only 2.x is known".formatted(version));
        }
        String name = record.requiredText("eventName");
        JsonFields s3 = record.object("s3");
        JsonFields object = s3.object("object");
        return new ObjectEvent(
                name.startsWith("s3:") ? name.substring("s3:".length()) : name,
                location(s3.object("bucket"), object),
                object.size("size"),
                unquoted(object.text("eTag")),
                object.text("versionId"),
                object.text("sequencer"));
    }

    private static S3Uri location(JsonFields bucket, JsonFields object) throws FormatException {
        String bucketName = bucket.requiredText("name");
        String encodedKey = object.requiredText("key");
        String key;
        try {
            key = FormEncodedKey.decode(encodedKey);
        } catch (IllegalArgumentException e) {
            throw object.damaged("key", "a form-encoded key in UTF-8");
        }
        return uri(bucket, bucketName, key);
    }

    /// Shared with the envelope whose keys are not encoded.
    static S3Uri uri(JsonFields bucket, String bucketName, String key) throws FormatException {
        try {
            return new S3Uri(bucketName, key);
        } catch (IllegalArgumentException e) {
            throw bucket.damaged("name", "a bucket with a key of at most 1024 bytes");
        }
    }

    static @Nullable String unquoted(@Nullable String etag) {
        return etag == null ? null : etag.replace("\"", "");
    }
}
