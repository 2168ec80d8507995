package dev.s3logkit.local.orchestrate;

import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.orchestrator.LambdaCompressor;
import dev.s3logkit.orchestrator.OrchestrationRequest;
import dev.s3logkit.orchestrator.OrchestrationRequest.Cursor;
import dev.s3logkit.orchestrator.OrchestrationRequest.Mode;
import dev.s3logkit.orchestrator.Orchestrator;
import dev.s3logkit.orchestrator.OrchestratorConfig;
import dev.s3logkit.orchestrator.ProofCheck;
import dev.s3logkit.orchestrator.dispatch.Compressor;
import dev.s3logkit.orchestrator.plan.PlanLimits;
import dev.s3logkit.orchestrator.scan.Selection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `orchestrate`: from an S3 Inventory to a compressor run for each account and region.
@Command(
        name = "orchestrate",
        description = {
            "Plans the archives of one day from an S3 Inventory, one for each account and region, and"
                    + " starts a compressor for each. Run again, it does what is left.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit orchestrate --inventory inventory.csv.gz --date 2024-12-25 --dry-run",
            "  s3logkit orchestrate --inventory s3://inventories/logs/daily/2024-12-26T01-00Z/manifest.json"
                    + " --manifests s3://archives/manifests/ --date 2024-12-25 --compressor none"
        },
        mixinStandardHelpOptions = true)
public final class OrchestrateCommand implements Callable<Integer> {

    private final CommandContext context;

    /// Reads the day.
    static final class Day implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String value) {
            try {
                return LocalDate.parse(value);
            } catch (DateTimeParseException _) {
                throw new TypeConversionException(
                        "'%s' is no day such as 2024-12-25".formatted(value));
            }
        }
    }

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--inventory",
            required = true,
            paramLabel = "URL",
            description =
                    "the inventory's manifest.json, or one CSV file; a path with --dry-run, too")
    private String inventory = "";

    @Option(
            names = "--manifests",
            paramLabel = "URL",
            description = "where plan and manifests go: s3://bucket/prefix/")
    private @Nullable String manifests;

    @Option(
            names = "--date",
            required = true,
            paramLabel = "D",
            converter = Day.class,
            description = "the day, such as 2024-12-25")
    private LocalDate date = LocalDate.EPOCH;

    @Option(
            names = "--date-field",
            paramLabel = "last_modified|log_date",
            description = "what the day of an object is taken from; log_date is the one in its key")
    private Selection.DateField dateField = Selection.DateField.LAST_MODIFIED;

    @Option(
            names = "--max-objects",
            paramLabel = "N",
            description = "most objects of a manifest (default: 100000)")
    private long maxObjects = PlanLimits.DEFAULT.objects();

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            description = "most bytes of its objects (default: 53687091200, which is 50 GiB)")
    private long maxBytes = PlanLimits.DEFAULT.bytes();

    /// What is done with the manifests.
    enum CompressorChoice {
        LAMBDA,
        NONE
    }

    @Option(
            names = "--compressor",
            paramLabel = "lambda|none",
            description =
                    "whether compressors are started (default: lambda, the function of"
                            + " COMPRESSOR_FUNCTION_ARN)")
    private CompressorChoice compressor = CompressorChoice.LAMBDA;

    @Option(names = "--supplement", description = "plans what earlier plans of the day do not have")
    private boolean supplement;

    @Option(
            names = "--delete-source-files",
            description = "lets compressors delete what is proven to be in their archives")
    private boolean deleteSourceFiles;

    @Option(
            names = "--dry-run",
            description = "tells groups, objects, bytes, cost and duration, and writes nothing")
    private boolean dryRun;

    public OrchestrateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Selection selection = new Selection(date, dateField);
        PlanLimits limits;
        S3Uri target = null;
        try {
            limits = new PlanLimits(maxObjects, maxBytes);
            if (!dryRun && manifests == null) {
                throw new IllegalArgumentException("Say where manifests go: --manifests");
            }
            target = manifests == null ? null : S3Uri.parse(manifests);
            if (!dryRun && !S3Uri.isS3(inventory)) {
                throw new IllegalArgumentException(
                        "'%s' is not an S3 URL: a file can only be read with --dry-run"
                                .formatted(inventory));
            }
        } catch (IllegalArgumentException e) {
            throw spec == null ? e : new ParameterException(spec.commandLine(), e.getMessage());
        }
        FileDryRun output = new FileDryRun(context);
        if (!S3Uri.isS3(inventory)) {
            output.run(Path.of(inventory), selection, limits);
            return 0;
        }
        Map<String, String> variables = context.environment().get();
        OrchestratorConfig config = OrchestratorConfig.of(variables);
        ReadProgress progress = new ReadProgress(context.streams().err());
        S3Uri source = S3Uri.parse(inventory);
        try (ObjectStore store = S3ObjectStore.create(variables)) {
            OrchestrationRequest request =
                    new OrchestrationRequest(
                            source,
                            target == null ? source : target,
                            selection,
                            limits,
                            mode(),
                            supplement,
                            deleteSourceFiles,
                            Cursor.START);
            output.print(
                    new Orchestrator(
                                    config,
                                    store,
                                    new ProofCheck(store),
                                    compressor(variables, config),
                                    Clock.systemUTC())
                            .run(request, progress));
        }
        return 0;
    }

    private Mode mode() {
        return dryRun ? Mode.DRY_RUN : compressor == CompressorChoice.NONE ? Mode.PLAN : Mode.START;
    }

    private Compressor compressor(Map<String, String> variables, OrchestratorConfig config) {
        String arn = config.compressorArn();
        if (mode() != Mode.START) {
            return _ -> {
                throw new IllegalStateException("nothing is to be started");
            };
        }
        if (arn == null) {
            throw new ConfigException(
                    "COMPRESSOR_FUNCTION_ARN",
                    "",
                    "the ARN of the compressor; --compressor none starts none");
        }
        return LambdaCompressor.create(variables, arn);
    }
}
