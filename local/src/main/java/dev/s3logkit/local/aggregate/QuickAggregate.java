package dev.s3logkit.local.aggregate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Runs the plain forms of `aggregate` without picocli, whose start costs as much processor time as
/// partitioning 500 MB of logs.
public final class QuickAggregate {

    private @Nullable String staging;
    private @Nullable String compression;
    private final List<String> inputs = new ArrayList<>();

    private QuickAggregate() {}

    /// Runs `aggregate [--staging DIR] [--fragment-compression C] INPUT…` if the arguments are just
    /// that.
    ///
    /// @param arguments of the whole command line
    /// @return the exit code, or nothing if picocli has to look at the arguments: they are other
    ///   ones, or wrong
    public static OptionalInt run(CommandContext context, String... arguments) throws IOException {
        QuickAggregate quick = new QuickAggregate();
        if (!quick.takes(arguments)) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(
                new AggregateRun(context, quick.staging, quick.compression, null, null)
                        .run(quick.inputs));
    }

    private boolean takes(String... arguments) {
        if (arguments.length < 2 || !arguments[0].equals("aggregate")) {
            return false;
        }
        for (int i = 1; i < arguments.length; i++) {
            String argument = arguments[i];
            boolean hasNext = i + 1 < arguments.length;
            if (argument.equals("--staging") && hasNext && staging == null) {
                staging = arguments[++i];
            } else if (argument.equals("--fragment-compression")
                    && hasNext
                    && Choices.COMPRESSIONS.contains(arguments[i + 1])
                    && compression == null) {
                compression = arguments[++i];
            } else if (argument.startsWith("-")
                    || argument.startsWith("@")
                    || argument.equals("local")
                    || argument.equals("s3")) {
                // Another option, picocli's file of arguments, or a form with its own arguments.
                return false;
            } else {
                inputs.add(argument);
            }
        }
        return !inputs.isEmpty();
    }
}
