package dev.s3logkit.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/// Inventories with every layout of keys, encoded as S3 does it, with versions and delete markers,
/// and with what no manifest takes. The same for the same seed.
final class SampleInventory {

    static final String SCHEMA =
            "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, StorageClass";

    private static final List<String> REGIONS =
            List.of("us-east-1", "us-gov-west-1", "eu-central-1", "ap-southeast-2", "me-south-1");

    private final Random random;

    /// Rows so far, so that no key occurs twice.
    private int written;

    SampleInventory(long seed) {
        random = new Random(seed);
    }

    private int pick(int bound) {
        return random.nextInt(bound);
    }

    /// Rows of which about one in `days` was modified on 2024-12-25.
    void write(OutputStream out, int rows, int days) throws IOException {
        BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(out, UTF_8), 1 << 16);
        for (int i = 0; i < rows; i++) {
            writer.write(row(written++, 25 - pick(days)));
        }
        writer.flush();
    }

    byte[] gzip(int rows, int days) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // Two members, as joined files have.
        try (GZIPOutputStream first = new GZIPOutputStream(bytes)) {
            write(first, rows / 2, days);
        }
        try (GZIPOutputStream second = new GZIPOutputStream(bytes)) {
            write(second, rows - rows / 2, days);
        }
        return bytes.toByteArray();
    }

    private String row(int number, int day) {
        boolean marker = pick(50) == 0;
        boolean latest = pick(40) != 0;
        return "\"%s\",\"%s\",\"v%d\",\"%s\",\"%s\",\"%s\",\"2024-12-%02dT%02d:%02d:11.000Z\",\"STANDARD\"\n"
                .formatted(
                        pick(10) == 0 ? "other-logs" : "central-logs",
                        encoded(key(number, day)),
                        number,
                        latest,
                        marker,
                        marker ? "" : String.valueOf(random.nextLong(1L << 36)),
                        day,
                        pick(24),
                        pick(60));
    }

    /// S3 leaves slashes; some rows are not encoded at all, where that is harmless.
    private String encoded(String key) {
        String encoded = URLEncoder.encode(key, UTF_8).replace("%2F", "/");
        return encoded.equals(key) || pick(4) > 0
                ? encoded
                : key.replace("%", "%25").replace("+", "%2B").replace("\"", "\"\"");
    }

    private String key(int number, int day) {
        String account = "%012d".formatted(100_000_000_000L + pick(40) * 7_919L);
        String region = REGIONS.get(pick(REGIONS.size()));
        String date = "2024/12/%02d".formatted(day);
        String prefix = List.of("", "", "prefix/", "my prefix/a+b \"c\"/日本/").get(pick(4));
        String org = pick(3) == 0 ? "o-abc123def4/" : "";
        String id = Integer.toHexString(number);
        return switch (pick(14)) {
            case 0, 1, 2 ->
                    "%sAWSLogs/%s%s/CloudTrail/%s/%s/%s_CloudTrail_%s_%s.json.gz"
                            .formatted(prefix, org, account, region, date, account, region, id);
            case 3 ->
                    "%sAWSLogs/%s%s/elasticloadbalancing/%s/%s/x_app.lb.%s.log.gz"
                            .formatted(prefix, org, account, region, date, id);
            case 4 ->
                    "%sAWSLogs/aws-account-id=%s/aws-service=vpcflowlogs/aws-region=%s/year=2024/month=12/day=%02d/%s.log.parquet"
                            .formatted(prefix, account, region, day, id);
            case 5 ->
                    "%sAWSLogs/%s/Config/%s/2024/12/%d/ConfigHistory/AWS::S3::Bucket_%s.json.gz"
                            .formatted(prefix, account, region, day, id);
            case 6 ->
                    "AWSLogs/%s/WAFLogs/cloudfront/ACL/%s/19/50/%s.log.gz"
                            .formatted(account, date, id);
            case 7 ->
                    "%s%s/%s/source-bucket/%s/2024-12-%02d-01-02-03-%08X"
                            .formatted(prefix, account, region, date, day, number);
            case 8 ->
                    "%sAWSLogs/%s/KafkaBrokerLogs/%s/msk/2024-12-%02d-11/Broker-%s.log.gz"
                            .formatted(prefix, account, region, day, id);
            case 9 ->
                    "AWSLogs/%s/network-firewall/flow/%s/fw/%s/11/%s.log.gz"
                            .formatted(account, region, date, id);
            case 10 -> "logs/2024-12-%02d-01-02-03-%08X".formatted(day, number);
            case 11 -> "cf/EXAMPLE.2024-12-%02d-20.%s.gz".formatted(day, id);
            case 12 ->
                    pick(2) == 0
                            ? "AWSLogs/%s/CloudTrail/%s/%s/%s/".formatted(account, region, date, id)
                            : "AWSLogs/%s/CloudTrail/%s/%s/%s\nx"
                                    .formatted(account, region, date, id);
            default -> "AWSLogs/%s/CloudTrail-Lake/Query/%s/%s.json".formatted(account, date, id);
        };
    }

    /// A manifest over data files.
    static String manifest(String bucket, String schema, List<String> keys, List<byte[]> files) {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < keys.size(); i++) {
            json.append(i == 0 ? "" : ",")
                    .append(
                            "{\"key\":\"%s\",\"size\":%d,\"MD5checksum\":\"%s\"}"
                                    .formatted(
                                            keys.get(i), files.get(i).length, md5(files.get(i))));
        }
        return "{\"sourceBucket\":\"central-logs\",\"destinationBucket\":\"arn:aws:s3:::%s\",\"version\":\"2016-11-30\",\"fileFormat\":\"CSV\",\"fileSchema\":\"%s\",\"files\":[%s]}"
                .formatted(bucket, schema, json);
    }

    static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
