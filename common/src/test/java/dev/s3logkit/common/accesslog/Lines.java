package dev.s3logkit.common.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects what a reader hands on, as text with one char for each byte.
final class Lines implements AccessLogSink {

    /// @param fields absent ones are left out
    record Accepted(
            String line,
            boolean hasLineBreak,
            int fieldCount,
            long epochSecond,
            Map<AccessLogField, String> fields,
            @Nullable String extra) {}

    record Rejected(String line, long lineNumber, int part, String reason) {}

    final List<Accepted> accepted = new ArrayList<>();
    final List<Rejected> rejected = new ArrayList<>();

    /// Everything in the order of arrival, to compare runs and to put the input together again.
    final List<Object> all = new ArrayList<>();

    LineCounts counts = LineCounts.NONE;

    static Lines of(String text) {
        return of(text.getBytes(ISO_8859_1), 1 << 16);
    }

    static Lines of(byte[] input, int bufferSize) {
        Lines lines = new Lines();
        try {
            lines.counts =
                    new AccessLogReader(bufferSize).read(new ByteArrayInputStream(input), lines);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return lines;
    }

    @Override
    public void accepted(byte[] buffer, int from, int to, int next, AccessLogRecord record) {
        Map<AccessLogField, String> fields = new EnumMap<>(AccessLogField.class);
        for (AccessLogField field : AccessLogField.values()) {
            if (!record.isAbsent(field)) {
                int start = record.start(field);
                fields.put(field, new String(buffer, start, record.end(field) - start, ISO_8859_1));
            }
        }
        int extra = record.extraEnd() - record.extraStart();
        Accepted line =
                new Accepted(
                        new String(buffer, from, to - from, ISO_8859_1),
                        next != to,
                        record.fieldCount(),
                        record.epochSecond(),
                        fields,
                        extra == 0
                                ? null
                                : new String(buffer, record.extraStart(), extra, ISO_8859_1));
        accepted.add(line);
        all.add(line);
    }

    @Override
    public void rejected(
            byte[] buffer, int from, int to, long lineNumber, int part, String reason) {
        Rejected line =
                new Rejected(
                        new String(buffer, from, to - from, ISO_8859_1), lineNumber, part, reason);
        rejected.add(line);
        all.add(line);
    }

    /// The input put together from what was handed on; the last line break is not known for a
    /// rejected line, so it is always left out.
    String joined() {
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (Object line : all) {
            boolean continued = line instanceof Rejected r && r.part() > 0;
            if (!first && !continued) {
                text.append('\n');
            }
            first = false;
            if (line instanceof Accepted a) {
                text.append(a.line());
            } else if (line instanceof Rejected r) {
                text.append(r.line());
            }
        }
        return text.toString();
    }
}
