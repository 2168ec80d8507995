package dev.s3logkit.local.orchestrate;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.orchestrator.OrchestrationReport;
import dev.s3logkit.orchestrator.Orchestrator;
import dev.s3logkit.orchestrator.OrchestratorConfig;
import dev.s3logkit.orchestrator.OrchestratorResult;
import dev.s3logkit.orchestrator.plan.PlanLimits;
import dev.s3logkit.orchestrator.scan.Inventory;
import dev.s3logkit.orchestrator.scan.InventoryFinder;
import dev.s3logkit.orchestrator.scan.Selection;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// Tells what a run would do with an inventory on the disk, and prints what runs come to.
final class FileDryRun {

    private static final RequestCounts NO_REQUESTS = new RequestCounts(0, 0, 0, 0, 0, 0, 0);

    private final CommandContext context;

    FileDryRun(CommandContext context) {
        this.context = context;
    }

    void run(Path path, Selection selection, PlanLimits limits) throws IOException {
        OrchestratorConfig config = OrchestratorConfig.of(context.environment().get());
        Inventory inventory = InventoryFinder.inFiles(path);
        ReadProgress progress = new ReadProgress(context.streams().err());
        print(
                Orchestrator.dryRun(config, inventory, selection, limits, progress)
                        .withRequests(NO_REQUESTS));
    }

    void print(OrchestrationReport report) throws IOException {
        PrintStream out = new PrintStream(context.streams().out(), true, StandardCharsets.UTF_8);
        Map<String, Object> fields = OrchestratorResult.of(report);
        if (context.json().getAsBoolean()) {
            out.println(JSON.std.asString(fields));
        } else {
            ResultText.print(fields, out);
        }
    }
}
