package dev.s3logkit.local.rollup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.local.fault.Faults;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is held while logs are searched does not grow with the number of logs or prefixes.
class FindingMemoryTest {

    private static final int PREFIXES = 300;
    private static final int LOGS = 100_000;

    @TempDir Path folder;

    @Test
    void aHundredThousandLogsBelowThreeHundredPrefixesAreListedInSixtyFourMegabytes()
            throws Exception {
        try (EmbeddedLogs logs = new EmbeddedLogs(folder, Faults.none(), _ -> {})) {
            byte[] content = {1};
            for (int i = 0; i < LOGS; i++) {
                // One prefix has a third of all.
                int prefix = i % 3 == 0 ? 0 : i % PREFIXES;
                logs.put(
                        "p%03d/2022-07-%02d-00-00-00-%016X".formatted(prefix, 1 + i % 28, i),
                        content);
            }
            Process run =
                    ChildProcess.java(
                                    "64m",
                                    logs.environment(),
                                    FindingRun.class,
                                    Integer.toString(PREFIXES))
                            .redirectErrorStream(true)
                            .start();
            String output = new String(run.getInputStream().readAllBytes(), UTF_8);

            assertThat(run.waitFor()).as(output).isZero();
            assertThat(output).contains("failures {}", "logs " + LOGS);
        }
    }
}
