package dev.s3logkit.common.accesslog;

import java.util.Locale;

/// Why a line is rejected: of all readings that failed, the one that made most sense is reported.
final class LineFailure {

    /// How much of a reading made sense before it failed; among equals the first one counts.
    enum Rank {
        NONE,
        NO_OPERATION,
        NO_REQUEST_URI,
        UNCLOSED_REQUEST_URI,
        CLOSED_REQUEST_URI,
        STATUS_AFTER_REQUEST_URI,
        /// Nothing overrides it.
        FINAL
    }

    private static final int EXCERPT = 40;

    private byte[] buffer = new byte[0];
    private int end;
    private Rank rank = Rank.NONE;
    private AccessLogField field = AccessLogField.BUCKET_OWNER;
    private int at;
    private String expected = "";

    void reset(byte[] lineBuffer, int lineEnd) {
        buffer = lineBuffer;
        end = lineEnd;
        rank = Rank.NONE;
    }

    void offer(Rank offered, AccessLogField failedField, int failedAt, String whatWasExpected) {
        if (offered.compareTo(rank) > 0) {
            rank = offered;
            field = failedField;
            at = failedAt;
            expected = whatWasExpected;
        }
    }

    String reason() {
        return field.columnName() + ": found " + excerpt() + ", expected " + expected;
    }

    private String excerpt() {
        if (at >= end) {
            return "the end of the line after " + field.index() + " fields";
        }
        if (buffer[at] == ' ') {
            return "an empty field";
        }
        boolean quoted = buffer[at] == '"';
        int limit = Math.min(end, at + EXCERPT);
        StringBuilder text = new StringBuilder("`");
        int i = at;
        for (; i < limit && (quoted || buffer[i] != ' '); i++) {
            int c = buffer[i] & 0xFF;
            text.append(
                    c >= 0x20 && c < 0x7F
                            ? String.valueOf((char) c)
                            : String.format(Locale.ROOT, "\\x%02X", c));
        }
        return text.append(i == limit && i < end && buffer[i] != ' ' ? "…`" : "`").toString();
    }
}
