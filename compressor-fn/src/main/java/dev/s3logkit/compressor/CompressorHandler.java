package dev.s3logkit.compressor;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.config.Environment;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.compressor.archive.Watcher;
import dev.s3logkit.compressor.event.CompressorEvent;
import dev.s3logkit.compressor.event.CompressorEvent.Delete;
import dev.s3logkit.compressor.event.CompressorEvent.Parsed;
import dev.s3logkit.compressor.failure.InvalidEventException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes archives, reads single entries back, proves archives and deletes their sources: the event
/// is that of [CompressorEvent], the answer that of docs/configuration.md. What fails is thrown
/// under the name of its class, so that callers, destinations and state machines can tell.
///
/// A deletion is an asynchronous invocation of its own, and goes on in further ones when time runs
/// out.
public final class CompressorHandler implements RequestStreamHandler {

    /// Kept back for starting the next invocation.
    private static final int RESERVE_MILLIS = 30_000;

    private final Compressor compressor;
    private final Continuation continuation;
    private final RunLog log;

    public CompressorHandler() {
        this(System.getenv());
    }

    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public CompressorHandler(Map<String, String> environment) {
        this(
                S3ObjectStore.create(environment, CompressorEvent.MAX_WORKERS),
                Environment.of(environment).text("KMS_KEY_ID"),
                new LambdaContinuation(environment),
                RunLog.of("compressor", environment));
    }

    CompressorHandler(
            ObjectStore store, @Nullable String kmsKeyId, Continuation continuation, RunLog log) {
        this.compressor = new Compressor(store, kmsKeyId, Watcher.NONE);
        this.continuation = continuation;
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Parsed parsed = CompressorEvent.parse(read(input));
        parsed.unknownFields()
                .forEach(name -> log.notice("\"%s\" is no field of this event".formatted(name)));
        RunResult result =
                compressor.run(
                        parsed.event(), () -> context.getRemainingTimeInMillis() > RESERVE_MILLIS);
        if (result.next().isPresent()) {
            Delete next = result.next().get();
            continuation.start(context.getInvokedFunctionArn(), next.toMap());
            result.answer().put("deletion", "started");
        }
        log.run(context.getAwsRequestId(), result.counts(), result.requests());
        output.write(JSON.std.asString(result.answer()).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<?, ?> read(InputStream input) throws IOException {
        try {
            if (JSON.std.anyFrom(input) instanceof Map<?, ?> fields) {
                return fields;
            }
            throw new InvalidEventException("the event is no JSON object");
        } catch (JacksonException e) {
            throw new InvalidEventException("the event is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
