package dev.s3logkit.common.accesslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/// A view of one access-log line over the bytes of its reader: offsets only, text when asked.
///
/// The reader owns the record and the buffer, and reuses both for the next line: what is needed
/// longer must be copied, for example with [#text(AccessLogField)]. Not safe for use by several
/// threads.
public final class AccessLogRecord {

    static final int FIELDS = AccessLogField.values().length;

    /// `bounds[2 * f]` is the start and `bounds[2 * f + 1]` the end of the field with index `f`.
    final int[] bounds = new int[2 * FIELDS];

    byte[] buffer = new byte[0];
    int lineStart;

    /// Where the text ends: before a carriage return and a trailing space.
    int textEnd;

    int fieldCount;
    int extraStart;
    long epochSecond;

    /// The number of known fields in the line, 18 to 27. Unknown ones after the 27th are not
    /// counted, see [#extra()].
    public int fieldCount() {
        return fieldCount;
    }

    /// Whether the field is `-` or `"-"`, or the line ends before it. An empty `""` is not absent.
    public boolean isAbsent(AccessLogField field) {
        int f = field.index();
        return f >= fieldCount
                || (bounds[2 * f + 1] - bounds[2 * f] == 1 && buffer[bounds[2 * f]] == '-');
    }

    /// Offset in the buffer of the field's first byte, after an opening quote or bracket. Equal to
    /// [#end(AccessLogField)], at the end of the text, when the line ends before the field.
    public int start(AccessLogField field) {
        int f = field.index();
        return f < fieldCount ? bounds[2 * f] : textEnd;
    }

    /// Offset in the buffer behind the field's last byte, before a closing quote or bracket.
    public int end(AccessLogField field) {
        int f = field.index();
        return f < fieldCount ? bounds[2 * f + 1] : textEnd;
    }

    /// The field exactly as logged, except that bytes which are no UTF-8 become U+FFFD.
    ///
    /// @return null when the field is absent
    public @Nullable String text(AccessLogField field) {
        if (isAbsent(field)) {
            return null;
        }
        int start = start(field);
        return new String(buffer, start, end(field) - start, UTF_8);
    }

    /// The value of a field of kind [AccessLogField.Kind#INTEGER].
    ///
    /// @return 0 to [Long#MAX_VALUE], or -1 when the field is absent
    /// @throws IllegalArgumentException if the field is of another kind
    public long number(AccessLogField field) {
        if (field.kind() != AccessLogField.Kind.INTEGER) {
            throw new IllegalArgumentException(field.columnName() + " is not an integer field");
        }
        if (isAbsent(field)) {
            return -1;
        }
        long value = 0;
        for (int i = start(field), end = end(field); i < end; i++) {
            value = value * 10 + (buffer[i] - '0');
        }
        return value;
    }

    /// The time of the request in seconds since 1970-01-01T00:00:00Z, its zone taken into account.
    public long epochSecond() {
        return epochSecond;
    }

    /// What follows the 27th field, exactly as logged: fields that were added to the format later.
    ///
    /// @return null when nothing follows
    public @Nullable String extra() {
        return extraStart == textEnd
                ? null
                : new String(buffer, extraStart, textEnd - extraStart, UTF_8);
    }

    /// Offset in the buffer of [#extra()]; equal to [#extraEnd()] when nothing follows.
    public int extraStart() {
        return extraStart;
    }

    /// Offset in the buffer behind [#extra()].
    public int extraEnd() {
        return textEnd;
    }

    /// Whether the line holds bytes that are no UTF-8, which [#text(AccessLogField)] replaces.
    /// Reads the line once more, so ask only where text is made.
    public boolean hasMalformedUtf8() {
        return !Utf8.isWellFormed(buffer, lineStart, textEnd);
    }

    void set(AccessLogField field, int start, int end) {
        bounds[2 * field.index()] = start;
        bounds[2 * field.index() + 1] = end;
    }
}
