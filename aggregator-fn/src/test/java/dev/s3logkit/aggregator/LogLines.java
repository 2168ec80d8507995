package dev.s3logkit.aggregator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Access-log lines for tests: as long as real ones are, each told apart by its request id.
public final class LogLines {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private LogLines() {}

    /// A GET of one object, without line break.
    public static String get(long epochSecond, String bucket, String requestId) {
        return line(epochSecond, bucket, requestId, "REST.GET.OBJECT", "photos/puppy.jpg");
    }

    public static String line(
            long epochSecond, String bucket, String requestId, String operation, String key) {
        return ("0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0 %s [%s] 192.0.2.7"
                        + " arn:aws:iam::111122223333:user/ann %s %s %s \"GET /%s HTTP/1.1\" 200 -"
                        + " 2662 2662 17 16 \"-\" \"aws-cli/2.15\" - hostid+%s= SigV4"
                        + " TLS_AES_128_GCM_SHA256 AuthHeader %s.s3.eu-central-1.amazonaws.com"
                        + " TLSv1.3 - - eu-central-1")
                .formatted(
                        bucket,
                        TIME.format(Instant.ofEpochSecond(epochSecond)),
                        requestId,
                        operation,
                        key,
                        key,
                        requestId,
                        bucket);
    }
}
