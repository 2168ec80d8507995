package dev.s3logkit.local.errorreport;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.errorreport.LogExtraction;
import dev.s3logkit.errorreport.LogReport;
import dev.s3logkit.errorreport.RejectKeeper;
import dev.s3logkit.errorreport.extract.Limits;
import dev.s3logkit.errorreport.extract.LogObject;
import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.errorreport.store.DynamoErrorStore;
import dev.s3logkit.errorreport.store.DynamoTable;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.local.logs.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `report extract`: finds errors as the function does.
@Command(
        name = "extract",
        description = {
            "Finds the errors that the rules ask for, and writes them as JSON lines, or into a store,"
                    + " where each is kept once however often its log is read.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit report extract --rules rules.yaml logs/",
            "  s3logkit report extract --app shop --store errors.jsonl today.log.gz",
            "  s3logkit report extract --table s3logkit-errors s3://app-logs/logs/shop/20261120/"
        },
        mixinStandardHelpOptions = true)
final class ExtractCommand implements Callable<Integer> {

    private final CommandContext context;
    private final Progress progress;

    @Parameters(
            arity = "1..*",
            paramLabel = "INPUT",
            description = "logs: files, folders, s3:// URLs of objects or prefixes")
    private List<String> inputs = List.of();

    @Option(
            names = "--rules",
            paramLabel = "FILE|URL",
            description = "the rules file (default: the examples that come with the program)")
    private @Nullable String rules;

    @Option(
            names = "--app",
            paramLabel = "NAME",
            description = "the application that wrote the logs (default: told by their folders)")
    private @Nullable String application;

    @Option(
            names = "--store",
            paramLabel = "FILE",
            description = "keeps the errors in this file of JSON lines, each once")
    private @Nullable Path file;

    @Option(
            names = "--table",
            paramLabel = "NAME",
            description = "keeps the errors in this table of DynamoDB")
    private @Nullable String table;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description = "keeps lines that are not what they start as in this file of JSON lines")
    private @Nullable Path rejects;

    private LogReport report = LogReport.NONE;
    private boolean failed;

    ExtractCommand(CommandContext context) {
        this.context = context;
        this.progress = new Progress(context.streams());
    }

    @Override
    public Integer call() throws IOException {
        if (file != null && table != null) {
            throw new IOException("give --store or --table, not both");
        }
        Map<String, String> environment = context.environment().get();
        try (ObjectStore s3 = S3ObjectStore.create(withRegion(environment));
                OutputStream rejected =
                        rejects == null
                                ? OutputStream.nullOutputStream()
                                : Files.newOutputStream(rejects);
                OutputStream out = new BufferedOutputStream(context.streams().out());
                ErrorStore store = store(environment, out)) {
            RejectKeeper keeper = (_, lines) -> rejected.write(lines);
            LogExtraction extraction =
                    new LogExtraction(store, keeper, Limits.DEFAULT, Clock.systemUTC());
            Rules known = RulesOption.read(rules, s3);
            for (String input : inputs) {
                if (S3Uri.isS3(input)) {
                    s3.find(
                            S3Uri.parse(input),
                            object ->
                                    extract(
                                            extraction,
                                            known,
                                            object.uri().toString(),
                                            object.lastModified(),
                                            () -> s3.open(object.uri())));
                } else {
                    files(Path.of(input), extraction, known);
                }
            }
            progress.clear();
            if (file != null || table != null) {
                out.flush();
                context.result(
                        report.counts(),
                        s3.requests().estimatedCostUsd() + store.counts().estimatedCostUsd());
            } else {
                report.counts()
                        .forEach(
                                (name, count) ->
                                        context.streams()
                                                .err()
                                                .println(name.replace('_', ' ') + " " + count));
            }
        }
        return failed ? 1 : 0;
    }

    /// Reading files needs no region.
    private static Map<String, String> withRegion(Map<String, String> environment) {
        Map<String, String> variables = new java.util.HashMap<>(environment);
        if (!variables.containsKey("AWS_REGION") && !variables.containsKey("AWS_DEFAULT_REGION")) {
            variables.put("AWS_REGION", "us-east-1");
        }
        return variables;
    }

    private ErrorStore store(Map<String, String> environment, OutputStream out) throws IOException {
        if (table != null) {
            return new DynamoErrorStore(DynamoTable.open(environment, table), Clock.systemUTC());
        }
        return file != null ? FileErrorStore.open(file, Clock.systemUTC()) : new LineStore(out);
    }

    private void files(Path path, LogExtraction extraction, Rules known) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(
                    path
                            + ": there is no such file or folder (looked for "
                            + path.toAbsolutePath()
                            + ")");
        }
        List<Path> found;
        try (Stream<Path> files = Files.walk(path)) {
            found = files.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path log : found) {
            extract(
                    extraction,
                    known,
                    log.toString(),
                    Files.getLastModifiedTime(log).toInstant(),
                    () -> Files.newInputStream(log));
        }
    }

    /// Opens a log.
    @FunctionalInterface
    private interface Opening {
        InputStream open() throws IOException;
    }

    /// A log that fails keeps no other from being read.
    private void extract(
            LogExtraction extraction, Rules known, String name, Instant modified, Opening opening)
            throws IOException {
        LogObject log = LogObject.of(name, application, modified);
        if (known.forApplication(log.application()).isEmpty()) {
            context.streams().err().println(name + ": no rule is for " + log.application());
            return;
        }
        try (InputStream in = opening.open()) {
            report = report.plus(extraction.extract(log, progress.watch(in), known, () -> true));
        } catch (IOException e) {
            failed = true;
            progress.clear();
            context.streams().err().println(CommandContext.describe(name, e));
        }
    }
}
