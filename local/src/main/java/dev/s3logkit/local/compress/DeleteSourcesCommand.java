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

/// `delete-sources`: deletes what an archive was made from.
@Command(
        name = "delete-sources",
        description = {
            "Proves an archive, as `verify` does, and then deletes the objects that it was made from: each"
                    + " by its key, if it still has the ETag that was archived. Objects that were"
                    + " changed since stay. May be repeated.",
            ""
        },
        footer = {"", "Example:", "  s3logkit delete-sources s3://zips/day.zip"},
        mixinStandardHelpOptions = true)
public final class DeleteSourcesCommand implements Callable<Integer> {

    private final CompressorRun run;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "the archive")
    private @Nullable String source;

    public DeleteSourcesCommand(CommandContext context) {
        this.run = new CompressorRun(context);
    }

    @Override
    public Integer call() throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("operation", "delete");
        fields.put("source_s3_url", source);
        return run.run(CompressorRun.parse(fields, spec), null);
    }
}
