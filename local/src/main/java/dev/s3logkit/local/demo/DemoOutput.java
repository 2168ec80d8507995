package dev.s3logkit.local.demo;

import dev.s3logkit.local.logs.Streams;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// What the demo says: steps on standard error while it goes on, its result on standard output.
public final class DemoOutput {

    private final PrintStream out;
    private final PrintStream err;
    private final Path functionLog;
    private int steps;

    /// Says it on these streams.
    ///
    /// @param functionLog where the functions' own log lines are
    public DemoOutput(Streams streams, Path functionLog) {
        this.out = new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
        this.err = streams.err();
        this.functionLog = functionLog;
    }

    /// Where the functions' own log lines are.
    Path functionLog() {
        return functionLog;
    }

    /// Tells what begins now.
    public void step(String text) {
        steps++;
        err.printf("%2d  %s%n", steps, text);
    }

    /// Adds a line to the result.
    public void line(String text) {
        out.println(text);
    }

    void fact(String what, long count) {
        out.printf("%-56s %,9d%n", what, count);
    }

    void table(List<AccessLogFlow.Row> rows) {
        out.printf("%-16s %-34s %8s %12s %8s%n", "step", "bucket", "objects", "bytes", "seconds");
        for (AccessLogFlow.Row row : rows) {
            out.printf(
                    "%-16s %-34s %,8d %,12d %8.1f%n",
                    row.step(),
                    row.bucket(),
                    row.objects(),
                    row.bytes(),
                    row.took().toMillis() / 1000.0);
        }
    }

    /// The heads of a small table.
    void columns(String first, String second, String third) {
        out.printf("%-16s %12s %14s%n", first, second, third);
    }

    void row(String name, long objects, long bytes) {
        out.printf("%-16s %,12d %,14d%n", name, objects, bytes);
    }
}
