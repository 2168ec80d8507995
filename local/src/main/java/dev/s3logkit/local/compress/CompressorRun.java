package dev.s3logkit.local.compress;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.compressor.Compressor;
import dev.s3logkit.compressor.RunResult;
import dev.s3logkit.compressor.archive.Watcher;
import dev.s3logkit.compressor.event.CompressorEvent;
import dev.s3logkit.compressor.failure.InvalidEventException;
import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.local.logs.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// An event of the compressor, made of a command's options and run in this process; what the
/// function leaves to an invocation of its own is done right away.
final class CompressorRun {

    /// What fields of an event are called on the command line.
    private static final Map<String, String> OPTIONS =
            Map.of(
                    "input_s3_manifest_url", "--manifest",
                    "output_s3_url", "--output",
                    "max_workers", "--max-workers",
                    "compression", "--compression",
                    "level", "--level",
                    "file_to_extract", "FILE",
                    "source_s3_url", "the URL of the archive");

    private final CommandContext context;

    CompressorRun(CommandContext context) {
        this.context = context;
    }

    /// Reads an event; what is wrong with it is wrong usage of the command.
    static CompressorEvent parse(Map<String, @Nullable Object> fields, @Nullable CommandSpec spec)
            throws InvalidEventException {
        try {
            return CompressorEvent.parse(fields).event();
        } catch (InvalidEventException e) {
            if (spec == null) {
                throw e;
            }
            String message = String.valueOf(e.getMessage());
            for (Map.Entry<String, String> option : OPTIONS.entrySet()) {
                message = message.replace("\"" + option.getKey() + "\"", option.getValue());
            }
            throw new ParameterException(spec.commandLine(), message, e);
        }
    }

    /// Where objects are, by the options and variables of the process. The caller closes it.
    ObjectStore store() {
        return S3ObjectStore.create(context.environment().get(), CompressorEvent.MAX_WORKERS);
    }

    /// Runs an event and tells its result.
    ///
    /// @param kmsKeyId null for the variable `KMS_KEY_ID`
    int run(CompressorEvent event, @Nullable String kmsKeyId) throws IOException {
        String key = kmsKeyId == null ? context.environment().get().get("KMS_KEY_ID") : kmsKeyId;
        Progress progress = new Progress(context.streams());
        try (ObjectStore store = store()) {
            Compressor compressor =
                    new Compressor(
                            store, key == null || key.isEmpty() ? null : key, watcher(progress));
            RunResult result = compressor.run(event, () -> true);
            if (result.next().isPresent()) {
                RunResult deletion = compressor.run(result.next().get(), () -> true);
                result.answer().put("deletion", deletion.answer());
            }
            progress.clear();
            tell(result.answer());
            return 0;
        } finally {
            progress.clear();
        }
    }

    private static Watcher watcher(Progress progress) {
        return (stage, done, total, bytes) ->
                progress.tell(
                        switch (stage) {
                            case ARCHIVING -> "archived";
                            case DELETING -> "deleted";
                        },
                        done,
                        total,
                        "objects");
    }

    private void tell(Map<String, Object> answer) throws IOException {
        PrintStream out = new PrintStream(context.streams().out(), true, StandardCharsets.UTF_8);
        if (context.json().getAsBoolean()) {
            out.println(JSON.std.asString(answer));
        } else {
            tell(out, answer);
        }
    }

    private static void tell(PrintStream out, Map<?, ?> values) {
        values.forEach(
                (name, value) -> {
                    if (value instanceof Map<?, ?> group) {
                        tell(out, group);
                    } else {
                        out.printf(
                                Locale.ROOT,
                                "%-28s %s%n",
                                String.valueOf(name).replace('_', ' '),
                                text(value));
                    }
                });
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case Long number -> String.format(Locale.ROOT, "%,d", number);
            case Double usd -> String.format(Locale.ROOT, "%.6f", usd);
            case null, default -> String.valueOf(Optional.ofNullable(value).orElse(""));
        };
    }
}
