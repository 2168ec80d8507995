package dev.s3logkit.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.accesslog.AccessLogGenerator;
import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.common.archive.tar.TarEntry;
import dev.s3logkit.common.archive.tar.TarReader;
import dev.s3logkit.local.lambda.FunctionException;
import dev.s3logkit.local.stack.LocalAws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The rollup flow: three days of logs under both layouts of keys become one tarball for each day
/// and prefix, are read back, and the logs are gone.
public final class RollupFlow {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 2, 3);
    private static final int DAYS = 3;
    private static final int LOGS_PER_DAY = 60;
    private static final int LINES_PER_LOG = 40;

    private static final String SIMPLE = "shop/";
    private static final String PARTITIONED = "000000000000/us-east-1/web/";

    /// USD for a GB in a month, S3 Standard, us-east-1.
    private static final double GB_MONTH_USD = 0.023;

    private final LocalAws aws;
    private final DemoOutput output;
    private final String logs;

    /// The flow on services that run, told to `output`.
    public RollupFlow(LocalAws aws, DemoOutput output) {
        this.aws = aws;
        this.output = output;
        this.logs = aws.bucketName("LogBucket");
    }

    /// Runs the flow; whether every log is in one tarball, byte for byte, and nowhere else.
    public boolean run() throws IOException, InterruptedException, FunctionException {
        Map<String, byte[]> delivered = generated();
        output.step(
                "delivering %,d logs of %d days under both layouts of keys"
                        .formatted(delivered.size(), DAYS));
        delivered.forEach(
                (key, content) ->
                        aws.s3()
                                .putObject(
                                        put -> put.bucket(logs).key(key),
                                        RequestBody.fromBytes(content)));
        idle();
        Stored before = stored();

        output.step("rolling each day up, twice, as a schedule that fires again would");
        for (int i = 0; i < 2; i++) {
            aws.invoke(
                    "RollupProducerFunction",
                    """
                    {"prefixes": ["s3://%s/%s", "s3://%s/%s"], "quiet_minutes": 0}"""
                            .formatted(logs, SIMPLE, logs, PARTITIONED));
        }
        idle();
        Stored after = stored();

        output.step("reading every tarball back");
        Map<String, byte[]> found = readBack();
        boolean same = found.size() == delivered.size();
        for (Map.Entry<String, byte[]> log : delivered.entrySet()) {
            same &= Arrays.equals(log.getValue(), found.get(log.getKey()));
        }
        long dead = aws.messages("RollupDeadLetterQueue");
        output.line("");
        output.columns("rollup", "objects", "bytes");
        output.row("logs of %d days".formatted(DAYS), before.objects, before.bytes);
        output.row("tarballs", after.objects, after.bytes);
        output.line("");
        output.fact("requests of the workers", requests());
        double saved = (before.bytes - after.bytes) * 1e-9 * GB_MONTH_USD;
        output.line(
                "a terabyte of such logs a month costs %.2f USD less in each month that it is kept"
                        .formatted(saved / before.bytes * 1e12));
        return same && dead == 0 && after.objects == 2L * DAYS;
    }

    private record Stored(long objects, long bytes) {}

    private static Map<String, byte[]> generated() throws IOException {
        Map<String, byte[]> logs = new TreeMap<>();
        for (int day = 0; day < DAYS; day++) {
            LocalDate date = FIRST_DAY.plusDays(day);
            for (int i = 0; i < LOGS_PER_DAY; i++) {
                ByteArrayOutputStream lines = new ByteArrayOutputStream();
                new AccessLogGenerator(
                                day * 1_000L + i,
                                date.atTime(i / 3, 20 * (i % 3)).toInstant(ZoneOffset.UTC),
                                Duration.ofMinutes(20),
                                LINES_PER_LOG,
                                false)
                        .writeLines(lines, LINES_PER_LOG);
                String unique = "%016X".formatted(0x5A3B_0000L + i);
                logs.put(
                        "%s%s-%02d-%02d-00-%s".formatted(SIMPLE, date, i / 3, 20 * (i % 3), unique),
                        lines.toByteArray());
                String folders = date.toString().replace('-', '/');
                logs.put(
                        "%s%s/%s-00-00-00-%s".formatted(PARTITIONED, folders, date, unique),
                        lines.toByteArray());
            }
        }
        return logs;
    }

    private void idle() throws IOException, InterruptedException {
        if (!aws.awaitIdle(PATIENCE)) {
            throw new IOException(
                    "the queues are still not empty after %d s; %s holds what the functions logged"
                            .formatted(PATIENCE.toSeconds(), output.functionLog()));
        }
    }

    private List<S3Object> objects() {
        List<S3Object> objects = new ArrayList<>();
        for (String prefix : List.of(SIMPLE, PARTITIONED)) {
            aws.s3()
                    .listObjectsV2Paginator(list -> list.bucket(logs).prefix(prefix))
                    .contents()
                    .forEach(objects::add);
        }
        return objects;
    }

    private Stored stored() {
        List<S3Object> objects = objects();
        return new Stored(objects.size(), objects.stream().mapToLong(S3Object::size).sum());
    }

    /// The entries of all tarballs by the keys that they had.
    private Map<String, byte[]> readBack() throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        for (S3Object object : objects()) {
            String key = object.key();
            String prefix = key.substring(0, key.lastIndexOf('/') + 1);
            try (InputStream plain =
                    Decompression.open(aws.s3().getObject(get -> get.bucket(logs).key(key)), key)) {
                TarReader tar = new TarReader(plain, key);
                for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                    found.put(prefix + entry.name(), tar.body().readAllBytes());
                }
            }
        }
        return found;
    }

    /// The requests that the workers' own accounts add up to.
    private long requests() throws IOException {
        long requests = 0;
        for (String line : Files.readAllLines(output.functionLog(), UTF_8)) {
            if (!line.startsWith("{") || !line.contains("rollup-worker\"")) {
                continue;
            }
            for (Map.Entry<String, Object> field : JSON.std.mapFrom(line).entrySet()) {
                if (field.getKey().startsWith("requests_")) {
                    requests += ((Number) field.getValue()).longValue();
                }
            }
        }
        return requests;
    }
}
