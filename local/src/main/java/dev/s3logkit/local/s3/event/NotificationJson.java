package dev.s3logkit.local.s3.event;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.s3.store.ObjectChange;
import dev.s3logkit.local.s3.store.ObjectChange.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Notifications as S3 writes them (Amazon S3 User Guide, "Event message structure", version 2.1).
final class NotificationJson {

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final String PRINCIPAL = "AWS:LOCAL";

    private NotificationJson() {}

    static String of(ObjectChange change, String configurationId, String region) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("key", formEncoded(change.key()));
        if (change.kind() != Kind.DELETE) {
            object.put("size", change.size());
            object.put("eTag", change.etag());
        }
        object.put("sequencer", "%018X".formatted(change.sequencer()));

        Map<String, Object> bucket = new LinkedHashMap<>();
        bucket.put("name", change.bucket());
        bucket.put("ownerIdentity", Map.of("principalId", PRINCIPAL));
        bucket.put("arn", "arn:aws:s3:::" + change.bucket());

        Map<String, Object> s3 = new LinkedHashMap<>();
        s3.put("s3SchemaVersion", "1.0");
        s3.put("configurationId", configurationId);
        s3.put("bucket", bucket);
        s3.put("object", object);

        Map<String, Object> response = new LinkedHashMap<>();
        response.put("x-amz-request-id", requestId(change.sequencer()));
        response.put("x-amz-id-2", hostId(change.sequencer()));

        Map<String, Object> event = new LinkedHashMap<>();
        event.put("eventVersion", "2.1");
        event.put("eventSource", "aws:s3");
        event.put("awsRegion", region);
        event.put("eventTime", MILLISECONDS.format(change.time()));
        event.put("eventName", change.kind().eventName());
        event.put("userIdentity", Map.of("principalId", PRINCIPAL));
        event.put("requestParameters", Map.of("sourceIPAddress", "127.0.0.1"));
        event.put("responseElements", response);
        event.put("s3", s3);
        return json(Map.of("Records", List.of(event)));
    }

    /// What S3 sends when a configuration is set: no `Records`.
    static String test(String bucket, Instant time) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("Service", "Amazon S3");
        event.put("Event", "s3:TestEvent");
        event.put("Time", MILLISECONDS.format(time));
        event.put("Bucket", bucket);
        event.put("RequestId", requestId(time.toEpochMilli()));
        event.put("HostId", hostId(time.toEpochMilli()));
        return json(event);
    }

    /// A space as `+`, and everything else but `/` as in a form.
    private static String formEncoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private static String requestId(long number) {
        return "%016X".formatted(number);
    }

    private static String hostId(long number) {
        return "local/%076x".formatted(number);
    }

    private static String json(Map<String, Object> event) {
        try {
            return JSON.std.asString(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
