package dev.s3logkit.common.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Other programs, as oracles.
public final class Programs {

    private Programs() {}

    /// What a command prints when it is run in `folder`; it has to succeed, and to complain of
    /// nothing. Ends the test as skipped when the program is not installed.
    public static byte[] run(Path folder, String... command) throws Exception {
        Path errors = Files.createTempFile("stderr", "");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectError(errors.toFile());
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = start(builder);
            byte[] out = process.getInputStream().readAllBytes();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
            assertThat(Files.readString(errors)).isEmpty();
            return out;
        } finally {
            Files.delete(errors);
        }
    }

    private static Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            assumeTrue(false, builder.command().getFirst() + " is not installed");
            throw e;
        }
    }
}
