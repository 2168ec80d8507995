package dev.s3logkit.common.accesslog;

import static dev.s3logkit.common.accesslog.DelimiterIndex.WORD;

/// Reads the common kind of line from a [DelimiterIndex], one field after another.
///
/// It takes the first candidate for every choice that [LineParser] would make, and checks as much,
/// so that where it accepts a line it agrees with it in every field. Anything out of the ordinary
/// (quotes inside a quoted field, a `!` in a key, a requester with spaces, unknown fields, …) makes
/// it decline, and the line goes there. Conditions are gathered and tested together, because a
/// branch for each would cost more than the work.
final class FastLineParser {

    private static final int DECLINED = -1;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long ZEROS = 0x3030_3030_3030_3030L;

    /// `00:00:00`.
    private static final long MIDNIGHT = 0x3030_3A30_303A_3030L;

    /// Carries into the high bit of each byte of `HH:mm:ss ^ 00:00:00` that is above 29:59:59.
    private static final long ABOVE_TIME = 0x767A_7F76_7A7F_767DL;

    private static final long THREE_BYTES = 0xFF_FFFFL;
    private static final long LOWER_CASE = 0x20_2020L;
    private static final long SIG = 'S' | ('i' << 8) | ('g' << 16);
    private static final long TLS = 't' | ('l' << 8) | ('s' << 16);
    private static final long SSL = 's' | ('s' << 8) | ('l' << 16);

    private static final int TIME = AccessLogField.TIME.index();
    private static final int REQUEST_URI = AccessLogField.REQUEST_URI.index();
    private static final int HTTP_STATUS = AccessLogField.HTTP_STATUS.index();
    private static final int ERROR_CODE = AccessLogField.ERROR_CODE.index();
    private static final int BYTES_SENT = AccessLogField.BYTES_SENT.index();
    private static final int OBJECT_SIZE = AccessLogField.OBJECT_SIZE.index();
    private static final int TOTAL_TIME = AccessLogField.TOTAL_TIME.index();
    private static final int TURN_AROUND_TIME = AccessLogField.TURN_AROUND_TIME.index();
    private static final int REFERER = AccessLogField.REFERER.index();
    private static final int USER_AGENT = AccessLogField.USER_AGENT.index();
    private static final int VERSION_ID = AccessLogField.VERSION_ID.index();
    private static final int SIGNATURE_VERSION = AccessLogField.SIGNATURE_VERSION.index();
    private static final int TLS_VERSION = AccessLogField.TLS_VERSION.index();

    private final OperationCache operations = new OperationCache();

    // The day of the line before: its text, and its first second.
    private long dayMonth;
    private long monthYear;
    private long zone = -1;
    private long daySecond;

    private int[] bounds = new int[0];

    /// Negative once a condition does not hold.
    private int doubt;

    /// Reads the line that starts at `start`, whose first delimiter is number `i` of `p`.
    ///
    /// `p` must hold the line's line feed, and `b` some bytes behind it.
    ///
    /// @return the number of the line feed's position, or -1 if the line is not for this parser;
    ///   `record` then holds nothing of use
    int parse(byte[] b, int start, int[] p, int i, AccessLogRecord record) {
        bounds = record.bounds;
        doubt = 0;
        if (!head(b, start, p, i, record)) {
            return DECLINED;
        }
        int k = request(b, p, i + 9);
        int lineFeed = k == DECLINED ? DECLINED : rest(b, start, p, k, record);
        return doubt < 0 ? DECLINED : lineFeed;
    }

