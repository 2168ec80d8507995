package dev.s3logkit.common.accesslog;

import dev.s3logkit.common.accesslog.LineFailure.Rank;
import org.jspecify.annotations.Nullable;

/// Reads one line, whatever it holds, and decides what it means.
///
/// Two things in the format are ambiguous: a requester may hold spaces, and quotes inside quoted
/// fields are not escaped. Both are settled by ordered choice, leftmost candidate first:
/// - the operation is the first token of [its shape][OperationName] that leaves room for requester
///   and request id, and after which the rest reads;
/// - the request URI ends at the first quote after which status, error code and four numbers
///   follow, and then the rest reads;
/// - the referer ends at the first quote that is followed by the opening of the user agent;
/// - the user agent ends at the line's last quote. Only if nothing reads that way, it ends at the
///   first quote after which all ten known fields follow, and then unknown, quoted ones.
///
/// Unquoted fields after the user agent are checked where AWS has a vocabulary, because a line cut
/// short, or two glued together, otherwise reads as a shifted record. What makes a reading fail is
/// remembered per closing quote and not tried again, so the time is linear in the line's length.
final class LineParser {

    private static final AccessLogField[] FIELDS = AccessLogField.values();
    private static final int MAX_DIGITS = 19;
    private static final int NONE = -1;

    private final LineFailure failure = new LineFailure();
    private byte[] b = new byte[0];
    private AccessLogRecord record = new AccessLogRecord();
    private int end;
    private int lastQuote;
    private Rank rank = Rank.NONE;

    /// Whether the second reading is being tried, with quotes in the fields after the 27th.
    private boolean quotedExtra;

    /// The last quote that can close the user agent in this reading.
    private int lastClose;

    /// The last `" "` whose second quote can open a user agent.
    private int lastPair;

    /// Nothing reads after [#lastClose].
    private boolean closeFails;

    /// Decides on the line in `[from, to)`.
    ///
    /// @return null if `into` now holds the line's fields, otherwise the reason of the rejection
    @Nullable String parse(byte[] buffer, int from, int to, AccessLogRecord into) {
        b = buffer;
        record = into;
        end = to;
        if (end > from && b[end - 1] == '\r') {
            end--;
        }
        if (skipSpaces(from) == end) {
            return "blank line";
        }
        if (b[end - 1] == ' ') {
            end--;
        }
        failure.reset(b, end);
        record.buffer = b;
        record.lineStart = from;
        record.textEnd = end;
        int requester = head(from);
        if (requester == NONE) {
            return failure.reason();
        }
        lastQuote = previousQuote(end);
        if (!reads(requester, false, lastQuote)
                && (lastQuote == NONE || !reads(requester, true, lastCloseBeforeQuotedExtra()))) {
            return failure.reason();
        }
        return glued(requester);
    }

    private boolean reads(int requester, boolean withQuotedExtra, int close) {
        quotedExtra = withQuotedExtra;
        lastClose = close;
        closeFails = false;
        lastPair = close - 3;
        while (lastPair > requester && !isPair(lastPair)) {
            lastPair--;
        }
        return fromRequester(requester);
    }

    /// Owner, bucket, time and remote IP.
    ///
    /// @return where the requester starts
    private int head(int from) {
        int bucket = headToken(AccessLogField.BUCKET_OWNER, from);
        int time = bucket == NONE ? NONE : headToken(AccessLogField.BUCKET, bucket);
        if (time == NONE) {
            return NONE;
        }
        int timeEnd = time + 1 + LogTime.LENGTH;
        long epochSecond =
                time < end && b[time] == '[' ? LogTime.parse(b, time + 1, end) : LogTime.INVALID;
        if (epochSecond == LogTime.INVALID || timeEnd >= end || b[timeEnd] != ']') {
            return fail(Rank.FINAL, AccessLogField.TIME, time, "`[dd/Mon/yyyy:HH:mm:ss ±hhmm]`");
        }
        record.epochSecond = epochSecond;
        record.set(AccessLogField.TIME, time + 1, timeEnd);
        int remoteIp = skipSpaces(timeEnd + 1);
        if (remoteIp == timeEnd + 1 && remoteIp < end) {
            return fail(Rank.FINAL, AccessLogField.REMOTE_IP, remoteIp, "a space after the time");
        }
        return headToken(AccessLogField.REMOTE_IP, remoteIp);
    }

