package dev.s3logkit.local.cli;

import dev.s3logkit.local.logs.Streams;
import java.util.Map;

/// What the launcher runs once after a build, so that the JVM records which classes and profiles
/// the commands that stand in loops need: `logs parse` and `aggregate`. Both in one process,
/// because what the cache holds is one process's record, and code that was optimised for one of
/// them alone would be thrown away and made again in the other.
final class Training {

    private Training() {}

    /// Reads the log `args[0]` and stages it in the folder `args[1]`, which must not exist.
    public static void main(String[] args) {
        Streams streams = Streams.ofProcess();
        Map<String, String> environment = System.getenv();
        String[] parse = {"logs", "parse", "--format", "none", args[0]};
        String[] aggregate = {"aggregate", "--staging", args[1], args[0]};
        Main.run(parse, streams, environment);
        Main.run(aggregate, streams, environment);
    }
}
