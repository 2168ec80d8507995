package dev.s3logkit.local.compress;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.archive.EntryExtractor;
import dev.s3logkit.compressor.event.CompressorEvent;
import dev.s3logkit.compressor.event.CompressorEvent.Decompress;
import dev.s3logkit.local.aggregate.CommandContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `decompress`: takes one entry out of an archive.
@Command(
        name = "decompress",
        description = {
            "Takes one file out of an archive on S3, of which only the directory and the file are read.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit decompress --source s3://zips/day.zip my-logs/2026/02/05/a.gz | zcat",
            "  s3logkit decompress --source s3://zips/day.zip my-logs/2026/02/05/a.gz --output a.gz"
        },
        mixinStandardHelpOptions = true)
public final class DecompressCommand implements Callable<Integer> {

    private final CommandContext context;
    private final CompressorRun run;

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--source", required = true, paramLabel = "URL", description = "the archive")
    private @Nullable String source;

    @Parameters(paramLabel = "FILE", description = "name of the entry, such as bucket/key")
    private @Nullable String file;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "a file or an s3:// URL (default: standard output)")
    private @Nullable String output;

    @Option(names = "--overwrite", description = "replaces an object that is at the output")
    private boolean overwrite;

    public DecompressCommand(CommandContext context) {
        this.context = context;
        this.run = new CompressorRun(context);
    }

    @Override
    public Integer call() throws IOException {
        boolean toS3 = output != null && S3Uri.isS3(output);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("operation", "decompress");
        fields.put("source_s3_url", source);
        fields.put("file_to_extract", file);
        fields.put("output_s3_url", toS3 ? output : null);
        fields.put("overwrite", overwrite);
        CompressorEvent event = CompressorRun.parse(fields, spec);
        if (toS3 || (output == null && context.json().getAsBoolean())) {
            return run.run(event, null);
        }
        if (event instanceof Decompress entry) {
            extract(entry);
        }
        return 0;
    }

    private void extract(Decompress entry) throws IOException {
        try (ObjectStore store = run.store();
                InputStream content = EntryExtractor.open(store, entry.source(), entry.entry())) {
            if (output == null) {
                OutputStream out = context.streams().out();
                content.transferTo(out);
                out.flush();
                return;
            }
            Path target = Path.of(output).toAbsolutePath();
            Path temporary = Files.createTempFile(target.getParent(), ".", ".part");
            try {
                Files.copy(content, temporary, StandardCopyOption.REPLACE_EXISTING);
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }
}
