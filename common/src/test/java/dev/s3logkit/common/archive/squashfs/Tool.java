package dev.s3logkit.common.archive.squashfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Programs that write and read images; tests that need one which is not installed are skipped.
final class Tool {

    private Tool() {}

    /// Runs a program to its end.
    ///
    /// @return what it printed
    static byte[] run(Path folder, String... command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("tool", ".err");
        try {
            Process process = start(folder, errors, command);
            process.getOutputStream().close();
            byte[] out = process.getInputStream().readAllBytes();
            assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
            return out;
        } finally {
            Files.delete(errors);
        }
    }

    /// Makes an image of all that is in a folder.
    ///
    /// @param writer `mksquashfs`, `gensquashfs` or `tar2sqfs`
    static Path pack(String writer, Path tree, Path image, String compressor, int blockSize)
            throws IOException, InterruptedException {
        String block = Integer.toString(blockSize);
        String out = image.toString();
        Path folder = tree.getParent();
        switch (writer) {
            case "mksquashfs" ->
                    run(
                            folder,
                            writer,
                            tree.toString(),
                            out,
                            "-comp",
                            compressor,
                            "-b",
                            block,
                            "-noappend",
                            "-quiet",
                            "-no-progress");
            case "gensquashfs" ->
                    run(
                            folder,
                            writer,
                            "-D",
                            tree.toString(),
                            "-c",
                            compressor,
                            "-b",
                            block,
                            "-k",
                            "-q",
                            "-f",
                            out);
            case "tar2sqfs" ->
                    run(
                            folder,
                            "sh",
                            "-c",
                            "tar -C \"$1\" -cf - . | tar2sqfs -q -f -c \"$2\" -b \"$3\" \"$4\"",
                            "sh",
                            tree.toString(),
                            compressor,
                            block,
                            out);
            default -> throw new IllegalArgumentException(writer);
        }
        return image;
    }

    static void assumeInstalled(String... tools) {
        for (String tool : tools) {
            boolean found = false;
            for (String folder : System.getenv("PATH").split(":", -1)) {
                found |= Files.isExecutable(Path.of(folder, tool));
            }
            assumeTrue(found, tool + " is not installed");
        }
    }

    private static Process start(Path folder, Path errors, String... command) throws IOException {
        assumeInstalled(command[0]);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .start();
    }
}