    /// The fields up to the key. The positions may lie behind the line's end until `true` is
    /// returned: then all of them were spaces.
    private boolean head(byte[] b, int start, int[] p, int i, AccessLogRecord record) {
        int[] f = bounds;
        int ownerEnd = p[i];
        int bucketEnd = p[i + 1];
        int timeEnd = p[i + 3];
        int ipEnd = p[i + 4];
        int requesterEnd = p[i + 5];
        int idEnd = p[i + 6];
        int operationEnd = p[i + 7];
        int keyEnd = p[i + 8];
        int different =
                (b[ownerEnd] ^ ' ')
                        | (b[bucketEnd] ^ ' ')
                        | (b[bucketEnd + 1] ^ '[')
                        | (p[i + 2] ^ (bucketEnd + 22))
                        | (timeEnd ^ (bucketEnd + 3 + LogTime.LENGTH))
                        | (b[bucketEnd + 2 + LogTime.LENGTH] ^ ']')
                        | (b[timeEnd] ^ ' ')
                        | (b[ipEnd] ^ ' ')
                        | (b[requesterEnd] ^ ' ')
                        | (b[idEnd] ^ ' ')
                        | (b[operationEnd] ^ ' ')
                        | (b[keyEnd] ^ ' ');
        if (different != 0) {
            return false;
        }
        unbracketed(b, start, ownerEnd);
        unbracketed(b, ownerEnd + 1, bucketEnd);
        unbracketed(b, timeEnd + 1, ipEnd);
        unbracketed(b, ipEnd + 1, requesterEnd);
        unbracketed(b, requesterEnd + 1, idEnd);
        unbracketed(b, operationEnd + 1, keyEnd);
        f[0] = start;
        f[1] = ownerEnd;
        f[2] = ownerEnd + 1;
        f[3] = bucketEnd;
        f[2 * TIME] = bucketEnd + 2;
        f[2 * TIME + 1] = timeEnd - 1;
        f[6] = timeEnd + 1;
        f[7] = ipEnd;
        f[8] = ipEnd + 1;
        f[9] = requesterEnd;
        f[10] = requesterEnd + 1;
        f[11] = idEnd;
        f[12] = idEnd + 1;
        f[13] = operationEnd;
        f[14] = operationEnd + 1;
        f[15] = keyEnd;
        return operations.matches(b, idEnd + 1, operationEnd) && time(b, bucketEnd + 2, record);
    }

    /// A field that is not empty and does not look like the time of a record glued to this one.
    private void unbracketed(byte[] b, int start, int end) {
        doubt |= (end - start - 1) | ((b[start] ^ '[') - 1);
    }

    private boolean time(byte[] b, int at, AccessLogRecord record) {
        long w0 = (long) WORD.get(b, at);
        long w1 = (long) WORD.get(b, at + 4);
        long w2 = (long) WORD.get(b, at + 18) >>> 16;
        long clock = (long) WORD.get(b, at + 12) ^ MIDNIGHT;
        if (w0 != dayMonth || w1 != monthYear || w2 != zone) {
            long second = LogTime.parse(b, at, at + LogTime.LENGTH);
            if (second == LogTime.INVALID) {
                return false;
            }
            daySecond = second - LogTime.secondOfDay(b, at + 12);
            dayMonth = w0;
            monthYear = w1;
            zone = w2;
        }
        // Two digits side by side become a number in the byte of the first one.
        long pairs = clock * 10 + (clock >>> 8);
        int hour = (int) pairs & 0xFF;
        int minute = (int) (pairs >>> 24) & 0xFF;
        int second = (int) (pairs >>> 48) & 0xFF;
        if ((((clock + ABOVE_TIME) | clock) & HIGH_BITS) != 0 || hour > 23) {
            return false;
        }
        record.epochSecond = daySecond + hour * 3600L + minute * 60L + second;
        return true;
    }

    /// A field in quotes, or a bare `-`, and the space behind it. `k` is the number of its opening
    /// quote, or of the space behind the dash.
    ///
    /// @return the number of the position after that space
    private int quoted(byte[] b, int[] p, int k, int field) {
        int start = p[k - 1] + 1;
        if (b[start] == '"') {
            int close = k + 1;
            for (int c = b[p[close]]; c != '"'; c = b[p[close]]) {
                if (c == '\n') {
                    return DECLINED;
                }
                close++;
            }
            bounds[2 * field] = start + 1;
            bounds[2 * field + 1] = p[close];
            boolean spaced = p[close + 1] == p[close] + 1 && b[p[close + 1]] == ' ';
            return spaced ? close + 2 : DECLINED;
        }
        bounds[2 * field] = start;
        bounds[2 * field + 1] = start + 1;
        boolean dash = b[start] == '-' && p[k] == start + 1 && b[start + 1] == ' ';
        return dash ? k + 1 : DECLINED;
    }

    /// Request URI, status, error code, sizes and times. `i` is as `k` of [#quoted].
    ///
    /// @return the number of the position after the last one's space
    private int request(byte[] b, int[] p, int i) {
        int k = quoted(b, p, i, REQUEST_URI);
        if (k == DECLINED) {
            return DECLINED;
        }
        // No loops here: the JVM would compile the method once for each, and once for its start.
        int different =
                plain(b, p, k, HTTP_STATUS)
                        | plain(b, p, k + 1, ERROR_CODE)
                        | plain(b, p, k + 2, BYTES_SENT)
                        | plain(b, p, k + 3, OBJECT_SIZE)
                        | plain(b, p, k + 4, TOTAL_TIME)
                        | plain(b, p, k + 5, TURN_AROUND_TIME);
        if (different != 0 || doubt < 0) {
            return DECLINED;
        }
        int[] f = bounds;
        int status = f[2 * HTTP_STATUS];
        int length = f[2 * HTTP_STATUS + 1] - status;
        long notDigits = length == 3 ? notDigits(b, status, 3) : (b[status] ^ '-') | (length ^ 1);
        unbracketed(b, f[2 * ERROR_CODE], f[2 * ERROR_CODE + 1]);
        notDigits |=
                notNumber(b, BYTES_SENT)
                        | notNumber(b, OBJECT_SIZE)
                        | notNumber(b, TOTAL_TIME)
                        | notNumber(b, TURN_AROUND_TIME);
        return notDigits == 0 ? k + 6 : DECLINED;
    }

