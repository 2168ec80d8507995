package dev.s3logkit.objectlambda.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.objectlambda.DoorSetup;
import dev.s3logkit.objectlambda.bucket.S3Answer;
import dev.s3logkit.objectlambda.bucket.VirtualBucket;
import dev.s3logkit.objectlambda.event.EventFields;
import dev.s3logkit.objectlambda.functionurl.FrontDoor;
import dev.s3logkit.objectlambda.functionurl.UrlRequest;
import dev.s3logkit.objectlambda.runtime.RuntimeApi.Invocation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Runs the front door with streamed answers in the place of Lambda's own Java runtime:
/// `AWS_LAMBDA_EXEC_WRAPPER` names the script `stream-answers`, which starts this class. The
/// function URL has to be one of `InvokeMode: RESPONSE_STREAM`.
///
/// An answer begins with a prelude, status and headers as JSON and eight NUL bytes, and the body
/// follows while it is read. When that breaks off the trailer says so, and the client gets less
/// than it was promised.
public final class StreamingRuntime {

    private final RuntimeApi api;
    private final FrontDoor door;
    private final ObjectStore store;
    private final RunLog log;

    StreamingRuntime(RuntimeApi api, FrontDoor door, ObjectStore store, RunLog log) {
        this.api = api;
        this.door = door;
        this.store = store;
        this.log = log;
    }

    /// Answers events until the process is ended.
    ///
    /// @throws IOException when the Runtime API cannot be reached
    public static void main(String[] arguments) throws IOException {
        Map<String, String> environment = System.getenv();
        RuntimeApi api =
                new RuntimeApi(environment.getOrDefault("AWS_LAMBDA_RUNTIME_API", "127.0.0.1"));
        StreamingRuntime runtime;
        try {
            RunLog log = RunLog.of("archives", environment);
            ObjectStore store = S3ObjectStore.create(environment);
            VirtualBucket bucket = DoorSetup.bucket(environment, store, log::failure);
            FrontDoor door = DoorSetup.door(bucket, environment, store, log::failure);
            runtime = new StreamingRuntime(api, door, store, log);
        } catch (RuntimeException e) {
            api.failInit(e);
            throw e;
        }
        while (true) {
            runtime.answerNext();
        }
    }

    /// Waits for an event and answers it.
    void answerNext() throws IOException {
        Invocation invocation = api.next();
        var before = store.requests();
        UrlRequest request;
        try {
            request = UrlRequest.of(EventFields.read(new ByteArrayInputStream(invocation.event())));
        } catch (RuntimeException e) {
            log.failure(invocation.requestId(), e);
            api.fail(invocation.requestId(), e);
            return;
        }
        S3Answer answer = door.answer(request, FrontDoor.MAX_STREAMED);
        boolean broken = false;
        try {
            api.respond(
                    invocation.requestId(),
                    prelude(request, answer),
                    out -> answer.body().writeTo(out));
        } catch (IOException e) {
            log.failure(request.rawPath(), e);
            broken = true;
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("bytes", answer.body().length());
        counts.put("answers", 1L);
        counts.put("redirected", answer.status() == 307 ? 1L : 0L);
        counts.put("refused", answer.status() / 100 == 4 ? 1L : 0L);
        counts.put("failed", broken || answer.status() / 100 == 5 ? 1L : 0L);
        log.run(invocation.requestId(), counts, store.requests().since(before));
    }

    private static byte[] prelude(UrlRequest request, S3Answer answer) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        if (!request.method().equals("HEAD")) {
            headers.remove("content-length");
        }
        Map<String, Object> prelude = new LinkedHashMap<>();
        prelude.put("statusCode", answer.status());
        prelude.put("headers", headers);
        return JSON.std.asString(prelude).getBytes(UTF_8);
    }
}
