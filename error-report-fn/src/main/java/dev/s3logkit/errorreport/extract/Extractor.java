package dev.s3logkit.errorreport.extract;

import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.errorreport.extract.NeedleScanner.Needle;
import dev.s3logkit.errorreport.rule.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Finds what rules ask for in one log after another. Memory is bounded whatever the input; time is
/// in proportion to its length. Not safe for use by several threads.
///
/// Most records match nothing, so none is parsed before its bytes hold what every match holds: see
/// [CompiledRule#anchor()]. Only the records around such bytes, and those with a `\\uXXXX`, are
/// looked at; only those that match are parsed.
public final class Extractor {

    /// What is read at a time: a longest record, and as much again.
    private static final int BUFFER = 4 << 20;

    /// What tells a text from something else.
    private static final int SAMPLE = 4_096;

    private final List<CompiledRule> rules = new ArrayList<>();
    private final NeedleScanner needles;
    private final boolean anyNeedle;

    /// Rules that every record has to be asked about.
    private final boolean everyRecord;

    private final Limits limits;
    private final byte[] buffer = new byte[BUFFER];

    /// @param rules in the order in which a record is told of
    public Extractor(List<Rule> rules, Limits limits) {
        this.limits = limits;
        List<Needle> wanted = new ArrayList<>();
        boolean every = false;
        for (Rule rule : rules) {
            CompiledRule compiled = new CompiledRule(rule);
            byte[] anchor = compiled.anchor();
            if (anchor == null) {
                every = true;
            } else {
                wanted.add(new Needle(this.rules.size(), anchor, compiled.foldsAnchor()));
            }
            this.rules.add(compiled);
        }
        everyRecord = every;
        anyNeedle = !wanted.isEmpty();
        needles = new NeedleScanner(wanted);
    }

    /// Reads a log to its end.
    ///
    /// @param in decompressed; not closed
    /// @param zone of time stamps that name none
    /// @param goOn asked now and then; when false the log fails as out of time
    /// @throws NotThisFormatException when it is no text
    /// @throws LimitExceededException when it is too long, or there is no time left
    public ExtractCounts read(
            InputStream in, LogObject log, ZoneId zone, BooleanSupplier goOn, LogSink sink)
            throws IOException {
        RegionReader region =
                new RegionReader(buffer, rules, log, log.timestamps(zone), limits, sink);
        int limit = 0;
        boolean skipping = false;
        boolean started = false;
        while (true) {
            int n = in.readNBytes(buffer, limit, BUFFER - limit);
            limit += n;
            boolean end = limit < BUFFER;
            region.bytes += n;
            if (region.bytes > limits.maxBytes()) {
                throw new LimitExceededException(
                        log.name() + ": the decompressed log is too long",
                        region.bytes,
                        limits.maxBytes());
            }
            if (!goOn.getAsBoolean()) {
                throw new IOException(
                        "%s: no time is left after %d bytes".formatted(log.name(), region.bytes));
            }
            int from = 0;
            if (!started) {
                started = true;
                requireText(limit, log);
                from = byteOrderMark(limit);
            }
            if (skipping) {
                from = Math.min(limit, Words.indexOf(buffer, 0, limit, (byte) '\n') + 1);
                skipping = from == limit && (limit == 0 || buffer[limit - 1] != '\n');
                if (!skipping) {
                    region.lines++;
                }
            }
            int to = end ? limit : region.cut(from, limit);
            if (skipping) {
                to = limit;
            } else if (to > from) {
                scan(region, from, to);
            } else if (!end) {
                // A line that does not fit: its start is looked at, and its rest passed over.
                to = from + Limits.MAX_LINE;
                region.reject(
                        region.lines + 1,
                        from,
                        to,
                        "it is longer than %d bytes".formatted(Limits.MAX_LINE));
                scan(region, from, to);
                to = limit;
                skipping = true;
            }
            if (end) {
                if (limit > from && buffer[limit - 1] != '\n') {
                    // The last line has no line break.
                    region.lines++;
                }
                return region.counts();
            }
            System.arraycopy(buffer, to, buffer, 0, limit - to);
            limit -= to;
        }
    }

    private void scan(RegionReader region, int from, int to) throws IOException {
        region.start(from, to);
        if (anyNeedle) {
            region.needles(needles);
        }
        region.escapes();
        if (everyRecord) {
            region.everyRecord();
        }
        region.end();
    }

    private void requireText(int limit, LogObject log) throws NotThisFormatException {
        int sample = Math.min(limit, SAMPLE);
        int odd = 0;
        for (int i = 0; i < sample; i++) {
            int c = buffer[i];
            if (c == 0) {
                throw new NotThisFormatException(
                        "%s: no text: a NUL byte at offset %d".formatted(log.name(), i));
            }
            if (c > 0 && c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != 0x1b) {
                odd++;
            }
        }
        if (odd * 10 > sample) {
            throw new NotThisFormatException(
                    "%s: no text: %d of its first %d bytes are control characters"
                            .formatted(log.name(), odd, sample));
        }
    }

    private int byteOrderMark(int limit) {
        return limit >= 3
                        && buffer[0] == (byte) 0xef
                        && buffer[1] == (byte) 0xbb
                        && buffer[2] == (byte) 0xbf
                ? 3
                : 0;
    }
}