    /// Takes a field between positions `k - 1` and `k`.
    ///
    /// @return 0 if a space follows it
    private int plain(byte[] b, int[] p, int k, int field) {
        int start = p[k - 1] + 1;
        int end = p[k];
        bounds[2 * field] = start;
        bounds[2 * field + 1] = end;
        doubt |= end - start - 1;
        return b[end] ^ ' ';
    }

    /// Not 0 unless the field, which has a byte and a space behind it, is a number of at most 8
    /// digits or a dash.
    private long notNumber(byte[] b, int field) {
        int start = bounds[2 * field];
        int digits = bounds[2 * field + 1] - start;
        if (digits > Long.BYTES) {
            return 1;
        }
        // A dash is followed by a space, so two bytes tell.
        boolean dash = ((long) WORD.get(b, start) & 0xFFFF) == ('-' | (' ' << 8));
        return dash ? 0 : notDigits(b, start, digits);
    }

    /// Not 0 if one of the 1 to 8 bytes is no digit.
    private static long notDigits(byte[] b, int start, int length) {
        int unused = 8 * (Long.BYTES - length);
        long digits = ((long) WORD.get(b, start) << unused) ^ (ZEROS << unused);
        return ((digits + 0x7676_7676_7676_7676L) | digits) & HIGH_BITS;
    }

    /// Referer, user agent and what follows. `i` is as `k` of [#quoted].
    ///
    /// @return the number of the line feed's position
    private int rest(byte[] b, int lineStart, int[] p, int i, AccessLogRecord record) {
        int k = quoted(b, p, i, REFERER);
        k = k == DECLINED ? k : quoted(b, p, k, USER_AGENT);
        if (k == DECLINED) {
            return DECLINED;
        }
        record.buffer = b;
        record.lineStart = lineStart;
        int last = unquoted(b, p, k, record);
        if (last == DECLINED) {
            return DECLINED;
        }
        if (b[p[last]] == '\r') {
            last++;
            doubt |= p[last - 1] + 1 - p[last];
        }
        int field = record.fieldCount;
        boolean known =
                b[p[last]] == '\n'
                        && (field <= SIGNATURE_VERSION
                                || isKnown(b, SIGNATURE_VERSION, SIG, SIG, 0))
                        && (field <= TLS_VERSION || isKnown(b, TLS_VERSION, TLS, SSL, LOWER_CASE));
        return known ? last : DECLINED;
    }

    /// The fields behind the user agent. `k` is the number of the first one's end.
    ///
    /// @return the number of the position that ends the line
    private int unquoted(byte[] b, int[] p, int k, AccessLogRecord record) {
        int[] f = bounds;
        int start = p[k - 1] + 1;
        int field = VERSION_ID;
        int textEnd = -1;
        int last = k;
        while (true) {
            int end = p[last];
            if (end == start && field > VERSION_ID) {
                // The one trailing space.
                textEnd = start - 1;
                break;
            }
            if (field == AccessLogRecord.FIELDS) {
                return DECLINED;
            }
            doubt |= (end - start - 1) | ((b[start] ^ '[') - 1);
            f[2 * field] = start;
            f[2 * field + 1] = end;
            field++;
            if (b[end] != ' ') {
                textEnd = end;
                break;
            }
            start = end + 1;
            last++;
        }
        record.fieldCount = field;
        record.textEnd = textEnd;
        record.extraStart = textEnd;
        return last;
    }

    /// Whether the field is `-` or begins with one of two prefixes.
    private boolean isKnown(byte[] b, int field, long prefix, long other, long ignored) {
        int start = bounds[2 * field];
        int length = bounds[2 * field + 1] - start;
        long begin = ((long) WORD.get(b, start) | ignored) & THREE_BYTES;
        return length == 1 ? b[start] == '-' : length >= 3 && (begin == prefix || begin == other);
    }
}
