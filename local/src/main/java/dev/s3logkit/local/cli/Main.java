package dev.s3logkit.local.cli;

import dev.s3logkit.local.logs.Streams;
import java.util.Map;
import java.util.OptionalInt;

/// The entry point of `./s3logkit`. Exit codes: 0 done, 1 failed, 2 wrong usage.
///
/// Knows nothing of picocli, so that [QuickStart] can do without it.
public final class Main {

    private Main() {}

    /// Runs a command line and ends the process.
    public static void main(String[] args) {
        Streams streams = Streams.ofProcess();
        OptionalInt quick = QuickStart.run(args, streams, System.getenv());
        if (quick.isPresent() && quick.getAsInt() == 0) {
            // System.exit looks for a logger in every library, which costs as much processor time
            // as reading 200 MB of logs.
            return;
        }
        System.exit(
                quick.isPresent()
                        ? quick.getAsInt()
                        : RootCommand.run(args, streams, System.getenv()));
    }

    /// Runs a command line.
    ///
    /// @return the exit code
    public static int run(String[] args, Streams streams, Map<String, String> environment) {
        OptionalInt quick = QuickStart.run(args, streams, environment);
        return quick.isPresent() ? quick.getAsInt() : RootCommand.run(args, streams, environment);
    }
}
