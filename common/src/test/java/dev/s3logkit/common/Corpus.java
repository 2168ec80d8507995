package dev.s3logkit.common;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// The public samples that are kept beside the project.
public final class Corpus {

    private Corpus() {}

    /// A folder of the corpus; skips the test where there is none.
    public static Path folder(String name) {
        String set = System.getenv("S3LOGKIT_CORPUS");
        Path corpus =
                set != null
                        ? Path.of(set)
                        : Path.of(System.getProperty("s3logkit.root", "."))
                                .toAbsolutePath()
                                .normalize()
                                .resolveSibling("shared/corpus");
        Path folder = corpus.resolve(name);
        assumeTrue(Files.isDirectory(folder), "no corpus at " + folder);
        return folder;
    }
}
