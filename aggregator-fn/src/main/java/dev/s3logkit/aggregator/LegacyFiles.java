package dev.s3logkit.aggregator;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Staging files of the system before this one: plain log lines, appended to under a lock, in files
/// that end in `.s3logs`, or in `.processing` once its transformer had taken them. They are read
/// and left where they are.
public final class LegacyFiles {

    private LegacyFiles() {}

    /// The files below the folders whose names end in one of the suffixes, in the order of their
    /// paths; a path that is a file stands for itself. What goes away while it is looked at, as
    /// fragments do, is passed over.
    ///
    /// @throws FileNotFoundException when a path does not exist; the message names it
    public static List<FileLogSource> find(List<Path> paths, List<String> suffixes)
            throws IOException {
        List<FileLogSource> sources = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new FileNotFoundException(
                        "%s: no such file or folder (looked for %s)"
                                .formatted(path, path.toAbsolutePath()));
            }
            List<Path> found = new ArrayList<>();
            Files.walkFileTree(path, new Finder(path, suffixes, found));
            found.sort(null);
            found.forEach(file -> sources.add(new FileLogSource(file, null)));
        }
        return sources;
    }

    private static final class Finder extends SimpleFileVisitor<Path> {

        private final Path start;
        private final List<String> suffixes;
        private final List<Path> found;

        Finder(Path start, List<String> suffixes, List<Path> found) {
            this.start = start;
            this.suffixes = suffixes;
            this.found = found;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            boolean wanted = file.equals(start) || hasSuffix(file);
            if (attributes.isRegularFile() && wanted) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        private boolean hasSuffix(Path file) {
            return suffixes.stream().anyMatch(file.getFileName().toString()::endsWith);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            return Files.exists(file) ? super.visitFileFailed(file, e) : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                throws IOException {
            return Files.exists(folder)
                    ? super.postVisitDirectory(folder, e)
                    : FileVisitResult.CONTINUE;
        }
    }
}
