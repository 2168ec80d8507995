package dev.s3logkit.orchestrator;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.orchestrator.OrchestrationRequest.Cursor;
import dev.s3logkit.orchestrator.OrchestrationRequest.Mode;
import dev.s3logkit.orchestrator.dispatch.ArchiveCheck;
import dev.s3logkit.orchestrator.dispatch.Compressor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Plans the archives of one day from an inventory, and starts a compressor for each:
///
/// ```json
/// {"inventory_s3_url": "s3://inventories/logs/daily/2024-12-26T01-00Z/manifest.json",
///  "output_manifest_s3_prefix": "s3://archives/manifests/", "date_to_process": "2024-12-25"}
/// ```
///
/// Called again, it does what is left. When time runs out before every compressor is started, it
/// invokes itself to go on.
public final class OrchestratorHandler
        implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    private final OrchestratorConfig config;
    private final ObjectStore store;
    private final ArchiveCheck archives;
    private final Function<String, Compressor> functions;
    private final RunLog log;
    private final Clock clock;

    public OrchestratorHandler() {
        this(System.getenv());
    }

    /// @throws ConfigException when a variable is wrong
    public OrchestratorHandler(Map<String, String> environment) {
        this(environment, S3ObjectStore.create(environment));
    }

    private OrchestratorHandler(Map<String, String> environment, ObjectStore store) {
        this(
                environment,
                store,
                new ProofCheck(store),
                arn -> LambdaCompressor.create(environment, arn),
                RunLog.of("orchestrator", environment),
                Clock.systemUTC());
    }

    /// @param functions gives what starts the function of an ARN
    OrchestratorHandler(
            Map<String, String> environment,
            ObjectStore store,
            ArchiveCheck archives,
            Function<String, Compressor> functions,
            RunLog log,
            Clock clock) {
        this.config = OrchestratorConfig.of(environment);
        this.store = store;
        this.archives = archives;
        this.functions = functions;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Map<String, Object> handleRequest(
            @Nullable Map<String, Object> input, @Nullable Context context) {
        Map<String, Object> event = input == null ? Map.of() : input;
        OrchestrationRequest request = OrchestratorEvent.request(event);
        RunWatch watch = context == null ? () -> Long.MAX_VALUE : context::getRemainingTimeInMillis;
        try {
            OrchestrationReport report =
                    new Orchestrator(config, store, archives, compressor(request), clock)
                            .run(request, watch);
            log.run(
                    context == null ? "" : context.getAwsRequestId(),
                    OrchestratorResult.logged(report),
                    report.requests());
            if (report.next().isPresent() && context != null) {
                goOn(event, report.next().get(), context.getInvokedFunctionArn());
            }
            return OrchestratorResult.of(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Compressor compressor(OrchestrationRequest request) {
        if (request.mode() != Mode.START) {
            return _ -> {
                throw new IllegalStateException("nothing is to be started");
            };
        }
        String arn = config.compressorArn();
        if (arn == null) {
            throw new ConfigException(
                    "COMPRESSOR_FUNCTION_ARN", "", "the ARN of the compressor, to start it");
        }
        return functions.apply(arn);
    }

    /// The same again, from where this run stopped.
    private void goOn(Map<String, Object> event, Cursor cursor, String self) throws IOException {
        Map<String, Object> next = new HashMap<>(event);
        next.put("cursor", Map.of("plan", cursor.plan(), "part", cursor.part()));
        functions.apply(self).start(JSON.std.asString(next));
    }
}
