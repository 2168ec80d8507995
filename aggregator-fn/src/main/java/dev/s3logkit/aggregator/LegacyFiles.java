package dev.s3logkit.aggregator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Staging files of the system before this one: plain log lines, appended to under a lock, in files
/// that end in `.s3logs`, or in `.processing` once its transformer had taken them. They are read
/// and left where they are.
public final class LegacyFiles {

    private LegacyFiles() {}

    /// The files below the folders whose names end in one of the suffixes, in the order of their
    /// paths; a path that is a file stands for itself.
    ///
    /// @throws java.nio.file.NoSuchFileException when a path does not exist
    public static List<FileLogSource> find(List<Path> paths, List<String> suffixes)
            throws IOException {
        List<FileLogSource> found = new ArrayList<>();
        for (Path path : paths) {
            try (Stream<Path> files = Files.walk(path)) {
                files.filter(Files::isRegularFile)
                        .filter(file -> file.equals(path) || hasSuffix(file, suffixes))
                        .sorted()
                        .forEach(file -> found.add(new FileLogSource(file, null)));
            }
        }
        return found;
    }

    private static boolean hasSuffix(Path file, List<String> suffixes) {
        return suffixes.stream().anyMatch(file.getFileName().toString()::endsWith);
    }
}
