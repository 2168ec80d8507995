package dev.s3logkit.local.errorreport;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.errorreport.search.FileLogFolder;
import dev.s3logkit.errorreport.search.Hit;
import dev.s3logkit.errorreport.search.LogFolder;
import dev.s3logkit.errorreport.search.LogSearch;
import dev.s3logkit.errorreport.search.S3LogFolder;
import dev.s3logkit.errorreport.search.SearchEvent;
import dev.s3logkit.errorreport.search.SearchQuery;
import dev.s3logkit.errorreport.search.SearchResult;
import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.local.logs.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `search`: finds texts in application logs.
@Command(
        name = "search",
        description = {
            "Searches application logs, which lie as logs/APPLICATION/yyyyMMdd/NAME.gz in a bucket or a"
                    + " folder, for records that hold all of up to three texts. Hits are in the order of"
                    + " their time and come as soon as nothing can precede them.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit search --bucket app-logs --app shop --last 2h --text Exception --text order",
            "  s3logkit search --folder /var/logs --app '*' --from 2026-11-20 --text timeout --oldest",
            "  s3logkit search --bucket app-logs --app shop --text refused --json | jq -r .text"
        },
        mixinStandardHelpOptions = true)
public final class SearchCommand implements Callable<Integer> {

    private static final int THREADS_PER_PROCESSOR = 8;

    private final CommandContext context;

    @Spec private @Nullable CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Where where = new Where();

    /// Where the logs are.
    private static final class Where {
        @Option(
                names = "--bucket",
                paramLabel = "BUCKET[/PREFIX]",
                description = "the bucket that holds logs/")
        private @Nullable String bucket;

        @Option(names = "--folder", paramLabel = "DIR", description = "the folder that holds logs/")
        private @Nullable Path folder;
    }

    @Option(
            names = "--app",
            required = true,
            paramLabel = "NAME",
            description =
                    "an application, * standing for any characters; may be given several times")
    private List<String> applications = List.of();

    @Option(
            names = "--text",
            required = true,
            paramLabel = "TEXT",
            description = "what a record must hold; up to three times, then all of them")
    private List<String> texts = List.of();

    @Option(
            names = "--last",
            paramLabel = "PERIOD",
            description = "the period up to now: a number with s, m, h or d (default: 24h)")
    private @Nullable String last;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "start of the period, such as 2026-11-20 or 2026-11-20T10:00:00Z")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "end of the period, not included (default: now)")
    private @Nullable String to;

    @Option(names = "--ignore-case", description = "finds ASCII letters in either case")
    private boolean ignoreCase;

    @Option(names = "--oldest", description = "shows the oldest hits first (default: the newest)")
    private boolean oldest;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "hits, 1 to 10,000 (default: ${DEFAULT-VALUE})")
    private int limit = 100;

    @Option(
            names = "--rules",
            paramLabel = "FILE|URL",
            description =
                    "a rules file that says the zones of time stamps that name none (default: UTC)")
    private @Nullable String rules;

    public SearchCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        SearchQuery query = query();
        Map<String, String> environment = new HashMap<>(context.environment().get());
        if (where.folder != null) {
            environment.putIfAbsent("AWS_REGION", "us-east-1");
        }
        int threads =
                Math.min(32, THREADS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
        try (ObjectStore store = S3ObjectStore.create(environment)) {
            Output output = new Output();
            SearchResult result =
                    new LogSearch(folder(store), RulesOption.read(rules, store), threads)
                            .search(query, () -> true, output);
            output.progress.clear();
            result.failures()
                    .forEach(
                            (name, reason) ->
                                    context.streams()
                                            .err()
                                            .println(
                                                    CommandContext.describe(
                                                            name, new IOException(reason))));
            context.streams()
                    .err()
                    .printf(
                            Locale.ROOT,
                            "%,d hits%s in %,d logs, %s%n",
                            result.told(),
                            result.more() ? ", and there may be more" : "",
                            result.logs(),
                            Progress.size(result.bytes()));
            return result.failures().isEmpty() ? 0 : 1;
        }
    }

    private LogFolder folder(ObjectStore store) throws IOException {
        if (where.folder != null) {
            if (!Files.isDirectory(where.folder)) {
                throw new NoSuchFileException(where.folder + ": there is no such folder");
            }
            return new FileLogFolder(where.folder);
        }
        String name = where.bucket == null ? "" : where.bucket;
        String plain = name.startsWith("s3://") ? name.substring(5) : name;
        int slash = plain.indexOf('/');
        if (slash < 0) {
            return new S3LogFolder(store, plain, "");
        }
        String prefix = plain.substring(slash + 1);
        return new S3LogFolder(
                store,
                plain.substring(0, slash),
                prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
    }

    private SearchQuery query() throws IOException {
        if (last != null && (from != null || to != null)) {
            throw usage("give --last, or --from and --to, not both");
        }
        Instant now = Instant.now();
        try {
            Instant start =
                    from != null
                            ? SearchEvent.instant("--from", from)
                            : now.minus(
                                    last == null ? Duration.ofDays(1) : SearchEvent.duration(last));
            Instant end = to == null ? now.plusMillis(1) : SearchEvent.instant("--to", to);
            return new SearchQuery(applications, start, end, texts, ignoreCase, !oldest, limit);
        } catch (IllegalArgumentException
                | dev.s3logkit.errorreport.search.InvalidSearchException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private RuntimeException usage(String problem) {
        CommandSpec known = spec;
        return known == null
                ? new IllegalStateException(problem)
                : new ParameterException(known.commandLine(), problem);
    }

    /// Writes hits as they come.
    private final class Output implements LogSearch.Listener {

        private final Progress progress = new Progress(context.streams());
        private final OutputStream out = context.streams().out();

        @Override
        public void hit(Hit hit) throws IOException {
            progress.clear();
            String text =
                    context.json().getAsBoolean()
                            ? JSON.std.asString(hit.toMap())
                            : "%s %s %s:%d%n    %s"
                                    .formatted(
                                            hit.time(),
                                            hit.application(),
                                            hit.object(),
                                            hit.line(),
                                            printable(hit.text()));
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        }

        /// A log may hold what a terminal would obey.
        private static String printable(String text) {
            StringBuilder plain = new StringBuilder();
            text.chars()
                    .forEach(
                            c -> {
                                if (c == '\n') {
                                    plain.append("\n    ");
                                } else {
                                    plain.append(
                                            Character.isISOControl(c) && c != '\t'
                                                    ? '�'
                                                    : (char) c);
                                }
                            });
            return plain.toString();
        }

        @Override
        public void progress(long done, long total) {
            progress.tell("searched", done, total, "logs");
        }
    }
}
