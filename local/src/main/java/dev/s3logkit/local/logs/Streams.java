package dev.s3logkit.local.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a command reads, writes its result and tells what it does.
///
/// @param out unbuffered; reports failures, unlike [System#out]
/// @param terminal whether `err` is a terminal, so that a line may be written over
public record Streams(InputStream in, OutputStream out, PrintStream err, boolean terminal) {

    /// The standard streams.
    public static Streams ofProcess() {
        return new Streams(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
                isTerminal());
    }

    /// Java tells it of standard input and output only, and asking costs 30 ms of a start.
    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /// Tells of a failed write.
    ///
    /// @return the exit code
    public int failed(OutputFailure e) {
        if (e.isBrokenPipe()) {
            return 0;
        }
        err.println("could not write to " + e.target() + ": " + e.getMessage());
        return 1;
    }
}
