package dev.s3logkit.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.local.logs.Streams;
import dev.s3logkit.local.stack.ProjectTemplate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The demo as it is, with the functions' own zips; where these were not built before, as in
/// `./mvnw test`, it is left out.
class DemoCommandTest {

    @Test
    void runsTheFlowAndFindsEveryLineOnce() {
        ProjectTemplate.withZips();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams =
                new Streams(
                        new ByteArrayInputStream(new byte[0]),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false);

        int exit = Main.run(new String[] {"demo"}, streams, Map.of());

        assertThat(exit).as(err.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "Every line that went in came out once, every log is in one tarball. The mail"
                                + " and the dashboard are in ");
    }
}
