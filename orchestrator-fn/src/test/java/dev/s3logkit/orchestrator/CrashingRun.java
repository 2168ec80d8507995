package dev.s3logkit.orchestrator;

import dev.s3logkit.orchestrator.OrchestrationRequest.Mode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;

/// One run of the orchestrator in a process of its own, over a folder: `root scratch starts`.
final class CrashingRun {

    private CrashingRun() {}

    public static void main(String[] arguments) throws Exception {
        Path starts = Path.of(arguments[2]);
        OrchestrationReport report =
                new Orchestrator(
                                Setup.config(Path.of(arguments[1]), 2),
                                new FolderStore(Path.of(arguments[0])),
                                Setup.NOTHING_DONE,
                                event ->
                                        Files.writeString(
                                                starts,
                                                event + "\n",
                                                StandardCharsets.UTF_8,
                                                StandardOpenOption.CREATE,
                                                StandardOpenOption.APPEND),
                                Clock.systemUTC())
                        .run(Setup.request(Setup.INVENTORY, Mode.START), () -> Long.MAX_VALUE);
        Files.writeString(starts.resolveSibling("done"), report.status().name());
    }
}
