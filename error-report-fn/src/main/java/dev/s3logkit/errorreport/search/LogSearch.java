package dev.s3logkit.errorreport.search;

import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.errorreport.extract.ExtractCounts;
import dev.s3logkit.errorreport.extract.Extractor;
import dev.s3logkit.errorreport.extract.Limits;
import dev.s3logkit.errorreport.extract.LogObject;
import dev.s3logkit.errorreport.extract.LogRecord;
import dev.s3logkit.errorreport.extract.LogSink;
import dev.s3logkit.errorreport.rule.MailOptions;
import dev.s3logkit.errorreport.rule.Match;
import dev.s3logkit.errorreport.rule.Rule;
import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.errorreport.rule.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Searches application logs, many at once and day by day in the order of the hits. Holds no lines
/// but those of the best hits so far.
///
/// A log is taken to hold events of its day, of the day before and of the day after: zones differ,
/// and logs arrive late. So a hit is final, and is told of, once no log of the days left can
/// precede it; and with enough final hits the search ends early.
public final class LogSearch {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");

    private static final int MAX_TEXT = 4_000;

    private static final Limits LIMITS = new Limits(1L << 40, Integer.MAX_VALUE, 0);

    private final LogFolder folder;
    private final Rules rules;
    private final int threads;

    /// Hears of hits, in order, and of how far the search is. Called by one thread at a time.
    public interface Listener {
        /// A hit.
        ///
        /// @throws IOException ends the search and is passed on
        void hit(Hit hit) throws IOException;

        /// So many logs of so many have been searched.
        void progress(long done, long total);
    }

    /// @param rules for the zones of time stamps that name none
    /// @param threads logs that are searched at once; each takes about 5 MiB
    public LogSearch(LogFolder folder, Rules rules, int threads) {
        this.folder = folder;
        this.rules = rules;
        this.threads = threads;
    }

    /// Searches.
    ///
    /// @param goOn asked now and then; when false the search ends with what it has
    public SearchResult search(SearchQuery query, BooleanSupplier goOn, Listener listener)
            throws IOException {
        LocalDate first = day(query.from()).minusDays(1);
        LocalDate last = day(query.to()).plusDays(1);
        Map<String, Map<String, LogFolder.Log>> days = new TreeMap<>();
        Predicate<String> wanted =
                name ->
                        name.compareTo(DAY.format(first)) >= 0
                                && name.compareTo(DAY.format(last)) <= 0;
        for (String application : query.applications()) {
            folder.list(
                    application,
                    wanted,
                    log ->
                            days.computeIfAbsent(log.day(), _ -> new LinkedHashMap<>())
                                    .put(log.name(), log));
        }
        long total = days.values().stream().mapToLong(Map::size).sum();
        Run run = new Run(query, goOn);
        List<String> order = new ArrayList<>(days.keySet());
        if (query.newestFirst()) {
            order = order.reversed();
        }
        long done = 0;
        long told = 0;
        boolean ended = false;
        for (String name : order) {
            Instant border = border(name, query.newestFirst());
            Predicate<Instant> isFinal =
                    query.newestFirst()
                            ? time -> !time.isBefore(border)
                            : time -> time.isBefore(border);
            // What is final before this day is read; reading it cannot change that.
            told += tell(run.hits.take(isFinal), listener);
            if (run.hits.isFull(isFinal) || !goOn.getAsBoolean()) {
                ended = true;
                break;
            }
            long before = done;
            run.searchAll(
                    List.copyOf(days.getOrDefault(name, Map.of()).values()),
                    inDay -> listener.progress(before + inDay, total));
            done += days.getOrDefault(name, Map.of()).size();
        }
        told += tell(run.hits.take(_ -> true), listener);
        return new SearchResult(
                run.logs.sum(),
                total - done,
                run.bytes.sum(),
                run.matched.sum(),
                told,
                (ended && total > done) || run.hits.dropped() > 0,
                run.failures);
    }

