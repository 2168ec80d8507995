package dev.s3logkit.local.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.s3logkit.common.accesslog.AccessLogField;
import dev.s3logkit.common.accesslog.AccessLogRecord;

/// A line of column names, then a line for each record; bytes stay as they were logged.
final class DelimitedOutput extends RecordOutput {

    /// How a format separates, and keeps what it separates by out of the fields.
    interface Dialect {
        int separator();

        byte[] lineEnd();

        void absent(ByteOutput out) throws OutputFailure;

        void text(ByteOutput out, byte[] buffer, int start, int end) throws OutputFailure;
    }

    /// RFC 4180. Absent is nothing, an empty text is `""`.
    static final Dialect CSV =
            new Dialect() {
                private static final byte[] LINE_END = {'\r', '\n'};

                @Override
                public int separator() {
                    return ',';
                }

                @Override
                public byte[] lineEnd() {
                    return LINE_END;
                }

                @Override
                public void absent(ByteOutput out) {}

                @Override
                public void text(ByteOutput out, byte[] buffer, int start, int end)
                        throws OutputFailure {
                    boolean plain = start < end;
                    for (int i = start; i < end; i++) {
                        byte b = buffer[i];
                        plain &= b != '"' && b != ',' && b != '\r' && b != '\n';
                    }
                    if (plain) {
                        out.put(buffer, start, end);
                        return;
                    }
                    out.put('"');
                    for (int i = start; i < end; i++) {
                        if (buffer[i] == '"') {
                            out.put('"');
                        }
                        out.put(buffer[i]);
                    }
                    out.put('"');
                }
            };

    /// Tabs between, `\` before `t`, `n`, `r` and itself inside. Absent is `\N`.
    static final Dialect TSV =
            new Dialect() {
                private static final byte[] LINE_END = {'\n'};
                private static final byte[] ABSENT = {'\\', 'N'};

                @Override
                public int separator() {
                    return '\t';
                }

                @Override
                public byte[] lineEnd() {
                    return LINE_END;
                }

                @Override
                public void absent(ByteOutput out) throws OutputFailure {
                    out.put(ABSENT);
                }

                @Override
                public void text(ByteOutput out, byte[] buffer, int start, int end)
                        throws OutputFailure {
                    int copied = start;
                    for (int i = start; i < end; i++) {
                        int escape =
                                switch (buffer[i]) {
                                    case '\t' -> 't';
                                    case '\n' -> 'n';
                                    case '\r' -> 'r';
                                    case '\\' -> '\\';
                                    default -> 0;
                                };
                        if (escape != 0) {
                            out.put(buffer, copied, i);
                            out.put('\\');
                            out.put(escape);
                            copied = i + 1;
                        }
                    }
                    out.put(buffer, copied, end);
                }
            };

    private final ByteOutput out;
    private final Dialect dialect;
    private final AccessLogField[] fields = AccessLogField.values();
    private boolean started;

    DelimitedOutput(ByteOutput out, Dialect dialect) {
        this.out = out;
        this.dialect = dialect;
    }

    private void header() throws OutputFailure {
        started = true;
        for (AccessLogField field : fields) {
            out.put(field.columnName().getBytes(US_ASCII));
            out.put(dialect.separator());
        }
        out.put("extra".getBytes(US_ASCII));
        out.put(dialect.lineEnd());
    }

    @Override
    void record(byte[] buffer, AccessLogRecord record) throws OutputFailure {
        if (!started) {
            header();
        }
        for (AccessLogField field : fields) {
            if (record.isAbsent(field)) {
                dialect.absent(out);
            } else if (field == AccessLogField.TIME) {
                out.putInstant(record.epochSecond());
            } else {
                dialect.text(out, buffer, record.start(field), record.end(field));
            }
            out.put(dialect.separator());
        }
        if (record.extraStart() < record.extraEnd()) {
            dialect.text(out, buffer, record.extraStart(), record.extraEnd());
        } else {
            dialect.absent(out);
        }
        out.put(dialect.lineEnd());
    }

    @Override
    void finish() throws OutputFailure {
        if (!started) {
            header();
        }
        out.flush();
    }
}
