package dev.s3logkit.common.archive.tar;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.archive.EntryName;
import java.util.LinkedHashMap;
import java.util.Map;

/// Records of extended headers, later ones replacing earlier ones.
///
/// ```text
/// "%d %s=%s\n", <length of the record in bytes>, <keyword>, <value>
/// ```
///
/// POSIX.1-2017, XCU `pax`, "pax Extended Header". An empty value takes a keyword back.
final class PaxRecords {

    private static final int MAX_LENGTH_DIGITS = 7;

    private final int maxLength;
    private final Map<String, String> values = new LinkedHashMap<>();
    private int length;

    PaxRecords(int maxLength) {
        this.maxLength = maxLength;
    }

    Map<String, String> values() {
        return values;
    }

    void clear() {
        values.clear();
        length = 0;
    }

    /// Adds the records of one header.
    ///
    /// @param offset where the header's body stands in the archive
    void add(byte[] body, TarInput input, long offset) throws FormatException {
        int at = 0;
        while (at < body.length && body[at] != 0) {
            at += record(body, at, input, offset);
        }
    }

    private int record(byte[] body, int start, TarInput input, long offset) throws FormatException {
        int at = start;
        int recordLength = 0;
        while (at < body.length && at - start < MAX_LENGTH_DIGITS && isDigit(body[at])) {
            recordLength = recordLength * 10 + (body[at++] - '0');
        }
        int end = start + recordLength;
        if (at == start || at >= body.length || body[at] != ' ') {
            throw input.damaged("an extended record without length", offset + start);
        }
        at++;
        if (end <= at || end > body.length || body[end - 1] != '\n') {
            throw input.damaged(
                    "an extended record of another length than it says", offset + start);
        }
        int equals = at;
        while (equals < end && body[equals] != '=') {
            equals++;
        }
        if (equals == at || equals == end) {
            throw input.damaged("an extended record without keyword", offset + start);
        }
        put(
                EntryName.toText(body, at, equals - at),
                EntryName.toText(body, equals + 1, end - 1 - (equals + 1)),
                input);
        return recordLength;
    }

    private void put(String keyword, String value, TarInput input) throws LimitExceededException {
        String before = values.put(keyword, value);
        length += value.length() - (before == null ? -keyword.length() : before.length());
        if (length > maxLength) {
            throw new LimitExceededException(
                    input.source() + ": tar: extended records, characters", length, maxLength);
        }
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
