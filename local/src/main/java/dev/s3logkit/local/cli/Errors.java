package dev.s3logkit.local.cli;

import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Tells of what went wrong in a sentence.
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private final BooleanSupplier verbose;

    /// @param verbose whether stack traces are shown; asked when something went wrong
    Errors(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(message(e));
        err.println();
        command.usage(err);
        return WRONG_USAGE;
    }

    private static String message(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String argument = unmatched.getUnmatched().getFirst();
            return argument.startsWith("-")
                    ? "Unknown option: " + argument
                    : e.getCommandLine().getSubcommands().isEmpty()
                            ? "Unexpected argument: " + argument
                            : "Unknown command: " + argument;
        }
        return String.valueOf(e.getMessage());
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parseResult) {
        PrintWriter err = command.getErr();
        err.println(Sentences.of(e));
        if (verbose.getAsBoolean()) {
            e.printStackTrace(err);
        }
        return FAILED;
    }
}
