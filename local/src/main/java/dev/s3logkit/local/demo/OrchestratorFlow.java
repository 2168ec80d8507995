package dev.s3logkit.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.lambda.FunctionException;
import dev.s3logkit.local.stack.LocalAws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/// The orchestrator flow: an S3 Inventory becomes manifests for each account and region, a
/// compressor makes an archive of each, a second run finds that nothing is left, and one file comes
/// back.
public final class OrchestratorFlow {

    private static final String ORCHESTRATOR = "OrchestratorFunction";
    private static final String COMPRESSOR = "CompressorFunction";
    private static final String DAY = "2026-02-06";
    private static final String ARCHIVES = "compressed-logs/" + DAY + "/";
    private static final String INVENTORY = "inventory/2026-02-07T01-00Z/manifest.json";
    private static final List<String> ACCOUNTS = List.of("111111111111", "222222222222");
    private static final List<String> REGIONS = List.of("eu-central-1", "us-east-1");
    private static final int OBJECTS_OF_EACH = 150;

    /// A key that an inventory has to encode.
    private static final String ODD =
            "AWSLogs/111111111111/Config/us-east-1/2026/2/6/ConfigHistory/AWS::S3 + 100%_ü.json";

    private final LocalAws aws;
    private final DemoOutput output;
    private final String name;
    private final DemoBucket bucket;

    /// The flow on services that run, told to `output`.
    public OrchestratorFlow(LocalAws aws, DemoOutput output) {
        this.aws = aws;
        this.output = output;
        this.name = aws.bucketName("ArchiveBucket");
        this.bucket = new DemoBucket(aws, name, output);
    }

    /// Runs the flow; whether every object of the day is in its archive, and all else in none.
    public boolean run() throws IOException, InterruptedException, FunctionException {
        Map<String, byte[]> sources = sources();
        output.step("putting %,d objects and an inventory of them".formatted(sources.size()));
        bucket.put(sources);
        inventory(sources);

        output.step("asking what archiving a day of them would take");
        Map<String, Object> told = orchestrate(true);

        output.step("making manifests of the inventory, and an archive of each");
        Map<String, Object> started = orchestrate(false);
        bucket.idle();

        output.step("running it again, and asking for one of the files");
        Map<String, Object> again = orchestrate(false);
        byte[] content = extracted(ODD);
        long archives = bucket.objects(ARCHIVES).size();

        output.line("");
        output.fact("rows of the inventory", DemoBucket.number(started, "rows_read"));
        output.fact("accounts and regions", DemoBucket.number(started, "groups"));
        output.fact("objects of the day", DemoBucket.number(started, "objects"));
        output.fact("rows of other days", DemoBucket.number(started, "rows_other_date"));
        output.fact("old versions", DemoBucket.number(started, "rows_old_version"));
        output.fact("folder markers, in no manifest", DemoBucket.number(started, "rows_folder"));
        output.fact(
                "keys without account or region, reported",
                DemoBucket.number(started, "rows_unknown"));
        output.fact("archives", archives);
        output.fact("left for the second run", DemoBucket.number(again, "compressors_started"));
        long groups = (long) ACCOUNTS.size() * REGIONS.size();
        return "dry_run".equals(told.get("status"))
                && DemoBucket.number(told, "objects") == DemoBucket.number(started, "objects")
                && DemoBucket.number(started, "objects") == groups * OBJECTS_OF_EACH + 1
                && DemoBucket.number(started, "compressors_started") == groups
                && "done".equals(again.get("status"))
                && DemoBucket.number(again, "archives_done") == groups
                && archives == groups
                && Arrays.equals(content, sources.get(ODD));
    }

    private Map<String, Object> orchestrate(boolean dryRun)
            throws IOException, InterruptedException, FunctionException {
        return JSON.std.mapFrom(
                aws.invoke(
                        ORCHESTRATOR,
                        """
                        {"inventory_s3_url": "s3://%s/%s", \
                        "output_manifest_s3_prefix": "s3://%s/manifests/", \
                        "date_to_process": "%s", "dry_run": %b}"""
                                .formatted(name, INVENTORY, name, DAY, dryRun)));
    }

    private byte[] extracted(String key)
            throws IOException, InterruptedException, FunctionException {
        Map<String, Object> file =
                JSON.std.mapFrom(
                        aws.invoke(
                                COMPRESSOR,
                                JSON.std.asString(
                                        Map.of(
                                                "operation",
                                                "decompress",
                                                "source_s3_url",
                                                "s3://%s/%s111111111111-us-east-1.zip"
                                                        .formatted(name, ARCHIVES),
                                                "file_to_extract",
                                                name + "/" + key))));
        return Base64.getDecoder().decode(String.valueOf(file.get("file_content_base64")));
    }

    private static Map<String, byte[]> sources() {
        Map<String, byte[]> sources = new TreeMap<>();
        for (String account : ACCOUNTS) {
            for (String region : REGIONS) {
                for (int i = 0; i < OBJECTS_OF_EACH; i++) {
                    String file = "%s_%s_%04d".formatted(account, region, i);
                    String key =
                            i % 2 == 0
                                    ? "AWSLogs/%s/CloudTrail/%s/2026/02/06/%s.json"
                                            .formatted(account, region, file)
                                    : "AWSLogs/aws-account-id=%s/aws-service=vpcflowlogs/aws-region=%s/year=2026/month=02/day=06/%s.log"
                                            .formatted(account, region, file);
                    sources.put(key, ("{\"event\":\"" + file + "\"}\n").repeat(9).getBytes(UTF_8));
                }
            }
        }
        sources.put(ODD, "one file\n".getBytes(UTF_8));
        return sources;
    }

    /// An inventory of two files, as S3 delivers it, with rows beside those of the day.
    private void inventory(Map<String, byte[]> sources) throws IOException {
        StringBuilder rows = new StringBuilder();
        sources.forEach((key, content) -> rows.append(row(key, true, content.length, DAY)));
        String last = sources.keySet().stream().reduce("", (a, b) -> b);
        rows.append(row(last, false, 7, DAY))
                .append(row("AWSLogs/111111111111/CloudTrail/us-east-1/2026/02/06/", true, 0, DAY))
                .append(row("notes.txt", true, 12, DAY))
                .append(row(last + ".yesterday", true, 7, "2026-02-05"));
        String text = rows.toString();
        int half = text.indexOf('\n', text.length() / 2) + 1;
        StringBuilder files = new StringBuilder();
        for (String part : List.of(text.substring(0, half), text.substring(half))) {
            byte[] packed = gzip(part);
            String key = "inventory/data/%08x.csv.gz".formatted(part.hashCode());
            bucket.put(key, packed);
            files.append(files.isEmpty() ? "" : ",")
                    .append(
                            "{\"key\":\"%s\",\"size\":%d,\"MD5checksum\":\"%s\"}"
                                    .formatted(key, packed.length, md5(packed)));
        }
        bucket.put(
                INVENTORY,
                """
                {"sourceBucket":"%s","destinationBucket":"arn:aws:s3:::%s","version":"2016-11-30",
                 "fileFormat":"CSV","fileSchema":"Bucket, Key, IsLatest, IsDeleteMarker, Size, LastModifiedDate",
                 "files":[%s]}
                """
                        .formatted(name, name, files)
                        .getBytes(UTF_8));
    }

    private String row(String key, boolean latest, long size, String day) {
        return "\"%s\",\"%s\",\"%b\",\"false\",\"%d\",\"%sT10:00:00.000Z\"\n"
                .formatted(
                        name, URLEncoder.encode(key, UTF_8).replace("%2F", "/"), latest, size, day);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
