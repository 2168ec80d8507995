package dev.s3logkit.local.logs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Runs the plain forms of `logs parse` without picocli, whose start costs as much processor time
/// as reading 500 MB of logs.
public final class QuickParse {

    private @Nullable OutputFormat format = OutputFormat.JSONL;
    private boolean formatGiven;
    private @Nullable Path rejects;
    private final List<String> inputs = new ArrayList<>();

    private QuickParse() {}

    /// Runs `parse [--format FORMAT] [--rejects FILE] INPUT…` if the arguments are just that.
    ///
    /// @param arguments of the whole command line
    /// @return the exit code, or nothing if picocli has to look at the arguments: they are other
    ///   ones, or wrong
    public static OptionalInt run(Streams streams, List<LogSource> sources, String... arguments) {
        QuickParse quick = new QuickParse();
        if (!quick.takes(arguments) || quick.format == null) {
            return OptionalInt.empty();
        }
        ParseRun run =
                new ParseRun(
                        streams, new LogInputs(streams.in(), sources), quick.format, quick.rejects);
        return OptionalInt.of(run.run(quick.inputs));
    }

    private boolean takes(String... arguments) {
        if (arguments.length < 3 || !arguments[0].equals("logs") || !arguments[1].equals("parse")) {
            return false;
        }
        for (int i = 2; i < arguments.length; i++) {
            String argument = arguments[i];
            boolean hasNext = i + 1 < arguments.length;
            if (argument.equals("--format") && hasNext && !formatGiven) {
                format = OutputFormat.of(arguments[++i]);
                formatGiven = true;
            } else if (argument.startsWith("--format=") && !formatGiven) {
                format = OutputFormat.of(argument.substring("--format=".length()));
                formatGiven = true;
            } else if (argument.equals("--rejects") && hasNext && rejects == null) {
                rejects = Path.of(arguments[++i]);
            } else if (argument.startsWith("@")
                    || (argument.startsWith("-") && !argument.equals(LogInputs.STANDARD_INPUT))) {
                // Another option, or picocli's file of arguments.
                return false;
            } else {
                inputs.add(argument);
            }
        }
        return !inputs.isEmpty();
    }
}
