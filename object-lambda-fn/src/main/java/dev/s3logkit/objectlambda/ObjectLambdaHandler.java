package dev.s3logkit.objectlambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.objectlambda.accesspoint.AccessPoint;
import dev.s3logkit.objectlambda.accesspoint.AccessPointEvent;
import dev.s3logkit.objectlambda.accesspoint.AccessPointEvent.Operation;
import dev.s3logkit.objectlambda.accesspoint.HttpPassage;
import dev.s3logkit.objectlambda.accesspoint.ObjectResponse;
import dev.s3logkit.objectlambda.accesspoint.ResponseWriter;
import dev.s3logkit.objectlambda.accesspoint.SdkResponseWriter;
import dev.s3logkit.objectlambda.bucket.VirtualBucket;
import dev.s3logkit.objectlambda.event.EventFields;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Serves what is in archives to clients of S3, behind an S3 Object Lambda access point whose
/// supporting access point has the objects beside the archives.
///
/// Whatever goes wrong with a request is answered as S3 would. What is thrown is wrong with the
/// function, or is an answer that broke off while it was sent.
public final class ObjectLambdaHandler implements RequestStreamHandler {

    private final ObjectStore store;
    private final AccessPoint accessPoint;
    private final ResponseWriter writer;
    private final RunLog log;

    @SuppressWarnings("UnusedVariable") // What it is registered with holds it weakly.
    private final Priming priming;

    public ObjectLambdaHandler() {
        this(System.getenv());
    }

    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public ObjectLambdaHandler(Map<String, String> environment) {
        this.store = S3ObjectStore.create(environment);
        this.log = RunLog.of("archives-access-point", environment);
        VirtualBucket bucket = DoorSetup.bucket(environment, store, log::failure);
        this.accessPoint = new AccessPoint(bucket, new HttpPassage(), log::failure);
        this.writer = SdkResponseWriter.create(environment);
        this.priming = Priming.register(bucket);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        RequestCounts before = store.requests();
        AccessPointEvent event = AccessPointEvent.of(EventFields.read(input));
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("answers", 1L);
        Map<String, Object> result =
                switch (event.operation()) {
                    case Operation.GetObject get -> {
                        ObjectResponse response = accessPoint.get(event);
                        counts.put("bytes", response.body().length());
                        writer.write(get, response);
                        yield Map.of("statusCode", response.status());
                    }
                    case Operation.HeadObject _ -> accessPoint.head(event);
                    case Operation.ListObjects _, Operation.ListObjectsV2 _ ->
                            accessPoint.list(event);
                };
        counts.put("failed", result.containsKey("errorCode") ? 1L : 0L);
        log.run(context.getAwsRequestId(), counts, store.requests().since(before));
        output.write(JSON.std.asString(result).getBytes(StandardCharsets.UTF_8));
    }
}
