package dev.s3logkit.local.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Runs the plain forms of `archive ls`, `stat` and `cat` without picocli, whose start takes longer
/// than most of them.
public final class QuickArchive {

    private static final String OPTION = "-";

    private boolean details;
    private boolean recursive;
    private @Nullable String range;
    private final List<String> operands = new ArrayList<>();

    private QuickArchive() {}

    /// Runs `archive ls [-l] [-R] ARCHIVE [PATH]`, `archive stat ARCHIVE PATH` or `archive cat
    /// [--range A-B] ARCHIVE PATH…` if the arguments are just that.
    ///
    /// @param arguments of the whole command line
    /// @return the exit code, or nothing if picocli has to look at the arguments: they are other
    ///   ones, or wrong
    public static OptionalInt run(ArchiveContext context, String... arguments) throws IOException {
        if (arguments.length < 3 || !arguments[0].equals("archive")) {
            return OptionalInt.empty();
        }
        QuickArchive quick = new QuickArchive();
        return quick.takes(arguments) ? quick.run(context, arguments[1]) : OptionalInt.empty();
    }

    private boolean takes(String... arguments) {
        boolean list = arguments[1].equals("ls");
        boolean cat = arguments[1].equals("cat");
        for (int i = 2; i < arguments.length; i++) {
            String argument = arguments[i];
            if (list && (argument.equals("-l") || argument.equals("-lR"))) {
                details = true;
                recursive |= argument.equals("-lR");
            } else if (list && argument.equals("-R")) {
                recursive = true;
            } else if (cat && argument.equals("--range") && i + 1 < arguments.length) {
                range = arguments[++i];
            } else if (argument.startsWith(OPTION) || argument.startsWith("@")) {
                // Another option, or picocli's file of arguments.
                return false;
            } else {
                operands.add(argument);
            }
        }
        return true;
    }

    private OptionalInt run(ArchiveContext context, String command) throws IOException {
        int count = operands.size();
        if (command.equals("ls") && (count == 1 || count == 2)) {
            return OptionalInt.of(
                    new ListRun(context, details, recursive)
                            .run(operands.getFirst(), count == 1 ? null : operands.getLast()));
        }
        if (command.equals("stat") && count == 2) {
            return OptionalInt.of(
                    new StatRun(context).run(operands.getFirst(), operands.getLast()));
        }
        if (command.equals("cat") && count > 1) {
            ByteSpan span = span();
            return span == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(
                            new CatRun(context, span)
                                    .run(operands.getFirst(), operands.subList(1, count)));
        }
        return OptionalInt.empty();
    }

    private @Nullable ByteSpan span() {
        try {
            return range == null ? ByteSpan.ALL : ByteSpan.parse(range);
        } catch (IllegalArgumentException e) {
            // picocli tells it.
            return null;
        }
    }
}
