package dev.s3logkit.local.logs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds what the arguments of `logs parse` name, and reads it.
final class LogInputs {

    static final String STANDARD_INPUT = "-";

    private final InputStream in;
    private final List<LogSource> sources;

    LogInputs(InputStream in, List<LogSource> sources) {
        this.in = in;
        this.sources = sources;
    }

    /// Fails with what was looked for if an argument is a path at which there is nothing, so that
    /// this is known before anything is written.
    void check(List<String> inputs) throws IOException {
        for (String input : inputs) {
            boolean known = input.equals(STANDARD_INPUT) || source(input) != null;
            if (!known && input.startsWith("s3://")) {
                throw new IOException(input + ": only files and folders can be read here");
            }
            if (!known && !Files.exists(Path.of(input))) {
                throw new NoSuchFileException(
                        input
                                + ": there is no such file or folder (looked for "
                                + Path.of(input).toAbsolutePath()
                                + ")");
            }
        }
    }

    /// Bytes in the files that the argument names, before decompression; 0 where nobody knows.
    long size(String input) throws IOException {
        if (input.equals(STANDARD_INPUT) || source(input) != null) {
            return 0;
        }
        long size = 0;
        for (Path file : files(Path.of(input))) {
            size += Files.size(file);
        }
        return size;
    }

    /// Hands on the objects of an argument as they are stored.
    void read(String input, LogSource.Visitor visitor) throws IOException {
        if (input.equals(STANDARD_INPUT)) {
            visitor.object(input, in);
            return;
        }
        LogSource source = source(input);
        if (source != null) {
            source.read(input, visitor);
            return;
        }
        Path path = Path.of(input);
        if (!Files.isDirectory(path)) {
            file(path, visitor);
            return;
        }
        for (Path file : files(path)) {
            read(file.toString(), visitor);
        }
    }

    private @Nullable LogSource source(String input) {
        for (LogSource source : sources) {
            if (source.accepts(input)) {
                return source;
            }
        }
        return null;
    }

    private static void file(Path path, LogSource.Visitor visitor) throws IOException {
        try (InputStream content = Files.newInputStream(path)) {
            visitor.object(path.toString(), content);
        }
    }

    /// Every file below the path, sorted by path; the path itself if it is a file.
    private static List<Path> files(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        // A link given as the argument is followed, links inside the folder are not.
        Path start = Files.isSymbolicLink(path) ? path.toRealPath() : path;
        try (Stream<Path> found = Files.walk(start)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
