package dev.s3logkit.local.cli;

import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.local.aggregate.QuickAggregate;
import dev.s3logkit.local.archive.ArchiveContext;
import dev.s3logkit.local.archive.QuickArchive;
import dev.s3logkit.local.logs.ArchiveLogSource;
import dev.s3logkit.local.logs.LogSource;
import dev.s3logkit.local.logs.QuickParse;
import dev.s3logkit.local.logs.Streams;
import dev.s3logkit.local.logs.TarballSource;
import dev.s3logkit.local.orchestrate.QuickOrchestrate;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// Runs the commands that people put into pipelines and loops, `logs parse`, `aggregate`, dry runs
/// of `orchestrate` over files and those that look into archives, without picocli when their
/// arguments are plain: picocli's start costs a quarter of a second of processor time, as much as
/// reading 500 MB of logs. What is not plain takes the usual way.
final class QuickStart {

    private QuickStart() {}

    /// The exit code, or empty when the arguments are not plain.
    static OptionalInt run(String[] args, Streams streams, Map<String, String> environment) {
        try {
            OptionalInt parsed = QuickParse.run(streams, sources(() -> environment), args);
            if (parsed.isPresent()) {
                return parsed;
            }
            CommandContext context = new CommandContext(streams, () -> environment, () -> false);
            OptionalInt staged = QuickAggregate.run(context, args);
            if (staged.isPresent()) {
                return staged;
            }
            OptionalInt told = QuickOrchestrate.run(context, args);
            return told.isPresent()
                    ? told
                    : QuickArchive.run(
                            new ArchiveContext(
                                    streams, () -> environment, () -> false, () -> false),
                            args);
        } catch (Exception e) {
            streams.err().println(Sentences.of(e));
            return OptionalInt.of(1);
        }
    }

    /// What `logs parse` reads besides files.
    static List<LogSource> sources(Supplier<Map<String, String>> environment) {
        return List.of(new S3LogSource(environment), new TarballSource(), new ArchiveLogSource());
    }
}
