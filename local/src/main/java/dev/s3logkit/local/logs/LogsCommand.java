package dev.s3logkit.local.logs;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `logs`: reads and makes S3 server access logs.
@Command(
        name = "logs",
        description = "Reads and makes S3 server access logs.",
        mixinStandardHelpOptions = true)
public final class LogsCommand implements Runnable {

    private final Streams streams;
    private final List<LogSource> sources;

    @Spec private @Nullable CommandSpec spec;

    /// On the process's own streams; reads files and folders.
    public LogsCommand() {
        this(Streams.ofProcess(), List.of());
    }

    /// @param sources asked, in their order and before the file system, whether an input is theirs
    public LogsCommand(Streams streams, List<LogSource> sources) {
        this.streams = streams;
        this.sources = List.copyOf(sources);
    }

    @Override
    public void run() {
        throw usage("Missing the subcommand: parse or generate");
    }

    @Command(
            name = "parse",
            description = {
                "Reads access-log lines and writes records to standard output, counts to standard"
                        + " error. Lines that do not read are counted as rejected; the command"
                        + " succeeds all the same.",
                "jsonl: absent fields are left out, the time is an ISO instant, bytes that are no"
                        + " UTF-8 become U+FFFD and are counted. csv (RFC 4180) and tsv keep all"
                        + " bytes; absent is empty in csv (an empty text is \"\") and \\N in tsv,"
                        + " where \\ stands before t, n, r and \\. none: only counts."
            },
            mixinStandardHelpOptions = true)
    int parse(
            @Option(
                            names = "--format",
                            defaultValue = "jsonl",
                            paramLabel = "FORMAT",
                            converter = OutputFormat.Converter.class,
                            description = "jsonl, csv, tsv or none (default: ${DEFAULT-VALUE})")
                    OutputFormat format,
            @Option(
                            names = "--rejects",
                            paramLabel = "FILE",
                            description = "where rejected lines go, as JSON lines with the reason")
                    @Nullable Path rejects,
            @Parameters(
                            arity = "1..*",
                            paramLabel = "INPUT",
                            description =
                                    "a file, a folder with all its files, an s3:// object or"
                                            + " prefix, or - for standard input; gzip, zstd and xz"
                                            + " are recognised by their content, tarballs, zips"
                                            + " and squashfs images (by their names) are read"
                                            + " file by file")
                    List<String> inputs) {
        return new ParseRun(streams, new LogInputs(streams.in(), sources), format, rejects)
                .run(inputs);
    }

    /// How much to make.
    static final class Amount {
        @Option(names = "--lines", paramLabel = "N", description = "how many lines")
        @Nullable Long lines;

        @Option(
                names = "--bytes",
                paramLabel = "SIZE",
                converter = ByteSize.class,
                description = "whole lines until this size is reached, such as 64k, 500m or 1g")
        @Nullable Long bytes;
    }

    @Command(
            name = "generate",
            description =
                    "Writes access-log lines that look real. The same options give the same bytes.",
            mixinStandardHelpOptions = true)
    int generate(
            @ArgGroup(multiplicity = "1") Amount amount,
            @Option(
                            names = "--seed",
                            defaultValue = "1",
                            paramLabel = "S",
                            description = "other lines for another seed (default: 1)")
                    long seed,
            @Option(
                            names = "--from",
                            defaultValue = "2026-01-01T00:00:00Z",
                            paramLabel = "INSTANT",
                            description = "the first line's time (default: ${DEFAULT-VALUE})")
                    Instant from,
            @Option(
                            names = "--hours",
                            defaultValue = "6",
                            paramLabel = "H",
                            description = "how much time the lines cover (default: 6)")
                    int hours,
            @Option(
                            names = "--traps",
                            description = "mixes in lines that are legal and hard to read")
                    boolean traps) {
        boolean positive =
                hours > 0
                        && (amount.lines == null || amount.lines > 0)
                        && (amount.bytes == null || amount.bytes > 0);
        if (!positive) {
            throw usage("--lines, --bytes and --hours are at least 1");
        }
        return new GenerateRun(streams, seed, from, Duration.ofHours(hours), traps)
                .run(amount.lines, amount.bytes);
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException("runs only inside a command line");
        }
        return new ParameterException(new CommandLine(spec), message);
    }
}
