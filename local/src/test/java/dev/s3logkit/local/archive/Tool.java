package dev.s3logkit.local.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// A program of others; a test is skipped where it is not installed.
public final class Tool {

    private Tool() {}

    /// Runs a program that has to succeed.
    ///
    /// @return standard output
    public static String run(Path folder, String... command) throws Exception {
        return runWith(folder, "", command);
    }

    static String runWith(Path folder, String input, String... command) throws Exception {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            assumeTrue(false, command[0] + " is not installed");
            throw e;
        }
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