    /// @return where the next field starts
    private int headToken(AccessLogField field, int start) {
        int tokenEnd = tokenEnd(start);
        if (tokenEnd == start || b[start] == '[' || hasQuote(start, tokenEnd)) {
            return fail(Rank.FINAL, field, start, "text without spaces, quotes or brackets");
        }
        record.set(field, start, tokenEnd);
        return skipSpaces(tokenEnd);
    }

    private boolean fromRequester(int requester) {
        int requesterEnd = tokenEnd(requester);
        int idStart = skipSpaces(requesterEnd);
        int idEnd = tokenEnd(idStart);
        int start = skipSpaces(idEnd);
        if (start == end || hasQuote(requester, idEnd)) {
            AccessLogField missing =
                    requester == end || hasQuote(requester, requesterEnd)
                            ? AccessLogField.REQUESTER
                            : idStart == end || hasQuote(idStart, idEnd)
                                    ? AccessLogField.REQUEST_ID
                                    : AccessLogField.OPERATION;
            int at =
                    missing == AccessLogField.REQUESTER
                            ? requester
                            : missing == AccessLogField.REQUEST_ID ? idStart : end;
            fail(Rank.NO_OPERATION, missing, at, "text without quotes");
            return false;
        }
        fail(Rank.NO_OPERATION, AccessLogField.OPERATION, start, OperationName.EXPECTED);
        while (start < end) {
            int tokenEnd = tokenEnd(start);
            if (hasQuote(start, tokenEnd)) {
                return false;
            }
            if (OperationName.matches(b, start, tokenEnd)) {
                record.set(AccessLogField.REQUESTER, requester, requesterEnd);
                record.set(AccessLogField.REQUEST_ID, idStart, idEnd);
                record.set(AccessLogField.OPERATION, start, tokenEnd);
                if (fromKey(skipSpaces(tokenEnd))) {
                    return true;
                }
            }
            requesterEnd = idEnd;
            idStart = start;
            idEnd = tokenEnd;
            start = skipSpaces(tokenEnd);
        }
        return false;
    }

    private boolean fromKey(int key) {
        int keyEnd = tokenEnd(key);
        if (keyEnd == key || b[key] == '"') {
            fail(Rank.NO_REQUEST_URI, AccessLogField.KEY, key, "a key or `-`");
            return false;
        }
        record.set(AccessLogField.KEY, key, keyEnd);
        int uri = skipSpaces(keyEnd);
        if (isDash(uri)) {
            record.set(AccessLogField.REQUEST_URI, uri, uri + 1);
            return fromStatus(uri + 1, Rank.CLOSED_REQUEST_URI);
        }
        if (uri == end || b[uri] != '"') {
            fail(Rank.NO_REQUEST_URI, AccessLogField.REQUEST_URI, uri, "a quoted request or `-`");
            return false;
        }
        Rank rankWithoutStatus = Rank.CLOSED_REQUEST_URI;
        for (int close = nextQuote(uri + 1); close != NONE; close = nextQuote(close + 1)) {
            record.set(AccessLogField.REQUEST_URI, uri + 1, close);
            if (close + 1 < end
                    && b[close + 1] == ' '
                    && fromStatus(close + 1, rankWithoutStatus)) {
                return true;
            }
            // A `-` behind a later quote is more likely the version id than a status.
            rankWithoutStatus = Rank.NONE;
        }
        fail(
                Rank.UNCLOSED_REQUEST_URI,
                AccessLogField.REQUEST_URI,
                uri,
                "a closing quote, followed by the status");
        return false;
    }

