package dev.s3logkit.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a disk that is really full: a small one in memory, which the process mounts in a namespace of
/// its own. Skipped where that is not allowed.
class FullDiskTest {

    private static final int NOT_MOUNTED = 77;

    @TempDir Path folder;

    private void run(String what) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "unshare",
                                "--user",
                                "--map-root-user",
                                "--mount",
                                "sh",
                                "-c",
                                "mount -t tmpfs -o size=12m tmpfs \"$0\" || exit "
                                        + NOT_MOUNTED
                                        + "; exec \"$@\"",
                                disk.toString()));
        command.addAll(
                ChildProcess.java(
                        "256m", FullDiskRun.class, what, disk.toString(), folder.toString()));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            process = null;
        }
        assumeTrue(process != null, "no unshare on this machine");
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        assumeTrue(
                exit != NOT_MOUNTED && !output.startsWith("unshare:"),
                "mounting is not allowed here: " + output);
        assertThat(exit).as(output).isZero();
        assertThat(output).contains("done");
    }

    @Test
    void whenTheStagingDiskIsFullMessagesFailNothingIsHalfVisibleAndRedeliveryGivesEveryLineOnce()
            throws Exception {
        run("staging");
    }

    @Test
    void whenThereIsNoRoomToSortGroupsFailAndLeaveNothingBehind() throws Exception {
        run("spill");
    }

    @Test
    void whenThereIsNoRoomForOutputsGroupsFailAndLeaveNothingBehind() throws Exception {
        run("output");
    }
}
