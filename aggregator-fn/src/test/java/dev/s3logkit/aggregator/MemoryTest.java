package dev.s3logkit.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Batches that would not fit into the heap of their process if memory grew with them.
class MemoryTest {

    private static final boolean LONG = Boolean.getBoolean("s3logkit.long");

    @TempDir Path staging;

    private String run(String heap, String batch, int size) throws Exception {
        Process process =
                new ProcessBuilder(
                                ChildProcess.java(
                                        heap,
                                        MemoryRun.class,
                                        batch,
                                        staging.toString(),
                                        Integer.toString(size)))
                        .redirectErrorStream(true)
                        .start();
        String output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void aThousandObjectsAndALargeOneWithLinesOfTwoThousandWindows() throws Exception {
        assertThat(run("256m", "large", LONG ? 300 : 60))
                .doesNotContain("failed")
                .contains("fragments 2000");
    }

    @Test
    void manyObjectsWithLinesOfManyWindowsGoIntoSeveralBatches() throws Exception {
        int objects = LONG ? 40_000 : 4_000;
        assertThat(run(LONG ? "256m" : "128m", "many", objects))
                .doesNotContain("failed")
                .contains("lines " + 100 * objects);
    }

    @Test
    void manyLinesThatAreLongerThanAnyBuffer() throws Exception {
        assertThat(run("256m", "overlong", 64)).doesNotContain("failed").contains("lines 64");
    }

    @Test
    void anObjectWithLinesOfTooManyWindowsFailsWithTheReason() throws Exception {
        assertThat(run("128m", "windows", 60_000))
                .contains("failed wide")
                .contains("lines in too many windows")
                .contains("lines 0");
    }
}
