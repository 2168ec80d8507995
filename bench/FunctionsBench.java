import dev.s3logkit.common.accesslog.AccessLogGenerator;
import dev.s3logkit.local.lambda.Tuning;
import dev.s3logkit.local.stack.LocalAws;
import dev.s3logkit.local.stack.LocalAwsOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/// Runs a job of each function from its zip, in a process of its own under AWS's runtime interface
/// client, and prints what its starts and its work took. Arguments: the project's folder, a folder
/// to work in, the highest compiler (1 or 4), a factor for the amount of work.
public final class FunctionsBench {

    /// The first pays for what is loaded and compiled.
    private static final int JOBS = 3;

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Instant NOON = Instant.parse("2026-02-06T12:00:00Z");
    private static final Pattern INIT =
            Pattern.compile("INIT_REPORT Init Duration: (\\d+) ms CPU Time: (\\d+) ms Max Memory Used: (\\d+) MB");
    private static final Pattern REPORT =
            Pattern.compile("REPORT RequestId: \\S+ Duration: (\\d+) ms CPU Time: (\\d+) ms .*Max Memory Used: (\\d+) MB");

    private final Map<String, Figures> figures = new TreeMap<>();
    private final double factor;
    private LocalAws aws;
    private String archives;

    private static final class Figures {
        int starts;
        long startMillis;
        long startCpu;
        long startMegabytes;
        int runs;
        long firstMillis;
        long firstCpu;
        long millis;
        long cpu;
        long megabytes;
    }

    private FunctionsBench(double factor) {
        this.factor = factor;
    }

    public static void main(String[] args) throws Exception {
        Path project = Path.of(args[0]).toAbsolutePath();
        Path work = Files.createDirectories(Path.of(args[1]));
        new FunctionsBench(Double.parseDouble(args[3])).run(project, work, args[2]);
        System.exit(0);
    }

    private void run(Path project, Path work, String compiler) throws Exception {
        String template =
                Files.readString(project.resolve("template.yaml"))
                        .replace("CodeUri: ", "CodeUri: " + project + "/")
                        .replace("DefinitionUri: ", "DefinitionUri: " + project + "/")
                        .replaceAll("-XX:TieredStopAtLevel=\\d", "-XX:TieredStopAtLevel=" + compiler);
        Path file = Files.writeString(work.resolve("template.yaml"), template);
        archives = "s3logkit-archives-" + LocalAws.ACCOUNT_ID + "-us-east-1";
        aws =
                LocalAws.start(
                        LocalAwsOptions.of(file)
                                .withRegion("us-east-1")
                                .withParameters(Map.of("ArchiveMap", "day|s3://" + archives + "/day.zip"))
                                .withoutSchedules()
                                .withTuning(Tuning.quick(Duration.ofMillis(500)))
                                .withIsolation()
                                .withLog(this::line));
        try {
            archivedFiles();
            for (int job = 0; job < JOBS; job++) {
                accessLogs(job);
                rollup(job);
                compressor(job);
                orchestrator();
                applicationLogs(job);
            }
        } finally {
            aws.close();
        }
        figures.forEach(
                (function, f) ->
                        System.out.println(
                                String.join(
                                        "\t",
                                        "figures",
                                        function,
                                        "" + f.startMillis / Math.max(1, f.starts),
                                        "" + f.startCpu / Math.max(1, f.starts),
                                        "" + f.startMegabytes,
                                        "" + f.runs,
                                        "" + f.firstMillis,
                                        "" + f.firstCpu,
                                        "" + (f.millis - f.firstMillis) / Math.max(1, f.runs - 1),
                                        "" + (f.cpu - f.firstCpu) / Math.max(1, f.runs - 1),
                                        "" + f.megabytes)));
    }

