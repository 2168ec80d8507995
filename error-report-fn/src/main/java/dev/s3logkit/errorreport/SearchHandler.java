package dev.s3logkit.errorreport;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.errorreport.search.Hit;
import dev.s3logkit.errorreport.search.InvalidSearchException;
import dev.s3logkit.errorreport.search.LogSearch;
import dev.s3logkit.errorreport.search.S3LogFolder;
import dev.s3logkit.errorreport.search.SearchEvent;
import dev.s3logkit.errorreport.search.SearchResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Searches application logs; the event is that of [SearchEvent], the answer that of
/// docs/error-report.md.
public final class SearchHandler implements RequestStreamHandler {

    private static final int RESERVE_MILLIS = 10_000;
    private static final int THREADS = 32;

    /// Lambda takes no answer of more than 6 MB.
    private static final long MAX_ANSWER = 5_000_000;

    private final ErrorReportConfig config;
    private final ObjectStore store;
    private final RulesSource rules;
    private final RunLog log;
    private final Clock clock;

    @SuppressWarnings("UnusedVariable") // What it is registered with holds it weakly.
    private final @Nullable SearchPriming priming;

    public SearchHandler() {
        this(System.getenv());
    }

    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public SearchHandler(Map<String, String> environment) {
        this(
                ErrorReportConfig.of(environment),
                S3ObjectStore.create(environment),
                RunLog.of("search", environment),
                Clock.systemUTC());
    }

    SearchHandler(ErrorReportConfig config, ObjectStore store, RunLog log, Clock clock) {
        this.config = config;
        this.store = store;
        this.rules = new RulesSource(store, config.rules(), clock);
        this.log = log;
        this.clock = clock;
        this.priming =
                config.bucket() == null
                        ? null
                        : SearchPriming.register(new S3LogFolder(store, config.bucket(), ""));
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        SearchEvent event = SearchEvent.parse(read(input), config.bucket(), clock.instant());
        RequestCounts before = store.requests();
        Answer answer = new Answer();
        SearchResult result =
                new LogSearch(
                                new S3LogFolder(store, event.bucket(), event.prefix()),
                                rules.rules(),
                                THREADS)
                        .search(
                                event.query(),
                                () -> context.getRemainingTimeInMillis() > RESERVE_MILLIS,
                                answer);
        RequestCounts requests = store.requests().since(before);
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("logs", result.logs());
        counts.put("logs_skipped", result.skipped());
        counts.put("logs_failed", (long) result.failures().size());
        counts.put("bytes", result.bytes());
        counts.put("matched", result.matched());
        counts.put("hits", (long) answer.hits.size());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hits", answer.hits);
        json.put("more", result.more() || answer.cut);
        json.put("counts", counts);
        json.put("failures", result.failures());
        json.put("estimated_cost_usd", requests.estimatedCostUsd());
        log.run(context.getAwsRequestId(), counts, requests);
        output.write(JSON.std.asString(json).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<?, ?> read(InputStream input) throws IOException {
        try {
            if (JSON.std.anyFrom(input) instanceof Map<?, ?> fields) {
                return fields;
            }
            throw new InvalidSearchException("the event is no JSON object");
        } catch (JacksonException e) {
            throw new InvalidSearchException("the event is no JSON: " + e.getOriginalMessage());
        }
    }

    /// The hits as far as they fit into an answer.
    private static final class Answer implements LogSearch.Listener {

        private final List<Map<String, Object>> hits = new ArrayList<>();
        private long size;
        private boolean cut;

        @Override
        public void hit(Hit hit) throws IOException {
            long bytes = JSON.std.asBytes(hit.toMap()).length + 1L;
            if (cut || size + bytes > MAX_ANSWER) {
                cut = true;
            } else {
                size += bytes;
                hits.add(hit.toMap());
            }
        }

        @Override
        public void progress(long done, long total) {
            // Nobody sees it before the answer is there.
        }
    }
}
