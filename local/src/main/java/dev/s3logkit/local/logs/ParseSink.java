package dev.s3logkit.local.logs;

import dev.s3logkit.common.accesslog.AccessLogRecord;
import dev.s3logkit.common.accesslog.AccessLogSink;
import java.io.IOException;
import java.util.Locale;

/// Passes lines on to the outputs and counts them over all objects.
final class ParseSink implements AccessLogSink {

    private final RecordOutput records;
    private final RejectsOutput rejects;
    private String object = "";
    private long accepted;
    private long rejected;

    ParseSink(RecordOutput records, RejectsOutput rejects) {
        this.records = records;
        this.rejects = rejects;
    }

    void startObject(String name) {
        object = name;
    }

    @Override
    public void accepted(byte[] buffer, int from, int to, int next, AccessLogRecord record)
            throws IOException {
        accepted++;
        records.record(buffer, record);
    }

    @Override
    public void rejected(byte[] buffer, int from, int to, long lineNumber, int part, String reason)
            throws IOException {
        if (part == 0) {
            rejected++;
        }
        rejects.reject(object, buffer, from, to, lineNumber, part, reason);
    }

    void finish() throws OutputFailure {
        records.finish();
        rejects.finish();
    }

    /// One line for people.
    ///
    /// @param bytes read, before decompression
    String summary(long bytes, long nanos) {
        String malformed =
                records.malformed() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, ", %,d of them not UTF-8", records.malformed());
        return String.format(
                Locale.ROOT,
                "%,d lines: %,d accepted%s, %,d rejected (%s in %.2f s)",
                accepted + rejected,
                accepted,
                malformed,
                rejected,
                Progress.size(bytes),
                nanos / 1e9);
    }
}
