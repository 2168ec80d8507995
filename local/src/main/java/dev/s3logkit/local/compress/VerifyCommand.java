package dev.s3logkit.local.compress;

import dev.s3logkit.local.aggregate.CommandContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `verify`: proves an archive.
@Command(
        name = "verify",
        description = {
            "Reads every entry of an archive back from S3 and holds it against what the archive says of"
                    + " its sources: name, size and checksum.",
            ""
        },
        footer = {"", "Example:", "  s3logkit verify s3://zips/day.zip"},
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {

    private final CompressorRun run;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "the archive")
    private @Nullable String source;

    public VerifyCommand(CommandContext context) {
        this.run = new CompressorRun(context);
    }

    @Override
    public Integer call() throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("operation", "verify");
        fields.put("source_s3_url", source);
        return run.run(CompressorRun.parse(fields, spec), null);
    }
}
