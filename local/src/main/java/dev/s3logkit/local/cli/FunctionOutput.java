package dev.s3logkit.local.cli;

import dev.s3logkit.local.lambda.FunctionLog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Where functions in this process log to: a file takes the standard output and error of the
/// process, which Lambda would send to CloudWatch Logs, and keeps them apart from the command's own
/// streams.
final class FunctionOutput implements AutoCloseable, FunctionLog {

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final PrintStream log;
    private final PrintStream shown;
    private final boolean verbose;

    /// @param shown gets a line for each failure, and everything when `verbose`
    FunctionOutput(Path file, PrintStream shown, boolean verbose) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        OutputStream sink =
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.log = new PrintStream(sink, true, StandardCharsets.UTF_8);
        this.shown = shown;
        this.verbose = verbose;
        System.setOut(log);
        System.setErr(log);
    }

    @Override
    public synchronized void line(String function, String message) {
        log.printf("%s %s %s%n", Instant.now().truncatedTo(ChronoUnit.MILLIS), function, message);
        shown.println(
                function + ": " + (verbose ? message : message.lines().findFirst().orElse("")));
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        log.close();
    }
}
