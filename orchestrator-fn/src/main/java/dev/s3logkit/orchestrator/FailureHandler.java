package dev.s3logkit.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.orchestrator.plan.PlanNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The failure destination of the compressor: marks the manifest as failed, so that the next run of
/// the orchestrator starts it again and says so. Lambda passes the record of an asynchronous
/// invocation that failed for good.
public final class FailureHandler implements RequestHandler<Map<String, Object>, Void> {

    private static final int MAX_MESSAGE = 4_000;

    private final ObjectStore store;
    private final RunLog log;

    public FailureHandler() {
        this(System.getenv());
    }

    public FailureHandler(Map<String, String> environment) {
        this(S3ObjectStore.create(environment), RunLog.of("compression-failure", environment));
    }

    FailureHandler(ObjectStore store, RunLog log) {
        this.store = store;
        this.log = log;
    }

    @Override
    public @Nullable Void handleRequest(Map<String, Object> input, @Nullable Context context) {
        String manifest = text(input, "requestPayload", "input_s3_manifest_url");
        if (manifest == null) {
            // A deletion or a verification: no run of the orchestrator waits for it.
            log.notice("an invocation without a manifest failed: " + message(input));
            return null;
        }
        Map<String, Object> mark = new LinkedHashMap<>();
        mark.put("manifest", manifest);
        mark.put("condition", text(input, "requestContext", "condition"));
        mark.put("error", text(input, "responsePayload", "errorType"));
        mark.put("message", message(input));
        S3Uri uri = PlanNames.failedOf(S3Uri.parse(manifest));
        CreateOptions options =
                new CreateOptions(
                        "application/json",
                        ObjectInfo.STANDARD,
                        Map.of(),
                        CreateOptions.MIN_PART_SIZE,
                        false);
        try (ObjectWriter writer = store.create(uri, options)) {
            writer.write((JSON.std.asString(mark) + "\n").getBytes(UTF_8));
            writer.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return null;
    }

    private static String message(Map<String, Object> input) {
        String message = text(input, "responsePayload", "errorMessage");
        String known = message == null ? "no message" : message;
        return known.substring(0, Math.min(known.length(), MAX_MESSAGE));
    }

    private static @Nullable String text(Map<String, Object> input, String part, String name) {
        return input.get(part) instanceof Map<?, ?> fields
                        && fields.get(name) instanceof String text
                ? text
                : null;
    }
}
