package dev.s3logkit.local.logs;

import dev.s3logkit.common.accesslog.RejectLine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where rejected lines go: a file, or the first few as messages.
final class RejectsOutput implements AutoCloseable {

    private static final int SHOWN = 5;

    private final @Nullable Path file;
    private final @Nullable OutputStream out;
    private final PrintStream err;
    private int shown;

    private RejectsOutput(@Nullable Path file, @Nullable OutputStream out, PrintStream err) {
        this.file = file;
        this.out = out;
        this.err = err;
    }

    /// @param file replaced if it is there; null to show the first rejects on `err`
    static RejectsOutput to(@Nullable Path file, PrintStream err) throws OutputFailure {
        if (file == null) {
            return new RejectsOutput(null, null, err);
        }
        try {
            return new RejectsOutput(
                    file, new BufferedOutputStream(Files.newOutputStream(file)), err);
        } catch (IOException e) {
            throw new OutputFailure(file + " (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    void reject(
            String object,
            byte[] buffer,
            int from,
            int to,
            long lineNumber,
            int part,
            String reason)
            throws OutputFailure {
        if (out != null) {
            try {
                out.write(RejectLine.toJson(object, lineNumber, part, reason, buffer, from, to));
                out.write('\n');
            } catch (IOException e) {
                throw failure(e);
            }
        } else if (part == 0 && shown <= SHOWN) {
            err.println(
                    shown < SHOWN
                            ? object + ":" + lineNumber + ": " + reason
                            : "further rejected lines are not shown; --rejects FILE keeps all");
            shown++;
        }
    }

    void finish() throws OutputFailure {
        close();
    }

    @Override
    public void close() throws OutputFailure {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private OutputFailure failure(IOException e) {
        return new OutputFailure(String.valueOf(file), e);
    }
}
