package dev.s3logkit.aggregator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.s3logkit.aggregator.staging.SourceId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The process of [MemoryTest]: stages one batch with a small heap, and prints its counts and the
/// most memory that it had.
public final class MemoryRun {

    private static final long T0 = Instant.parse("2026-02-06T10:00:00Z").getEpochSecond();
    private static final int WINDOW = 900;

    private MemoryRun() {}

    public static void main(String[] args) throws Exception {
        Path staging = Path.of(args[1]);
        AggregatorConfig config =
                AggregatorConfig.of(Map.of("S3LOGS_STAGING_ROOT_PATH", staging.toString()));
        List<LogSource> sources =
                switch (args[0]) {
                    case "large" -> large(Integer.parseInt(args[2]));
                    case "many" -> many(Integer.parseInt(args[2]));
                    case "mixed" -> mixed(Integer.parseInt(args[2]));
                    case "overlong" -> overlong(Integer.parseInt(args[2]));
                    case "windows" -> List.of(log("wide", Integer.parseInt(args[2]), 1 << 30));
                    default -> throw new IllegalArgumentException(args[0]);
                };
        AggregateReport report =
                new Aggregator(config, Clock.systemUTC()).aggregate(sources, () -> true);
        report.failures().forEach((name, e) -> System.out.println("failed " + name + ": " + e));
        System.out.println("lines " + report.lines().lines());
        System.out.println("fragments " + report.fragments());
        Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .forEach(System.out::println);
    }

    /// 1,000 small objects and a large one whose lines are of 2,000 windows.
    private static List<LogSource> large(int megabytes) {
        List<LogSource> sources = new ArrayList<>();
        int length = LogLines.get(T0, "photos", "%016X".formatted(0)).length() + 1;
        sources.add(log("large", (int) ((long) megabytes * 1_000_000 / length), 2_000));
        for (int i = 0; i < 1_000; i++) {
            sources.add(log("small-" + i, 50, 3));
        }
        return sources;
    }

    private static List<LogSource> mixed(int megabytes) {
        List<LogSource> sources = new ArrayList<>(overlong(64));
        sources.addAll(large(megabytes));
        return sources;
    }

    /// Objects of 100 lines, each of another window.
    private static List<LogSource> many(int objects) {
        List<LogSource> sources = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
            sources.add(log("many-" + i, 100, 100));
        }
        return sources;
    }

    /// Objects whose first line is longer than any buffer.
    private static List<LogSource> overlong(int objects) {
        List<LogSource> sources = new ArrayList<>();
        byte[] line = "x".repeat(3 << 20).concat("\n").getBytes(ISO_8859_1);
        for (int i = 0; i < objects; i++) {
            sources.add(new Source("overlong-" + i, () -> new ByteArrayInputStream(line)));
        }
        return sources;
    }

    private static LogSource log(String name, int lines, int windows) {
        return new Source(name, () -> new Lines(name, lines, windows));
    }

    private interface Body {
        InputStream open();
    }

    private record Source(String name, Body body) implements LogSource {

        @Override
        public void stage(Intake intake) throws IOException {
            try (InputStream in = body.open()) {
                intake.take(
                        name,
                        Instant.ofEpochSecond(T0),
                        in,
                        () -> new SourceId("logs", name, "etag"));
            }
        }
    }

    /// Lines that are made when they are read, each in the window after that of the line before.
    private static final class Lines extends InputStream {

        private final String name;
        private final int lines;
        private final int windows;
        private byte[] line = new byte[0];
        private int at;
        private int next;

        Lines(String name, int lines, int windows) {
            this.name = name;
            this.lines = lines;
            this.windows = windows;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) {
            if (at == line.length) {
                if (next == lines) {
                    return -1;
                }
                long second = T0 + (long) (next % windows) * WINDOW;
                String id = "%016X".formatted(next * 31L + name.hashCode());
                line = (LogLines.get(second, "photos", id) + "\n").getBytes(ISO_8859_1);
                at = 0;
                next++;
            }
            int n = Math.min(len, line.length - at);
            System.arraycopy(line, at, b, off, n);
            at += n;
            return n;
        }
    }
}
