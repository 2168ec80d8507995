package dev.s3logkit.local.errorreport;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.errorreport.LogExtraction;
import dev.s3logkit.errorreport.RejectKeeper;
import dev.s3logkit.errorreport.extract.Limits;
import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.errorreport.store.DynamoErrorStore;
import dev.s3logkit.errorreport.store.DynamoTable;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.local.logs.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
        try (ObjectStore s3 = S3ObjectStore.create(LogReading.withRegion(environment));
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
            LogReading reading =
                    new LogReading(context, progress, s3, extraction, known, application);
            reading.read(inputs);
            progress.clear();
            if (file != null || table != null) {
                out.flush();
                context.result(
                        reading.counts(),
                        s3.requests().estimatedCostUsd() + store.counts().estimatedCostUsd());
            } else {
                reading.counts()
                        .forEach(
                                (name, count) ->
                                        context.streams()
                                                .err()
                                                .println(name.replace('_', ' ') + " " + count));
            }
            return reading.failed() ? 1 : 0;
        }
    }

    private ErrorStore store(Map<String, String> environment, OutputStream out) throws IOException {
        if (table != null) {
            return new DynamoErrorStore(DynamoTable.open(environment, table), Clock.systemUTC());
        }
        return file != null ? FileErrorStore.open(file, Clock.systemUTC()) : new LineStore(out);
    }
}
