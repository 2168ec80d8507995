package dev.s3logkit.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.lambda.FunctionException;
import dev.s3logkit.local.stack.LocalAws;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// The compressor flow: a manifest of two thousand objects becomes one archive, the function proves
/// it and deletes the objects in an invocation of its own, and one of them comes back by ranges.
public final class CompressorFlow {

    private static final int OBJECTS = 2_000;
    private static final String FUNCTION = "CompressorFunction";
    private static final String SOURCES = "AWSLogs/000000000000/CloudTrail/us-east-1/2026/02/05/";
    private static final String MANIFEST =
            "manifests/2026-02-05/000000000000-us-east-1-manifest.txt";
    private static final String ARCHIVE = "compressed-logs/2026-02-05/000000000000-us-east-1.zip";

    private final LocalAws aws;
    private final DemoOutput output;
    private final String bucket;
    private final DemoBucket archives;

    /// The flow on services that run, told to `output`.
    public CompressorFlow(LocalAws aws, DemoOutput output) {
        this.aws = aws;
        this.output = output;
        this.bucket = aws.bucketName("ArchiveBucket");
        this.archives = new DemoBucket(aws, bucket, output);
    }

    /// Runs the flow; whether the archive holds every object and nothing else is left.
    public boolean run() throws IOException, InterruptedException, FunctionException {
        Map<String, byte[]> sources = sources();
        output.step("putting %,d objects and their manifest to s3://%s".formatted(OBJECTS, bucket));
        archives.put(sources);
        archives.put(MANIFEST, manifest(sources.keySet()).getBytes(UTF_8));
        long bytes = sources.values().stream().mapToLong(content -> content.length).sum();

        output.step("making one archive of them; the function deletes them when it is proven");
        String event =
                """
                {"operation": "compress", "input_s3_manifest_url": "s3://%s/%s", \
                "output_s3_url": "s3://%s/%s", "delete_source_files": true}"""
                        .formatted(bucket, MANIFEST, bucket, ARCHIVE);
        Map<String, Object> made = JSON.std.mapFrom(aws.invoke(FUNCTION, event));
        archives.idle();
        long left = archives.objects(SOURCES).size();

        output.step("asking for the same archive again, and for one of its files");
        Map<String, Object> again = JSON.std.mapFrom(aws.invoke(FUNCTION, event));
        archives.idle();
        String name = sources.keySet().stream().skip(OBJECTS / 2).findFirst().orElseThrow();
        Map<String, Object> file =
                JSON.std.mapFrom(
                        aws.invoke(
                                FUNCTION,
                                """
                                {"operation": "decompress", "source_s3_url": "s3://%s/%s", \
                                "file_to_extract": "%s/%s"}"""
                                        .formatted(bucket, ARCHIVE, bucket, name)));
        byte[] content =
                Base64.getDecoder().decode(String.valueOf(file.get("file_content_base64")));
        long archived = archives.objects(ARCHIVE).getFirst().size();

        output.line("");
        output.fact(
                "objects archived", DemoBucket.number(made, "metrics", "data", "files_processed"));
        output.fact("bytes of them", bytes);
        output.fact("bytes of the archive", archived);
        output.fact("requests that read them", DemoBucket.number(made, "requests", "get"));
        output.fact("requests that found them", DemoBucket.number(made, "requests", "list"));
        output.fact("objects left after the deletion", left);
        output.fact("requests that took one file out", DemoBucket.number(file, "requests", "get"));
        return left == 0
                && DemoBucket.number(made, "metrics", "data", "files_processed") == OBJECTS
                && Boolean.TRUE.equals(again.get("existed"))
                && Arrays.equals(content, sources.get(name));
    }

    /// Small JSON documents, as CloudTrail writes them.
    private static Map<String, byte[]> sources() {
        Random random = new Random(6);
        Map<String, byte[]> sources = new TreeMap<>();
        for (int i = 0; i < OBJECTS; i++) {
            StringBuilder json = new StringBuilder("{\"Records\":[");
            int records = 1 + random.nextInt(8);
            for (int r = 0; r < records; r++) {
                json.append(r == 0 ? "" : ",")
                        .append(
                                """
                                {"eventVersion":"1.11","eventSource":"s3.amazonaws.com",\
                                "eventName":"GetObject","requestID":"%016X","sourceIPAddress":"10.0.%d.%d",\
                                "awsRegion":"us-east-1","readOnly":true}"""
                                        .formatted(
                                                random.nextLong(),
                                                random.nextInt(256),
                                                random.nextInt(256)));
            }
            String key =
                    "%s000000000000_CloudTrail_us-east-1_20260205T%02d%02dZ_%04d.json"
                            .formatted(SOURCES, i / 84, i % 60, i);
            sources.put(key, json.append("]}").toString().getBytes(UTF_8));
        }
        return sources;
    }

    private String manifest(Iterable<String> keys) {
        StringBuilder lines = new StringBuilder();
        keys.forEach(
                key -> lines.append("s3://").append(bucket).append('/').append(key).append('\n'));
        return lines.toString();
    }
}
