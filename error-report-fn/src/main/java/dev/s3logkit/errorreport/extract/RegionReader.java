package dev.s3logkit.errorreport.extract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks at one region of whole records after another, all of one log.
final class RegionReader {

    /// A match, so that a record that is found in two ways is told of once.
    private record Match(int record, int rule) {}

    private final byte[] b;
    private final List<CompiledRule> rules;
    private final LogObject log;
    private final Timestamps times;
    private final Limits limits;
    private final LogSink sink;
    private final RecordBytes record = new RecordBytes();
    private final int[] foundOf;
    private final Set<Match> told = new HashSet<>();
    private final BitSet asked = new BitSet();

    long bytes;
    long lines;
    private long candidates;
    private long found;
    private long dropped;
    private long rejected;

    /// The region.
    private int from;

    private int to;

    /// The record that is looked at.
    private int recordFrom;

    private int recordTo;
    private @Nullable LogRecord parsed;

    private long regionLines;

    /// Lines before `countedTo`, for one pass over the region.
    private long countedLines;

    private int countedTo;

    RegionReader(
            byte[] buffer,
            List<CompiledRule> rules,
            LogObject log,
            Timestamps times,
            Limits limits,
            LogSink sink) {
        this.b = buffer;
        this.rules = rules;
        this.log = log;
        this.times = times;
        this.limits = limits;
        this.sink = sink;
        this.foundOf = new int[rules.size()];
    }

    /// Where to cut what has been read, so that whole records lie before: at most `limit`, and
    /// `start` when there is no line break.
    int cut(int start, int limit) {
        int end = Words.lastIndexOf(b, start, limit, (byte) '\n') + 1;
        if (end <= start) {
            return start;
        }
        int head = recordStart(lineStart(end - 1, start), start, end);
        // A record that fills the buffer is cut anyway.
        return head > start && end - head < Limits.MAX_LINE ? head : end;
    }

    private int lineStart(int position, int earliest) {
        return Math.max(earliest, Words.lastIndexOf(b, earliest, position, (byte) '\n') + 1);
    }

    private int lineEnd(int position, int latest) {
        return Words.indexOf(b, position, latest, (byte) '\n');
    }

    /// The start of the first line above from which on every line may go on with the one before.
    private int recordStart(int line, int earliest, int latest) {
        int start = line;
        while (start > earliest && line - start < Limits.MAX_LINE) {
            int above = lineStart(start - 1, earliest);
            boolean goesOn =
                    Continuation.mayContinue(b, start, lineEnd(start, latest))
                            || Continuation.containerFlag(b, above, start - 1) == 'P';
            if (!goesOn) {
                return start;
            }
            start = above;
        }
        return start;
    }

    /// Starts a region.
    void start(int start, int end) throws IOException {
        from = start;
        to = end;
        told.clear();
        checkLines();
        rewind();
    }

    private void rewind() {
        countedTo = from;
        countedLines = 0;
        recordFrom = from;
        recordTo = from;
        asked.clear();
        parsed = null;
    }

    /// Ends the region: what comes next is counted behind it.
    void end() {
        lines += regionLines;
    }

    /// Every line that starts as a JSON object has to end as one, and none may be too long.
    private void checkLines() throws IOException {
        regionLines = 0;
        int start = from;
        while (start < to) {
            int end = lineEnd(start, to);
            long line = lines + regionLines + 1;
            regionLines += end < to ? 1 : 0;
            if (end - start > Limits.MAX_LINE) {
                reject(
                        line,
                        start,
                        start + Limits.MAX_LINE,
                        "it is longer than %d bytes".formatted(Limits.MAX_LINE));
            } else if (b[start] == '{') {
                int last = end - 1;
                while (last > start && (b[last] == '\r' || b[last] == ' ')) {
                    last--;
                }
                if (b[last] != '}') {
                    reject(line, start, end, "it starts as JSON and does not end as such");
                }
            }
            start = end + 1;
        }
    }

    void reject(long line, int start, int end, String reason) throws IOException {
        rejected++;
        if (rejected <= limits.maxRejects()) {
            sink.rejected(line, reason, b, start, end);
        }
    }

