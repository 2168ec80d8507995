package dev.s3logkit.local.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.s3logkit.common.accesslog.AccessLogField;
import dev.s3logkit.common.accesslog.AccessLogRecord;

/// One JSON object a line: absent fields are left out, integers are numbers, the time is an ISO
/// instant, fields after the 27th stand in `extra` as logged.
final class JsonOutput extends RecordOutput {

    private static final byte[] EXTRA = ",\"extra\":".getBytes(UTF_8);

    private final ByteOutput out;
    private final AccessLogField[] fields = AccessLogField.values();

    /// `"name":`.
    private final byte[][] names = new byte[fields.length][];

    private long malformed;

    JsonOutput(ByteOutput out) {
        this.out = out;
        for (AccessLogField field : fields) {
            names[field.index()] = ("\"" + field.columnName() + "\":").getBytes(UTF_8);
        }
    }

    @Override
    void record(byte[] buffer, AccessLogRecord record) throws OutputFailure {
        boolean ascii = true;
        char separator = '{';
        for (AccessLogField field : fields) {
            if (record.isAbsent(field)) {
                continue;
            }
            out.put(separator);
            separator = ',';
            out.put(names[field.index()]);
            switch (field.kind()) {
                case TIME -> {
                    out.put('"');
                    out.putInstant(record.epochSecond());
                    out.put('"');
                }
                case INTEGER -> integer(buffer, record, field);
                case TEXT, QUOTED ->
                        ascii &= string(buffer, record.start(field), record.end(field));
            }
        }
        if (record.extraStart() < record.extraEnd()) {
            out.put(EXTRA);
            ascii &= string(buffer, record.extraStart(), record.extraEnd());
        }
        out.put('}');
        out.put('\n');
        if (!ascii && record.hasMalformedUtf8()) {
            malformed++;
        }
    }

    private void integer(byte[] buffer, AccessLogRecord record, AccessLogField field)
            throws OutputFailure {
        int start = record.start(field);
        if (buffer[start] == '0') {
            // JSON has no leading zeros.
            out.put(Long.toString(record.number(field)).getBytes(UTF_8));
        } else {
            out.put(buffer, start, record.end(field));
        }
    }

    /// Whether all bytes are ASCII.
    private boolean string(byte[] buffer, int start, int end) throws OutputFailure {
        out.put('"');
        boolean ascii = true;
        boolean plain = true;
        for (int i = start; i < end; i++) {
            byte b = buffer[i];
            ascii &= b >= 0;
            plain &= b >= ' ' && b != '"' && b != '\\';
        }
        if (plain) {
            out.put(buffer, start, end);
        } else {
            String text = new String(buffer, start, end - start, UTF_8);
            out.put(JsonStringEncoder.getInstance().quoteAsUTF8(text));
        }
        out.put('"');
        return ascii;
    }

    @Override
    void finish() throws OutputFailure {
        out.flush();
    }

    @Override
    long malformed() {
        return malformed;
    }
}
