package dev.s3logkit.objectlambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.objectlambda.bucket.VirtualBucket;
import dev.s3logkit.objectlambda.event.EventFields;
import dev.s3logkit.objectlambda.functionurl.FrontDoor;
import dev.s3logkit.objectlambda.functionurl.UrlRequest;
import dev.s3logkit.objectlambda.functionurl.UrlResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// Serves what is in archives to clients of S3 and to browsers, behind a function URL. The URL may
/// have `AuthType: AWS_IAM`; requests to one of `AuthType: NONE` are let in when they are signed as
/// for S3 by a key of the secret `S3_ACCESS_KEYS_SECRET`, and refused when there is no secret.
///
/// Whatever goes wrong with a request is answered as S3 would. What is thrown is wrong with the
/// function: a variable, or an event that is none of a function URL.
public final class FunctionUrlHandler implements RequestStreamHandler {

    private final ObjectStore store;
    private final FrontDoor door;
    private final RunLog log;

    @SuppressWarnings("UnusedVariable") // What it is registered with holds it weakly.
    private final Priming priming;

    public FunctionUrlHandler() {
        this(System.getenv());
    }

    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public FunctionUrlHandler(Map<String, String> environment) {
        this.store = S3ObjectStore.create(environment);
        this.log = RunLog.of("archives", environment);
        VirtualBucket bucket = DoorSetup.bucket(environment, store, log::failure);
        this.door = DoorSetup.door(bucket, environment, store, log::failure);
        this.priming = Priming.register(bucket);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        RequestCounts before = store.requests();
        UrlResponse response = door.answer(UrlRequest.of(EventFields.read(input)));
        response.writeTo(output);
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("bytes", (long) response.body().length);
        counts.put("answers", 1L);
        counts.put("redirected", response.status() == 307 ? 1L : 0L);
        counts.put("refused", response.status() / 100 == 4 ? 1L : 0L);
        counts.put("failed", response.status() / 100 == 5 ? 1L : 0L);
        log.run(context.getAwsRequestId(), counts, store.requests().since(before));
    }
}
