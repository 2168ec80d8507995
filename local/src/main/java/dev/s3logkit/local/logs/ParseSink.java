package dev.s3logkit.local.logs;

import dev.s3logkit.common.accesslog.AccessLogRecord;
import dev.s3logkit.common.accesslog.AccessLogSink;
import java.io.IOException;

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
                        : ", " + Figures.grouped(records.malformed()) + " of them not UTF-8";
        return Figures.grouped(accepted + rejected)
                + " lines: "
                + Figures.grouped(accepted)
                + " accepted"
                + malformed
                + ", "
                + Figures.grouped(rejected)
                + " rejected ("
                + Progress.size(bytes)
                + " in "
                + Figures.decimal(nanos / 10_000_000, 2)
                + " s)";
    }
}
