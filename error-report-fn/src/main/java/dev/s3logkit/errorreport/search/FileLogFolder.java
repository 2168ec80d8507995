package dev.s3logkit.errorreport.search;

import dev.s3logkit.errorreport.extract.LogObject;
import dev.s3logkit.errorreport.rule.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Application logs below a folder.
public final class FileLogFolder implements LogFolder {

    private final Path root;

    /// @param root holds `logs/`, or the folders of applications themselves
    public FileLogFolder(Path root) {
        this.root = root;
    }

    @Override
    public void list(String application, Predicate<String> day, Visitor visitor)
            throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            Iterator<Path> sorted = files.filter(Files::isRegularFile).sorted().iterator();
            while (sorted.hasNext()) {
                Path file = sorted.next();
                LogObject log =
                        LogObject.of(
                                file.toString(), null, Files.getLastModifiedTime(file).toInstant());
                if (log.recognised()
                        && day.test(log.day())
                        && Rule.named(application, log.application())) {
                    visitor.visit(
                            new Log(
                                    log.name(),
                                    log.application(),
                                    log.day(),
                                    log.modified(),
                                    Files.size(file)));
                }
            }
        }
    }

    @Override
    public InputStream open(Log log) throws IOException {
        return Files.newInputStream(Path.of(log.name()));
    }
}