    /// Asks each rule about the records that hold its needle.
    void needles(NeedleScanner scanner) throws IOException {
        rewind();
        try {
            scanner.scan(
                    b,
                    from,
                    to,
                    (position, rule) -> {
                        try {
                            look(position);
                            ask(rule);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        return position + 1;
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// Asks all rules about the records with a `\\uXXXX`, behind which anything may hide.
    void escapes() throws IOException {
        rewind();
        int position = from;
        while (true) {
            position = Words.indexOf(b, position, to, (byte) '\\');
            if (position + 1 >= to) {
                return;
            }
            if (b[position + 1] == 'u') {
                look(position);
                askAll();
                position = Math.max(position + 2, recordTo);
            } else {
                // Of two backslashes the second may start an escape of nested JSON.
                position++;
            }
        }
    }

    /// Asks the rules without a needle about every record.
    void everyRecord() throws IOException {
        rewind();
        while (recordTo < to) {
            look(recordTo);
            for (int rule = 0; rule < rules.size(); rule++) {
                if (rules.get(rule).anchor() == null) {
                    ask(rule);
                }
            }
        }
    }

    /// Makes the record around a position the one that is looked at.
    private void look(int position) {
        if (position < recordTo) {
            return;
        }
        int line = lineStart(position, recordTo);
        int start = recordStart(line, recordTo, to);
        // Going forward tells which of the lines above it goes on with.
        int end = recordEnd(start);
        while (end <= position) {
            start = end;
            end = recordEnd(start);
        }
        recordFrom = start;
        recordTo = end;
        record.set(b, start, Math.min(withoutBreak(start, end), start + Limits.MAX_LINE));
        asked.clear();
        parsed = null;
        candidates++;
    }

    private int recordEnd(int start) {
        int headEnd = lineEnd(start, to);
        int lastFrom = start;
        int lastTo = headEnd;
        while (lastTo + 1 < to && lastTo - start < Limits.MAX_LINE) {
            int next = lastTo + 1;
            int nextEnd = lineEnd(next, to);
            if (!Continuation.continues(b, start, headEnd, lastFrom, lastTo, next, nextEnd)) {
                break;
            }
            lastFrom = next;
            lastTo = nextEnd;
        }
        return Math.min(to, lastTo + 1);
    }

    private int withoutBreak(int start, int end) {
        int last = end;
        while (last > start && (b[last - 1] == '\n' || b[last - 1] == '\r')) {
            last--;
        }
        return last;
    }

    private void askAll() throws IOException {
        for (int rule = 0; rule < rules.size(); rule++) {
            ask(rule);
        }
    }

    private void ask(int number) throws IOException {
        if (asked.get(number)) {
            return;
        }
        asked.set(number);
        CompiledRule rule = rules.get(number);
        if (!rule.matches(record) || !told.add(new Match(recordFrom, number))) {
            return;
        }
        if (foundOf[number] >= limits.maxErrors()) {
            dropped++;
            return;
        }
        foundOf[number]++;
        found++;
        int end = Math.min(withoutBreak(recordFrom, recordTo), recordFrom + Limits.MAX_LINE);
        long line = line();
        LogRecord what = parsed;
        if (what == null) {
            String text = new String(b, recordFrom, end - recordFrom, StandardCharsets.UTF_8);
            what = LogRecord.parse(text, times);
            parsed = what;
            // One that does not end as JSON was rejected as a line.
            if (what.damaged() != null && end > recordFrom && b[end - 1] == '}') {
                reject(line, recordFrom, end, what.damaged());
            }
        }
        sink.found(rule.rule(), what, line, id(line, end));
    }

    private long line() {
        if (recordFrom < countedTo) {
            countedTo = from;
            countedLines = 0;
        }
        countedLines += Words.count(b, countedTo, recordFrom, (byte) '\n');
        countedTo = recordFrom;
        return lines + countedLines + 1;
    }

    private String id(long line, int end) {
        MessageDigest digest = Fingerprint.sha256();
        digest.update(log.name().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(Long.toString(line).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) 0);
        digest.update(b, recordFrom, end - recordFrom);
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    ExtractCounts counts() {
        return new ExtractCounts(bytes, lines, candidates, found, dropped, rejected);
    }
}
