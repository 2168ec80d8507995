package dev.s3logkit.common.inventory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds the fields of one row of a CSV file (RFC 4180): fields in quotes may hold commas, line
/// breaks and, as `""`, quotes; a row ends at LF, at CR LF or with the file.
///
/// Looks at eight or sixteen bytes at a time. Not safe for use by several threads.
final class CsvScanner {

    /// Columns that are told apart; S3 writes at most 22.
    static final int MAX_COLUMNS = 64;

    /// Bytes behind the last one that may be read; they hold anything.
    static final int SLACK = 3 * Long.BYTES;

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long BEHIND_QUOTE = '#' * ONES;
    private static final long COMMAS = ',' * ONES;
    private static final long LINE_FEEDS = '\n' * ONES;

    /// How a look at a row ended.
    enum Result {
        /// The row is there.
        ROW,
        /// The row goes on behind the bytes that are there.
        INCOMPLETE,
        /// A quoted field is followed by something else than a comma or the end of the row.
        TEXT_AFTER_QUOTE,
        /// A quoted field has no end.
        UNCLOSED_QUOTE,
        /// More than [#MAX_COLUMNS] fields.
        TOO_MANY_FIELDS
    }

    /// Where each field starts and ends, without its quotes.
    final int[] from = new int[MAX_COLUMNS];

    final int[] to = new int[MAX_COLUMNS];

    /// Bit `i` says whether field `i` holds `""`, which stands for a quote.
    long doubled;

    int fields;

    /// Where the next row starts.
    int next;

    /// Line breaks within quotes.
    int innerLines;

    /// Looks at the row that starts at `start`.
    ///
    /// @param limit the bytes end here; [#SLACK] more can be read
    /// @param last whether the file ends here, too
    Result scan(byte[] b, int start, int limit, boolean last) {
        doubled = 0;
        innerLines = 0;
        int at = start;
        for (int field = 0; field < MAX_COLUMNS; field++) {
            int end;
            if (at < limit && b[at] == '"') {
                at++;
                end = closingQuote(b, at, limit, field);
                if (end >= limit) {
                    return last ? Result.UNCLOSED_QUOTE : Result.INCOMPLETE;
                }
                from[field] = at;
                to[field] = end;
                at = end + 1;
            } else {
                end = plainEnd(b, at, limit);
                from[field] = at;
                boolean cr = end > at && end < limit && b[end] == '\n' && b[end - 1] == '\r';
                to[field] = cr ? end - 1 : end;
                at = end;
            }
            if (at < limit && b[at] == ',') {
                at++;
                continue;
            }
            fields = field + 1;
            return rowEnd(b, at, limit, last);
        }
        return Result.TOO_MANY_FIELDS;
    }

    /// What follows the last field decides, so it must be there.
    private Result rowEnd(byte[] b, int at, int limit, boolean last) {
        if (at < limit && b[at] == '\n') {
            next = at + 1;
            return Result.ROW;
        }
        boolean carriageReturn = at < limit && b[at] == '\r';
        if (at == limit || (carriageReturn && at + 1 == limit)) {
            next = limit;
            return last ? Result.ROW : Result.INCOMPLETE;
        }
        if (carriageReturn && b[at + 1] == '\n') {
            next = at + 2;
            return Result.ROW;
        }
        return Result.TEXT_AFTER_QUOTE;
    }

    /// The quote that closes a field, or a position that is not below `limit`.
    private int closingQuote(byte[] b, int start, int limit, int field) {
        int at = start;
        while (at < limit) {
            long w = (long) WORD.get(b, at);
            long behind = (long) WORD.get(b, at + Long.BYTES);
            if (((((w - BEHIND_QUOTE) & ~w) | ((behind - BEHIND_QUOTE) & ~behind)) & HIGH_BITS)
                    == 0) {
                at += 2 * Long.BYTES;
                continue;
            }
            // The high bit of each byte below '#'. A byte may borrow from the one behind it, but
            // only the first one that is found is looked at.
            long found = (w - BEHIND_QUOTE) & ~w & HIGH_BITS;
            if (found == 0) {
                at += Long.BYTES;
                found = (behind - BEHIND_QUOTE) & ~behind & HIGH_BITS;
            }
            at += Long.numberOfTrailingZeros(found) >>> 3;
            if (b[at] != '"') {
                innerLines += b[at] == '\n' ? 1 : 0;
                at++;
            } else if (b[at + 1] != '"' || at + 1 >= limit) {
                return at;
            } else {
                doubled |= 1L << field;
                at += 2;
            }
        }
        return at;
    }

    /// The comma or line feed that ends a field without quotes, or a position not below `limit`.
    private static int plainEnd(byte[] b, int start, int limit) {
        for (int at = start; at < limit; at += Long.BYTES) {
            long w = (long) WORD.get(b, at);
            long comma = w ^ COMMAS;
            long lineFeed = w ^ LINE_FEEDS;
            long found = (((comma - ONES) & ~comma) | ((lineFeed - ONES) & ~lineFeed)) & HIGH_BITS;
            if (found != 0) {
                return Math.min(limit, at + (Long.numberOfTrailingZeros(found) >>> 3));
            }
        }
        return limit;
    }
}
