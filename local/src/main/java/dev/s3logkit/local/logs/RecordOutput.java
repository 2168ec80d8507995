package dev.s3logkit.local.logs;

import dev.s3logkit.common.accesslog.AccessLogRecord;
import java.io.OutputStream;

/// Writes records in one format.
abstract class RecordOutput {

    static RecordOutput of(OutputFormat format, OutputStream out) {
        ByteOutput bytes = new ByteOutput(out);
        return switch (format) {
            case JSONL -> new JsonOutput(bytes);
            case CSV -> new DelimitedOutput(bytes, DelimitedOutput.CSV);
            case TSV -> new DelimitedOutput(bytes, DelimitedOutput.TSV);
            case NONE -> new NoOutput();
        };
    }

    /// Writes a record, whose bytes are in `buffer`.
    abstract void record(byte[] buffer, AccessLogRecord record) throws OutputFailure;

    /// Writes what is still held back.
    abstract void finish() throws OutputFailure;

    /// Records in which bytes that are no UTF-8 were replaced.
    long malformed() {
        return 0;
    }

    private static final class NoOutput extends RecordOutput {
        @Override
        void record(byte[] buffer, AccessLogRecord record) {}

        @Override
        void finish() {}
    }
}
