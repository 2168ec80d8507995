package dev.s3logkit.local.errorreport;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.errorreport.LogExtraction;
import dev.s3logkit.errorreport.LogReport;
import dev.s3logkit.errorreport.extract.LogObject;
import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.local.logs.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the logs that a command line names: files, folders, and objects in S3. A log that fails
/// keeps no other from being read.
final class LogReading {

    private final CommandContext context;
    private final Progress progress;
    private final ObjectStore s3;
    private final LogExtraction extraction;
    private final Rules rules;
    private final @Nullable String application;
    private LogReport report = LogReport.NONE;
    private boolean failed;

    /// @param application that wrote the logs; null to tell it by their folders
    LogReading(
            CommandContext context,
            Progress progress,
            ObjectStore s3,
            LogExtraction extraction,
            Rules rules,
            @Nullable String application) {
        this.context = context;
        this.progress = progress;
        this.s3 = s3;
        this.extraction = extraction;
        this.rules = rules;
        this.application = application;
    }

    /// Reading files needs no region.
    static Map<String, String> withRegion(Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        if (!variables.containsKey("AWS_REGION") && !variables.containsKey("AWS_DEFAULT_REGION")) {
            variables.put("AWS_REGION", "us-east-1");
        }
        return variables;
    }

    void read(List<String> inputs) throws IOException {
        for (String input : inputs) {
            if (S3Uri.isS3(input)) {
                s3.find(
                        S3Uri.parse(input),
                        object ->
                                read(
                                        object.uri().toString(),
                                        object.lastModified(),
                                        () -> s3.open(object.uri())));
            } else {
                files(Path.of(input));
            }
        }
        progress.clear();
    }

    /// What was read, by name.
    Map<String, Long> counts() {
        return report.counts();
    }

    /// Whether a log could not be read.
    boolean failed() {
        return failed;
    }

    private void files(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(
                    path
                            + ": there is no such file or folder (looked for "
                            + path.toAbsolutePath()
                            + ")");
        }
        List<Path> found;
        try (Stream<Path> files = Files.walk(path)) {
            found = files.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path log : found) {
            read(
                    log.toString(),
                    Files.getLastModifiedTime(log).toInstant(),
                    () -> Files.newInputStream(log));
        }
    }

    /// Opens a log.
    @FunctionalInterface
    private interface Opening {
        InputStream open() throws IOException;
    }

    private void read(String name, Instant modified, Opening opening) {
        LogObject log = LogObject.of(name, application, modified);
        if (rules.forApplication(log.application()).isEmpty()) {
            context.streams().err().println(name + ": no rule is for " + log.application());
            return;
        }
        try (InputStream in = opening.open()) {
            report = report.plus(extraction.extract(log, progress.watch(in), rules, () -> true));
        } catch (IOException e) {
            failed = true;
            progress.clear();
            context.streams().err().println(CommandContext.describe(name, e));
        }
    }
}
