package dev.s3logkit.common.archive.zip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Programs of others; a test that needs one that is not installed is skipped.
final class Tool {

    private Tool() {}

    /// Standard output of a run that must succeed.
    static byte[] run(Path folder, String... command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(folder, "stderr", "");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = start(builder.redirectError(errors.toFile()));
            byte[] out = process.getInputStream().readAllBytes();
            assertThat(process.waitFor())
                    .as("%s: %s%s", command[0], Files.readString(errors), new String(out, UTF_8))
                    .isZero();
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
