package dev.s3logkit.local.compress;

import dev.s3logkit.compressor.event.CompressorEvent;
import dev.s3logkit.local.aggregate.CommandContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `compress`: makes one archive of the objects that a manifest lists.
@Command(
        name = "compress",
        description = {
            "Makes one zip of the objects that a manifest lists, one s3:// URL on a line: an object, or"
                    + " a prefix or bucket that ends in a slash. The archive says what it was made"
                    + " from; run again, the command finds it and does nothing.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit compress --manifest s3://lists/day.txt --output s3://zips/day.zip",
            "  s3logkit compress --manifest s3://lists/day.txt --output s3://zips/day.zip"
                    + " --delete-source-files"
        },
        mixinStandardHelpOptions = true)
public final class CompressCommand implements Callable<Integer> {

    private final CompressorRun run;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--manifest",
            required = true,
            paramLabel = "URL",
            description = "the object that lists what to archive")
    private @Nullable String manifest;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "URL",
            description = "where the archive goes; what is there stays unless it is this archive")
    private @Nullable String output;

    @Option(
            names = "--max-workers",
            paramLabel = "N",
            description = "downloads at once, 1 to 512 (default: 256)")
    private @Nullable Integer maxWorkers;

    @Option(
            names = "--no-s3-name",
            description = "names entries by their keys alone, without the bucket")
    private boolean noS3Name;

    @Option(
            names = "--compression",
            paramLabel = "zstd|deflate|store",
            description = "of the entries; every unzip reads deflate (default: zstd)")
    private @Nullable String compression;

    @Option(
            names = "--level",
            paramLabel = "N",
            description = "of the compression: zstd 1 to 19 (3), deflate 1 to 12 (6)")
    private @Nullable Integer level;

    @Option(names = "--ignore-missing", description = "leaves out objects that are not there")
    private boolean ignoreMissing;

    @Option(names = "--overwrite", description = "replaces whatever is at the output")
    private boolean overwrite;

    @Option(
            names = "--kms-key-id",
            paramLabel = "KEY",
            description = "encrypts the archive with this KMS key (default: KMS_KEY_ID)")
    private @Nullable String kmsKeyId;

    @Option(
            names = "--delete-source-files",
            description = "deletes the objects once the archive is proven, entry by entry")
    private boolean deleteSourceFiles;

    public CompressCommand(CommandContext context) {
        this.run = new CompressorRun(context);
    }

    @Override
    public Integer call() throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("operation", "compress");
        fields.put("input_s3_manifest_url", manifest);
        fields.put("output_s3_url", output);
        fields.put("max_workers", maxWorkers);
        fields.put("include_s3_name", !noS3Name);
        fields.put("compression", compression);
        fields.put("level", level);
        fields.put("fail_on_missing", !ignoreMissing);
        fields.put("overwrite", overwrite);
        fields.put("delete_source_files", deleteSourceFiles);
        CompressorEvent event = CompressorRun.parse(fields, spec);
        return run.run(event, kmsKeyId);
    }
}
