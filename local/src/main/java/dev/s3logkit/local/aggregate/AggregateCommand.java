package dev.s3logkit.local.aggregate;

import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `aggregate`: stages log objects, files and tarballs by the time of their events.
@Command(
        name = "aggregate",
        description = {
            "Reads access logs and stages their lines by event time, one fragment per window.",
            "What was staged before, by whatever way, is counted once when it is written out"
                    + " with `transform`. Settings are the S3LOGS_ variables of the environment.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit aggregate --staging /tmp/staging downloaded-logs/",
            "  s3logkit aggregate --staging /tmp/staging s3://my-logs/prefix/",
            "  s3logkit aggregate --staging /tmp/staging s3://my-logs/rollup-2026-02-05-0a1b2c3d.tgz",
            "  s3logkit aggregate --staging /mnt/s3logs/stagging /mnt/s3logs/stagging"
                    + "   (files of the system before)"
        },
        mixinStandardHelpOptions = true)
public final class AggregateCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--staging",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "the staging folder (default: S3LOGS_STAGING_ROOT_PATH)")
    private @Nullable String staging;

    @Option(
            names = "--fragment-compression",
            paramLabel = "none|zstd",
            converter = Choices.Compression.class,
            scope = ScopeType.INHERIT,
            description = "how fragments are stored (default: zstd)")
    private @Nullable String compression;

    @Option(
            names = "--as",
            paramLabel = "s3://BUCKET/PREFIX/",
            converter = Choices.Prefix.class,
            scope = ScopeType.INHERIT,
            description =
                    "where the files were objects, so that file and object count once; without it a"
                            + " file stands for itself")
    private @Nullable S3Uri as;

    @Parameters(
            arity = "0..*",
            paramLabel = "INPUT",
            description =
                    "files, folders, s3:// objects or prefixes; tarballs are read entry by entry")
    private List<String> inputs = List.of();

    public AggregateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (inputs.isEmpty() && spec != null) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: INPUT");
        }
        return run(inputs, null);
    }

    @Command(
            name = "local",
            description = "Stages one file: the form of the system before this one.",
            mixinStandardHelpOptions = true)
    int local(@Parameters(paramLabel = "FILE") String file) throws IOException {
        return run(List.of(file), null);
    }

    @Command(
            name = "s3",
            description = "Stages one object: the form of the system before this one.",
            mixinStandardHelpOptions = true)
    int s3(
            @Option(names = "-r", required = true, paramLabel = "REGION") String region,
            @Option(names = "-b", required = true, paramLabel = "BUCKET") String bucket,
            @Option(names = "-k", required = true, paramLabel = "KEY") String key)
            throws IOException {
        return run(List.of(new S3Uri(bucket, key).toString()), region);
    }

    private int run(List<String> arguments, @Nullable String region) throws IOException {
        return new AggregateRun(context, staging, compression, as, region).run(arguments);
    }
}
