package dev.s3logkit.local.demo;

import dev.s3logkit.common.accesslog.AccessLogGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The log objects that the demo delivers: the sample lines that the project ships, some of them
/// hard to read and three of them broken, and generated ones for volume.
final class DemoLogs {

    private static final Instant START = Instant.parse("2026-02-06T10:00:00Z");
    private static final int GENERATED = 120;
    private static final int LINES_PER_OBJECT = 60;
    private static final int SAMPLE_LINES_PER_OBJECT = 20;

    private DemoLogs() {}

    /// Keys as S3 names its log objects, with their content.
    static Map<String, byte[]> onTime() throws IOException {
        Map<String, byte[]> objects = new LinkedHashMap<>();
        byte[] sample;
        try (InputStream in = DemoLogs.class.getResourceAsStream("sample.log")) {
            if (in == null) {
                throw new IOException("sample.log is missing from the command line's jar");
            }
            sample = in.readAllBytes();
        }
        int from = 0;
        int lines = 0;
        for (int i = 0; i < sample.length; i++) {
            lines += sample[i] == '\n' ? 1 : 0;
            boolean last = i == sample.length - 1;
            if (last || (sample[i] == '\n' && lines % SAMPLE_LINES_PER_OBJECT == 0)) {
                byte[] part = Arrays.copyOfRange(sample, from, i + 1);
                objects.put(key("sample", objects.size()), part);
                from = i + 1;
            }
        }
        for (int i = 0; i < GENERATED; i++) {
            objects.put(key("traffic", i), generated(1_000 + i, START.plusSeconds(60L * i)));
        }
        return objects;
    }

    /// Objects that S3 delivers hours later, with lines of windows that were written out already.
    static Map<String, byte[]> late() throws IOException {
        Map<String, byte[]> objects = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            objects.put(key("late", i), generated(9_000 + i, START.plusSeconds(600L * i)));
        }
        return objects;
    }

    private static String key(String folder, int number) {
        return "%s/2026-02-06-12-%02d-%02d-%016X"
                .formatted(folder, number / 60, number % 60, 0x5A3B_0000L + number);
    }

    private static byte[] generated(long seed, Instant from) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new AccessLogGenerator(seed, from, Duration.ofMinutes(20), LINES_PER_OBJECT, false)
                .writeLines(out, LINES_PER_OBJECT);
        return out.toByteArray();
    }
}
