package dev.s3logkit.local.demo;

import dev.s3logkit.local.stack.LocalAws;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A bucket that flows put objects into and find results in.
final class DemoBucket {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int UPLOADS = 16;

    private final LocalAws aws;
    private final String name;
    private final DemoOutput output;

    DemoBucket(LocalAws aws, String name, DemoOutput output) {
        this.aws = aws;
        this.name = name;
        this.output = output;
    }

    void put(Map<String, byte[]> objects) {
        try (ExecutorService threads = Executors.newFixedThreadPool(UPLOADS)) {
            objects.forEach((key, content) -> threads.execute(() -> put(key, content)));
        }
    }

    void put(String key, byte[] content) {
        aws.s3().putObject(r -> r.bucket(name).key(key), RequestBody.fromBytes(content));
    }

    List<S3Object> objects(String prefix) {
        return aws
                .s3()
                .listObjectsV2Paginator(r -> r.bucket(name).prefix(prefix))
                .contents()
                .stream()
                .toList();
    }

    /// Waits until no function is at work.
    void idle() throws IOException, InterruptedException {
        if (!aws.awaitIdle(PATIENCE)) {
            throw new IOException(
                    "the functions are still at work after %d s; %s holds what they logged"
                            .formatted(PATIENCE.toSeconds(), output.functionLog()));
        }
    }

    /// A number in a function's answer; 0 when it is not there.
    static long number(Map<?, ?> json, String... path) {
        Object value = json;
        for (String name : path) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value instanceof Number number ? number.longValue() : 0;
    }
}
