package dev.s3logkit.local.cli;

import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.local.aggregate.QuickAggregate;
import dev.s3logkit.local.logs.QuickParse;
import dev.s3logkit.local.logs.Streams;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The entry point of `./s3logkit`. Exit codes: 0 done, 1 failed, 2 wrong usage.
public final class Main {

    private Main() {}

    /// Runs a command line and ends the process.
    public static void main(String[] args) {
        System.exit(run(args, Streams.ofProcess(), System.getenv()));
    }

    /// Runs a command line.
    ///
    /// @return the exit code
    public static int run(String[] args, Streams streams, Map<String, String> environment) {
        try {
            OptionalInt quick = quick(args, streams, environment);
            if (quick.isPresent()) {
                return quick.getAsInt();
            }
        } catch (IOException | RuntimeException e) {
            streams.err().println(Sentence.of(e));
            return 1;
        }
        return RootCommand.execute(args, streams, environment);
    }

    /// The exit code of a command that needs no picocli, if this is one.
    private static OptionalInt quick(
            String[] args, Streams streams, Map<String, String> environment) throws IOException {
        OptionalInt parsed =
                QuickParse.run(streams, List.of(new S3LogSource(() -> environment)), args);
        return parsed.isPresent()
                ? parsed
                : QuickAggregate.run(
                        new CommandContext(streams, () -> environment, () -> false), args);
    }
}