    private synchronized void line(String function, String text) {
        Figures f = figures.computeIfAbsent(function, name -> new Figures());
        Matcher init = INIT.matcher(text);
        Matcher report = REPORT.matcher(text);
        if (init.find()) {
            f.starts++;
            f.startMillis += Long.parseLong(init.group(1));
            f.startCpu += Long.parseLong(init.group(2));
            f.startMegabytes = Math.max(f.startMegabytes, Long.parseLong(init.group(3)));
        } else if (report.find()) {
            if (f.runs++ == 0) {
                f.firstMillis = Long.parseLong(report.group(1));
                f.firstCpu = Long.parseLong(report.group(2));
            }
            f.millis += Long.parseLong(report.group(1));
            f.cpu += Long.parseLong(report.group(2));
            f.megabytes = Math.max(f.megabytes, Long.parseLong(report.group(3)));
        } else if (text.contains("\"level\":\"ERROR\"") || text.contains("Exception")) {
            System.err.println(function + ": " + text);
        }
    }

    private int times(int count) {
        return (int) Math.max(1, count * factor);
    }

    /// 200 logs of 2,000 lines: 180 MB.
    private void accessLogs(int job) throws Exception {
        String logs = aws.bucketName("LogBucket");
        Map<String, byte[]> objects = new TreeMap<>();
        for (int i = 0; i < times(200); i++) {
            objects.put("web/2026-02-06-12-00-00-%08X%08X".formatted(job, i), lines(1_000_000L * job + i, NOON.plusSeconds(60L * i), 2_000));
        }
        put(logs, objects);
        idle();
        aws.invoke("TransformerFunction", "{\"now\":true}");
    }

    /// A day of 4,000 logs of 3 to 30 KB.
    private void rollup(int job) throws Exception {
        Map<String, byte[]> objects = new TreeMap<>();
        LocalDate day = LocalDate.of(2026, 2, 3).plusDays(job);
        for (int i = 0; i < times(4_000); i++) {
            Instant time = day.atStartOfDay().toInstant(ZoneOffset.UTC).plusSeconds(20L * i);
            objects.put(
                    "roll/" + DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss").withZone(ZoneOffset.UTC).format(time)
                            + "-%016X".formatted(i),
                    lines(i, time, 5 + i % 60));
        }
        put(archives, objects);
        aws.invoke(
                "RollupProducerFunction",
                "{\"prefixes\": [\"s3://%s/roll/\"], \"quiet_minutes\": 0}".formatted(archives));
        idle();
    }

    /// 5,000 objects of some 10 KB.
    private void compressor(int job) throws Exception {
        Map<String, byte[]> objects = new TreeMap<>();
        StringBuilder manifest = new StringBuilder();
        for (int i = 0; i < times(5_000); i++) {
            String key = "AWSLogs/111111111111/CloudTrail/us-east-1/2026/02/05/%06d.json".formatted(i);
            objects.put(key, lines(i, NOON, 24));
            manifest.append("s3://").append(archives).append('/').append(key).append('\n');
        }
        objects.put("manifest.txt", manifest.toString().getBytes(StandardCharsets.UTF_8));
        put(archives, objects);
        aws.invoke(
                "CompressorFunction",
                ("{\"operation\": \"compress\", \"input_s3_manifest_url\": \"s3://%s/manifest.txt\","
                                + " \"output_s3_url\": \"s3://%s/all-%d.zip\"}")
                        .formatted(archives, archives, job));
    }

