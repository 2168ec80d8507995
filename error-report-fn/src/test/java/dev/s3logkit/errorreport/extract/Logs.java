package dev.s3logkit.errorreport.extract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.errorreport.rule.MailOptions;
import dev.s3logkit.errorreport.rule.Match;
import dev.s3logkit.errorreport.rule.Rule;
import dev.s3logkit.errorreport.rule.Severity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads logs and gathers what is found.
public final class Logs {

    public static final Instant MODIFIED = Instant.parse("2024-05-06T08:00:00Z");

    /// What was found.
    public record Found(String reportId, LogRecord record, long line, String id) {}

    public final List<Found> found = new ArrayList<>();
    public final List<String> rejected = new ArrayList<>();
    public ExtractCounts counts = ExtractCounts.ZERO;

    public static Rule rule(String id, String... texts) {
        return rule(id, new Match(List.of(texts), false, null));
    }

    public static Rule regex(String id, @Nullable String regex) {
        return rule(id, new Match(List.of(), false, regex));
    }

    public static Rule rule(String id, Match match) {
        return new Rule(
                id,
                id,
                List.of("*"),
                match,
                List.of(),
                Severity.ERROR,
                List.of(),
                Duration.ofDays(30),
                new MailOptions(true, false, id, List.of()));
    }

    public static Logs read(String text, Rule... rules) throws IOException {
        return read(text.getBytes(UTF_8), rules);
    }

    public static Logs read(byte[] bytes, Rule... rules) throws IOException {
        return read(new ByteArrayInputStream(bytes), Limits.DEFAULT, rules);
    }

    public static Logs read(InputStream in, Limits limits, Rule... rules) throws IOException {
        Logs logs = new Logs();
        LogObject log = LogObject.of("s3://b/logs/shop/20240506/x.gz", null, MODIFIED);
        try (InputStream text = Decompression.open(in, log.name())) {
            logs.counts =
                    new Extractor(List.of(rules), limits)
                            .read(
                                    text,
                                    log,
                                    ZoneId.of("Europe/Berlin"),
                                    () -> true,
                                    new LogSink() {
                                        @Override
                                        public void found(
                                                Rule rule, LogRecord record, long line, String id) {
                                            logs.found.add(
                                                    new Found(rule.reportId(), record, line, id));
                                        }

                                        @Override
                                        public void rejected(
                                                long line,
                                                String reason,
                                                byte[] b,
                                                int from,
                                                int to) {
                                            logs.rejected.add(line + ": " + reason);
                                        }
                                    });
        }
        return logs;
    }

    public List<Long> lines() {
        return found.stream().map(Found::line).sorted().toList();
    }

    public LogRecord only() {
        if (found.size() != 1) {
            throw new AssertionError("expected one record: " + found);
        }
        return found.getFirst().record();
    }
}