    /// Status, error code, two sizes and two times.
    private boolean fromStatus(int space, Rank rankWithoutStatus) {
        int statusEnd = tokenEnd(space + 1);
        boolean digits = statusEnd - space == 4 && areDigits(space + 1, statusEnd);
        rank = digits ? Rank.STATUS_AFTER_REQUEST_URI : rankWithoutStatus;
        if (!digits && !isDash(space + 1)) {
            // Two quoted fields side by side are a referer and a user agent.
            boolean closed = !hasQuote(space + 1, statusEnd);
            fail(
                    closed ? rank : Rank.NONE,
                    AccessLogField.HTTP_STATUS,
                    space + 1,
                    "three digits or `-`");
            return false;
        }
        record.set(AccessLogField.HTTP_STATUS, space + 1, statusEnd);
        int at = token(AccessLogField.ERROR_CODE, statusEnd);
        for (int f = AccessLogField.BYTES_SENT.index();
                at != NONE && f <= AccessLogField.TURN_AROUND_TIME.index();
                f++) {
            at = number(FIELDS[f], at);
        }
        return at != NONE && fromReferer(at + 1);
    }

    private boolean fromReferer(int start) {
        if (isDash(start)) {
            record.set(AccessLogField.REFERER, start, start + 1);
            return start + 1 == end ? fromUserAgent(end) : fromUserAgent(start + 2);
        }
        if (start >= end || b[start] != '"') {
            fail(rank, AccessLogField.REFERER, start, "a quoted referer or `-`");
            return false;
        }
        if (closeFails) {
            return false;
        }
        if (lastPair > start) {
            int close = start + 1;
            while (!isPair(close)) {
                close++;
            }
            record.set(AccessLogField.REFERER, start + 1, close);
            return fromUserAgent(close + 2);
        }
        if (!quotedExtra && lastClose > start && isDash(lastClose + 2) && b[lastClose + 1] == ' ') {
            record.set(AccessLogField.REFERER, start + 1, lastClose);
            return fromUserAgent(lastClose + 2);
        }
        int close = nextQuote(start + 1);
        if (close == NONE) {
            fail(rank, AccessLogField.REFERER, start, "a closing quote");
        } else {
            failUserAgent(Math.min(close + 2, end));
        }
        return false;
    }

    private boolean fromUserAgent(int start) {
        if (isDash(start)) {
            record.set(AccessLogField.USER_AGENT, start, start + 1);
            return tail(start + 1);
        }
        if (start >= end || b[start] != '"' || start >= lastClose) {
            failUserAgent(start);
            return false;
        }
        if (closeFails) {
            return false;
        }
        int close = lastClose;
        if (quotedExtra) {
            close = nextQuote(start + 1);
            while (close < lastClose && !tail(close + 1)) {
                close = nextQuote(close + 1);
            }
        }
        record.set(AccessLogField.USER_AGENT, start + 1, close);
        closeFails = !tail(close + 1);
        return !closeFails;
    }

    /// What follows the user agent: one to ten known fields, then unknown ones.
    private boolean tail(int from) {
        int at = from;
        for (int f = AccessLogField.VERSION_ID.index(); f < FIELDS.length; f++) {
            if (at == end && f >= AccessLogField.MIN_FIELDS) {
                record.fieldCount = f;
                record.extraStart = end;
                return !quotedExtra;
            }
            int start = at + 1;
            at = token(FIELDS[f], at);
            if (at == NONE || !isInVocabulary(FIELDS[f], start, at)) {
                return false;
            }
        }
        record.fieldCount = FIELDS.length;
        record.extraStart = Math.min(at + 1, end);
        boolean quoted = lastQuote > at;
        // A second trailing space would be an extra field without text.
        boolean complete = !quoted || lastQuote + 1 == end || b[lastQuote + 1] == ' ';
        if (quoted != quotedExtra || !complete || at + 1 == end) {
            fail(rank, AccessLogField.SOURCE_REGION, at, "the end of the line, or further fields");
            return false;
        }
        return true;
    }

    private boolean isInVocabulary(AccessLogField field, int start, int tokenEnd) {
        if (isDash(start)
                || (field != AccessLogField.SIGNATURE_VERSION
                        && field != AccessLogField.TLS_VERSION)) {
            return true;
        }
        boolean signature = field == AccessLogField.SIGNATURE_VERSION;
        boolean known =
                signature
                        ? startsWith("Sig", 0, start, tokenEnd)
                        : startsWith("tls", ' ', start, tokenEnd)
                                || startsWith("ssl", ' ', start, tokenEnd);
        if (!known) {
            fail(rank, field, start, (signature ? "`Sig…`" : "`TLS…`, `SSL…`") + " or `-`");
        }
        return known;
    }