    private static long tell(List<Hit> hits, Listener listener) throws IOException {
        for (Hit hit : hits) {
            listener.hit(hit);
        }
        return hits.size();
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /// No log of this day, nor of one that comes after it in the order, holds an event on the other
    /// side.
    private static Instant border(String day, boolean newestFirst) {
        LocalDate date;
        try {
            date = LocalDate.parse(day, DAY);
        } catch (java.time.DateTimeException _) {
            // Eight digits that are no day come at an end of the order.
            return newestFirst ? Instant.MAX : Instant.MIN;
        }
        return date.plusDays(newestFirst ? 2 : -1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Rule rule(SearchQuery query) {
        return new Rule(
                "search",
                "search",
                List.of("*"),
                new Match(query.texts(), query.ignoreCase(), null),
                List.of(),
                Severity.INFO,
                List.of(),
                Duration.ZERO,
                new MailOptions(false, false, "", List.of()));
    }

    /// Hears how many logs of a day are done.
    @FunctionalInterface
    private interface DayProgress {
        void done(long logs);
    }

    private final class Run {

        private final SearchQuery query;
        private final BooleanSupplier goOn;
        private final HitHeap hits;
        private final LongAdder logs = new LongAdder();
        private final LongAdder bytes = new LongAdder();
        private final LongAdder matched = new LongAdder();
        private final Map<String, String> failures = new ConcurrentHashMap<>();
        private final ConcurrentLinkedQueue<Extractor> idle = new ConcurrentLinkedQueue<>();

        Run(SearchQuery query, BooleanSupplier goOn) {
            this.query = query;
            this.goOn = goOn;
            this.hits = new HitHeap(query.newestFirst(), query.limit());
        }

        void searchAll(List<LogFolder.Log> wanted, DayProgress progress) throws IOException {
            ConcurrentLinkedQueue<LogFolder.Log> queue = new ConcurrentLinkedQueue<>(wanted);
            boolean interrupted = false;
            LongAdder done = new LongAdder();
            int workers = Math.min(threads, wanted.size());
            CountDownLatch ended = new CountDownLatch(workers);
            // Searching computes: threads of the platform.
            try (ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, workers))) {
                for (int i = 0; i < workers; i++) {
                    pool.execute(
                            () -> {
                                try {
                                    for (LogFolder.Log log = queue.poll();
                                            log != null && goOn.getAsBoolean();
                                            log = queue.poll()) {
                                        search(log);
                                        done.increment();
                                        synchronized (this) {
                                            progress.done(done.sum());
                                        }
                                    }
                                } finally {
                                    ended.countDown();
                                }
                            });
                }
                try {
                    ended.await();
                } catch (InterruptedException _) {
                    interrupted = true;
                    queue.clear();
                    pool.shutdownNow();
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while logs were searched");
            }
        }

        private void search(LogFolder.Log log) {
            Extractor free = idle.poll();
            Extractor extractor = free == null ? new Extractor(List.of(rule(query)), LIMITS) : free;
            LogObject object = LogObject.of(log.name(), log.application(), log.modified());
            try (InputStream in = Decompression.open(folder.open(log), log.name())) {
                ExtractCounts counts =
                        extractor.read(
                                in, object, rules.zoneOf(log.application()), goOn, sink(object));
                bytes.add(counts.bytes());
            } catch (IOException e) {
                failures.put(log.name(), String.valueOf(e.getMessage()));
            } finally {
                logs.increment();
                idle.add(extractor);
            }
        }

        private LogSink sink(LogObject log) {
            return new LogSink() {
                @Override
                public void found(Rule rule, LogRecord record, long line, String id) {
                    Instant said = record.time();
                    Instant time = said == null ? log.modified() : said;
                    if (time.isBefore(query.from()) || !time.isBefore(query.to())) {
                        return;
                    }
                    matched.increment();
                    String text = record.text();
                    Hit hit =
                            new Hit(
                                    time,
                                    log.application(),
                                    log.name(),
                                    line,
                                    record.level(),
                                    text.length() > MAX_TEXT
                                            ? text.substring(0, MAX_TEXT) + "…"
                                            : text);
                    if (hits.wants(hit)) {
                        hits.add(hit);
                    }
                }

                @Override
                public void rejected(long line, String reason, byte[] b, int from, int to) {
                    // A search shows what it finds and judges nothing.
                }
            };
        }
    }
}
