package dev.s3logkit.errorreport;

import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.errorreport.search.Hit;
import dev.s3logkit.errorreport.search.LogFolder;
import dev.s3logkit.errorreport.search.LogSearch;
import dev.s3logkit.errorreport.search.SearchQuery;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.crac.Core;
import org.crac.Resource;

/// Warms the search up before SnapStart takes its picture: some thousand records are searched that
/// are made for it, which loads and compiles what a search runs through, and the bucket is asked
/// for logs of an application that nobody has, which loads the client of S3.
final class SearchPriming implements Resource {

    private static final Instant TIME = Instant.parse("2026-01-02T12:00:00Z");
    private static final String NOBODY = "checkpoint";
    private static final int RECORDS = 4_000;

    private final LogFolder bucket;

    private SearchPriming(LogFolder bucket) {
        this.bucket = bucket;
    }

    /// Warms up at each checkpoint. Where nothing takes pictures nothing happens.
    ///
    /// @param bucket where logs are
    /// @return what has to be held, since the registration holds it weakly
    static SearchPriming register(LogFolder bucket) {
        SearchPriming priming = new SearchPriming(bucket);
        Core.getGlobalContext().register(priming);
        return priming;
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) throws IOException {
        warm();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        // Nothing is kept open.
    }

    /// What fails in S3 is left to the searches that will meet it: a bucket that cannot be listed
    /// yet must not stop a deployment.
    ///
    /// @return the hits in the records that are made for it
    long warm() throws IOException {
        SearchQuery query =
                new SearchQuery(
                        List.of(NOBODY),
                        TIME.minus(Duration.ofHours(1)),
                        TIME.plus(Duration.ofHours(1)),
                        List.of("error", "order"),
                        true,
                        true,
                        10);
        try {
            new LogSearch(bucket, Rules.bundled(), 1).search(query, () -> true, new Nobody());
        } catch (IOException e) {
            // As said above.
        }
        return new LogSearch(new MadeUp(records()), Rules.bundled(), 2)
                .search(query, () -> true, new Nobody())
                .matched();
    }

    private static byte[] records() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < RECORDS; i++) {
                String record =
                        i % 2 == 0
                                ? "{\"@timestamp\":\"%s\",\"level\":\"%s\",\"message\":\"order %d\"}\n"
                                : "%s %s order %d\n";
                out.write(
                        record.formatted(TIME, i % 100 < 2 ? "ERROR" : "INFO", i)
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    /// A folder with two logs of the same content.
    private static final class MadeUp implements LogFolder {

        private final byte[] content;

        MadeUp(byte[] content) {
            this.content = content;
        }

        @Override
        public void list(String application, Predicate<String> day, Visitor visitor)
                throws IOException {
            for (String name : List.of("a", "b")) {
                visitor.visit(new Log(name, NOBODY, "20260102", TIME, content.length));
            }
        }

        @Override
        public InputStream open(Log log) {
            return new ByteArrayInputStream(content);
        }
    }

    /// Is told of what nobody asked for.
    private record Nobody() implements LogSearch.Listener {

        @Override
        public void hit(Hit hit) {
            // Not shown.
        }

        @Override
        public void progress(long done, long total) {
            // Not shown.
        }
    }
}
