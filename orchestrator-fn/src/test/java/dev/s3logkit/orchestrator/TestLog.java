package dev.s3logkit.orchestrator;

import dev.s3logkit.common.telemetry.RunLog;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;

/// Logs that nobody reads.
final class TestLog {

    private TestLog() {}

    static RunLog quiet() {
        return new RunLog(
                "test",
                new PrintStream(
                        OutputStream.nullOutputStream(),
                        true,
                        java.nio.charset.StandardCharsets.UTF_8),
                Clock.systemUTC());
    }
}
