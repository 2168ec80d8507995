package dev.s3logkit.errorreport;

import dev.s3logkit.common.accesslog.RejectLine;
import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.errorreport.extract.ErrorItems;
import dev.s3logkit.errorreport.extract.ExtractCounts;
import dev.s3logkit.errorreport.extract.Extractor;
import dev.s3logkit.errorreport.extract.Limits;
import dev.s3logkit.errorreport.extract.LogObject;
import dev.s3logkit.errorreport.extract.LogRecord;
import dev.s3logkit.errorreport.extract.LogSink;
import dev.s3logkit.errorreport.rule.Rule;
import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.errorreport.store.ErrorStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Finds the errors of logs and stores them. Reading a log again changes nothing. Not safe for use
/// by several threads.
public final class LogExtraction {

    /// What is kept of a rejected line; its log has the rest.
    private static final int REJECT_BYTES = 8 << 10;

    /// Each holds a few megabytes.
    private static final int MAX_EXTRACTORS = 8;

    private final ErrorStore store;
    private final RejectKeeper rejects;
    private final Limits limits;
    private final Clock clock;
    private final Map<List<Rule>, Extractor> extractors = new HashMap<>();

    public LogExtraction(ErrorStore store, RejectKeeper rejects, Limits limits, Clock clock) {
        this.store = store;
        this.rejects = rejects;
        this.limits = limits;
        this.clock = clock;
    }

    /// Extracts from one log. When it is damaged, what stands before the damage is stored before
    /// the failure is thrown.
    ///
    /// @param in plain or compressed with gzip, zstd or xz; closed at the end
    /// @param goOn asked now and then; when false the log fails as out of time
    /// @throws dev.s3logkit.common.FormatException when the log is damaged, no text, or too long
    public LogReport extract(LogObject log, InputStream in, Rules rules, BooleanSupplier goOn)
            throws IOException {
        List<Rule> applicable = rules.forApplication(log.application());
        if (applicable.isEmpty()) {
            in.close();
            return LogReport.NONE;
        }
        if (extractors.size() >= MAX_EXTRACTORS && !extractors.containsKey(applicable)) {
            extractors.clear();
        }
        Extractor extractor =
                extractors.computeIfAbsent(applicable, wanted -> new Extractor(wanted, limits));
        try (InputStream text = Decompression.open(in, log.name());
                ItemWriter writer = new ItemWriter(store)) {
            Sink sink = new Sink(log, writer);
            ExtractCounts counts;
            try {
                counts = extractor.read(text, log, rules.zoneOf(log.application()), goOn, sink);
            } finally {
                writer.flush();
                if (sink.rejected.size() > 0) {
                    rejects.keep(log, sink.rejected.toByteArray());
                }
            }
            return new LogReport(1, counts, writer.stored(), writer.existed());
        }
    }

    private final class Sink implements LogSink {

        private final LogObject log;
        private final ItemWriter writer;
        private final ByteArrayOutputStream rejected = new ByteArrayOutputStream();

        Sink(LogObject log, ItemWriter writer) {
            this.log = log;
            this.writer = writer;
        }

        @Override
        public void found(Rule rule, LogRecord record, long line, String id) throws IOException {
            writer.add(ErrorItems.of(rule, record, log, line, id, clock.instant()));
        }

        @Override
        public void rejected(long line, String reason, byte[] b, int from, int to) {
            int end = Math.min(to, from + REJECT_BYTES);
            rejected.writeBytes(RejectLine.toJson(log.name(), line, 0, reason, b, from, end));
            rejected.write('\n');
        }
    }
}