    /// @param ignored bits of a byte that are taken for set
    private boolean startsWith(String prefix, int ignored, int from, int to) {
        if (to - from < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if ((b[from + i] | ignored) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// The last quote after which ten fields and a quoted one follow.
    private int lastCloseBeforeQuotedExtra() {
        quotedExtra = true;
        rank = Rank.NONE;
        int close = previousQuote(lastQuote);
        while (close != NONE && !tail(close + 1)) {
            close = previousQuote(close);
        }
        return close;
    }

    /// The start of a record inside a record: its line break was lost. In a quoted field it counts
    /// only if the second record's quotes follow, since clients may send such text.
    private @Nullable String glued(int from) {
        for (int i = from + 1; i < end; i++) {
            if (b[i] == '[' && b[i - 1] == ' ' && LogTime.isBracketedDate(b, i, end)) {
                boolean harmless = false;
                for (AccessLogField field : FIELDS) {
                    harmless |=
                            field.kind() == AccessLogField.Kind.QUOTED
                                    && i >= record.start(field)
                                    && i < record.end(field)
                                    && !hasQuote(i, record.end(field));
                }
                if (!harmless) {
                    return "found a second time at byte "
                            + (i - record.lineStart)
                            + ", expected one record on a line";
                }
            }
        }
        return null;
    }

    /// A nonempty field without quotes, after one space.
    ///
    /// @return its end
    private int token(AccessLogField field, int space) {
        if (space >= end) {
            return fail(
                    rank,
                    field,
                    end,
                    "at least " + AccessLogField.MIN_FIELDS + " fields in a line");
        }
        if (b[space] != ' ') {
            return fail(rank, field, space, "a space after the field before");
        }
        int at = space + 1;
        while (at < end && b[at] != ' ' && b[at] != '"') {
            at++;
        }
        if (at == space + 1 || (at < end && b[at] == '"')) {
            return fail(rank, field, space + 1, "text without spaces or quotes");
        }
        record.set(field, space + 1, at);
        return at;
    }

    private int number(AccessLogField field, int space) {
        int tokenEnd = token(field, space);
        if (tokenEnd != NONE && !isDash(space + 1) && !isLong(space + 1, tokenEnd)) {
            return fail(
                    rank, field, space + 1, "an integer from 0 to " + Long.MAX_VALUE + " or `-`");
        }
        return tokenEnd;
    }

    private boolean isLong(int from, int to) {
        if (to - from > MAX_DIGITS || !areDigits(from, to)) {
            return false;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + (b[i] - '0');
        }
        return value >= 0;
    }

    private boolean areDigits(int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] < '0' || b[i] > '9') {
                return false;
            }
        }
        return true;
    }

    /// A lone `-`.
    private boolean isDash(int at) {
        return at < end && b[at] == '-' && (at + 1 == end || b[at + 1] == ' ');
    }

    /// `" "`, the second quote before the user agent's last possible end.
    private boolean isPair(int at) {
        return at + 2 < lastClose && b[at] == '"' && b[at + 1] == ' ' && b[at + 2] == '"';
    }

    private void failUserAgent(int at) {
        fail(rank, AccessLogField.USER_AGENT, at, "a quoted user agent or `-`");
    }

    private int fail(Rank failureRank, AccessLogField field, int at, String expected) {
        failure.offer(failureRank, field, at, expected);
        return NONE;
    }

    private boolean hasQuote(int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == '"') {
                return true;
            }
        }
        return false;
    }

    private int nextQuote(int from) {
        for (int i = from; i < end; i++) {
            if (b[i] == '"') {
                return i;
            }
        }
        return NONE;
    }

    private int previousQuote(int before) {
        int i = before - 1;
        while (i >= record.lineStart && b[i] != '"') {
            i--;
        }
        return i >= record.lineStart ? i : NONE;
    }

    private int skipSpaces(int from) {
        int i = from;
        while (i < end && b[i] == ' ') {
            i++;
        }
        return i;
    }

    private int tokenEnd(int from) {
        int i = from;
        while (i < end && b[i] != ' ') {
            i++;
        }
        return i;
    }
}