    /// An inventory of a million rows.
    private void orchestrator() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Random random = new Random(5);
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < times(1_000_000); i++) {
                out.write(
                        ("\"logs\",\"AWSLogs/%012d/CloudTrail/eu-west-%d/2026/02/05/%016x.json.gz\",\"true\",\"false\",\"%d\",\"2026-02-05T10:00:00.000Z\"\n"
                                        .formatted(
                                                111111111111L + random.nextInt(20),
                                                1 + random.nextInt(3),
                                                random.nextLong(),
                                                random.nextInt(20_000)))
                                .getBytes(StandardCharsets.US_ASCII));
            }
        }
        String data = "inventory/data/rows.csv.gz";
        put(archives, Map.of(
                data, bytes.toByteArray(),
                "inventory/manifest.json",
                ("{\"sourceBucket\":\"logs\",\"destinationBucket\":\"arn:aws:s3:::%s\",\"version\":\"2016-11-30\","
                                + "\"fileFormat\":\"CSV\",\"fileSchema\":\"Bucket, Key, IsLatest, IsDeleteMarker, Size, LastModifiedDate\","
                                + "\"files\":[{\"key\":\"%s\",\"size\":%d}]}")
                        .formatted(archives, data, bytes.size())
                        .getBytes(StandardCharsets.UTF_8)));
        aws.invoke(
                "OrchestratorFunction",
                ("{\"inventory_s3_url\": \"s3://%s/inventory/manifest.json\", \"output_manifest_s3_prefix\":"
                                + " \"s3://%s/manifests/\", \"date_to_process\": \"2026-02-05\", \"dry_run\": true}")
                        .formatted(archives, archives));
    }

    /// 20 logs of 50,000 records, one in fifty an error; then a report of them, and five searches.
    private void applicationLogs(int job) throws Exception {
        Map<String, byte[]> objects = new TreeMap<>();
        Instant now = Instant.now();
        String day = DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC).format(now);
        for (int i = 0; i < times(20); i++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(bytes)) {
                for (int r = 0; r < 50_000; r++) {
                    boolean error = r % 500 == 0;
                    out.write(
                            "{\"@timestamp\":\"%s\",\"level\":\"%s\",\"logger_name\":\"com.example.shop.Service\",\"order\":\"A-%05d\",\"message\":\"%s %d\"}\n"
                                    .formatted(
                                            now.minusMillis(50_000L - r),
                                            error ? "ERROR" : "INFO",
                                            r,
                                            error ? "no stock for order" : "order served in",
                                            r)
                                    .getBytes(StandardCharsets.UTF_8));
                }
            }
            objects.put("logs/shop/%s/shop_%d_%d.gz".formatted(day, job, i), bytes.toByteArray());
        }
        put(aws.bucketName("ApplicationLogBucket"), objects);
        idle();
        aws.execute("ErrorReportStateMachine", "{}");
        for (int i = 0; i < 2; i++) {
            aws.invoke("SearchFunction", "{\"applications\":[\"shop\"],\"last\":\"2h\",\"texts\":[\"A-0%d\"],\"limit\":50}".formatted(i));
        }
    }

    /// 1,000 files in a zip; 300 GETs.
    private void archivedFiles() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Random random = new Random(7);
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < 1_000; i++) {
                zip.putNextEntry(new ZipEntry("app/%04d.log".formatted(i)));
                byte[] content = new byte[3_000];
                random.nextBytes(content);
                zip.write(content);
            }
        }
        put(archives, Map.of("day.zip", bytes.toByteArray()));
        for (int i = 0; i < times(300); i++) {
            String path = "/archives/day/app/%04d.log".formatted(random.nextInt(1_000));
            aws.invoke(
                    "ArchivesFunction",
                    ("{\"version\":\"2.0\",\"routeKey\":\"$default\",\"rawPath\":\"%s\",\"rawQueryString\":\"\",\"headers\":{},"
                                    + "\"requestContext\":{\"authorizer\":{\"iam\":{\"userArn\":\"arn:aws:iam::000000000000:user/u\"}},"
                                    + "\"http\":{\"method\":\"GET\",\"path\":\"%s\",\"protocol\":\"HTTP/1.1\",\"sourceIp\":\"192.0.2.1\"},"
                                    + "\"requestId\":\"r\",\"timeEpoch\":1795255200000},\"isBase64Encoded\":false}")
                            .formatted(path, path));
        }
    }

    private static byte[] lines(long seed, Instant from, int count) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new AccessLogGenerator(seed, from, Duration.ofMinutes(20), count, false).writeLines(out, count);
        return out.toByteArray();
    }

    private void put(String bucket, Map<String, byte[]> objects) {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            objects.forEach(
                    (key, content) ->
                            threads.execute(
                                    () -> aws.s3().putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(content))));
        }
    }

    private void idle() throws InterruptedException, IOException {
        if (!aws.awaitIdle(PATIENCE)) {
            throw new IOException("the functions are still at work after " + PATIENCE);
        }
    }
}
