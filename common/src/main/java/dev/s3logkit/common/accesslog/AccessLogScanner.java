package dev.s3logkit.common.accesslog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads one access-log line that lies in a byte array; does no I/O and keeps nothing of the line.
///
/// Every sequence of bytes is either a record or is rejected with a reason, in time linear in its
/// length. Reusable; not safe for use by several threads.
public final class AccessLogScanner {

    private final LineParser parser = new LineParser();

    /// Delimits and checks the fields of the line in `[from, to)`.
    ///
    /// A carriage return at the end, and one space before it, are not part of the last field.
    ///
    /// @param to before the line break
    /// @param record holds the fields if the line is accepted, and nothing of use otherwise
    /// @return null if the line is accepted, otherwise the reason why not: the field, what was
    ///   found (at most 40 bytes of it, printable) and what was expected
    public @Nullable String scan(byte[] buffer, int from, int to, AccessLogRecord record) {
        Objects.checkFromToIndex(from, to, buffer.length);
        return parser.parse(buffer, from, to, record);
    }
}
