package dev.s3logkit.common.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A line to read, made of raw fields (with their quotes and brackets), each char one byte.
final class LogLine {

    private static final Map<AccessLogField, String> PLAIN = plain();

    private final Map<AccessLogField, String> raw;
    private final String end;

    private LogLine(Map<AccessLogField, String> raw, String end) {
        this.raw = raw;
        this.end = end;
    }

    private static Map<AccessLogField, String> plain() {
        String[] values = {
            "f00dfeed",
            "orchard",
            "[05/Mar/2024:06:07:08 +0000]",
            "203.0.113.9",
            "arn:aws:iam::444455556666:user/plum",
            "9A3C5D7E1B2F4A60",
            "REST.GET.OBJECT",
            "fruit/pear.jpg",
            "\"GET /fruit/pear.jpg HTTP/1.1\"",
            "200",
            "-",
            "5120",
            "5120",
            "31",
            "30",
            "\"https://orchard.example/pears\"",
            "\"pear-client/1.0 (linux)\"",
            "-",
            "hOsTiD+/0123456789abcdef=",
            "SigV4",
            "TLS_AES_128_GCM_SHA256",
            "AuthHeader",
            "orchard.s3.eu-central-1.amazonaws.com",
            "TLSv1.3",
            "-",
            "-",
            "eu-central-1"
        };
        Map<AccessLogField, String> fields = new EnumMap<>(AccessLogField.class);
        for (AccessLogField field : AccessLogField.values()) {
            fields.put(field, values[field.index()]);
        }
        return Collections.unmodifiableMap(fields);
    }

    /// A line of 27 fields without any trap.
    static LogLine clean() {
        return new LogLine(PLAIN, "");
    }

    LogLine with(AccessLogField field, String value) {
        Map<AccessLogField, String> changed = new EnumMap<>(raw);
        changed.put(field, value);
        return new LogLine(changed, end);
    }

    LogLine without(AccessLogField field) {
        Map<AccessLogField, String> changed = new EnumMap<>(raw);
        changed.remove(field);
        return new LogLine(changed, end);
    }

    LogLine cutTo(int fields) {
        Map<AccessLogField, String> changed = new EnumMap<>(raw);
        changed.keySet().removeIf(field -> field.index() >= fields);
        return new LogLine(changed, end);
    }

    LogLine followedBy(String text) {
        return new LogLine(raw, end + text);
    }

    @Override
    public String toString() {
        return raw.values().stream().collect(Collectors.joining(" ")) + end;
    }

    byte[] bytes() {
        return toString().getBytes(ISO_8859_1);
    }
}
