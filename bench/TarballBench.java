import dev.s3logkit.common.archive.tar.ArchivedEntry;
import dev.s3logkit.common.archive.tar.TableOfContents;
import dev.s3logkit.common.archive.tar.TarArchive;
import dev.s3logkit.common.archive.tar.TarballFormat;
import dev.s3logkit.common.archive.tar.TarballSource;
import dev.s3logkit.common.archive.tar.TarballWriter;
import dev.s3logkit.common.io.CountingSource;
import dev.s3logkit.common.io.FileSource;
import dev.s3logkit.common.io.HeadLastOutput;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Writes a folder of files as a tarball, once for every line of its input, and prints CPU seconds,
/// seconds and bytes of each; or shows what reading one entry costs. `bench/tarball` runs it.
///
/// The files are read each time, or, as a download would hand them over, from memory.
final class TarballBench {

    private TarballBench() {}

    private record Log(Path path, String name, long size, Instant time, byte[] body) {

        InputStream open() throws IOException {
            return body == null ? Files.newInputStream(path) : new ByteArrayInputStream(body);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "write" ->
                    rounds(
                            file,
                            Path.of(arguments[2]),
                            TarballFormat.valueOf(arguments[3]),
                            Integer.parseInt(arguments[4]),
                            Integer.parseInt(arguments[5]),
                            arguments[6].equals("memory"));
            case "read" -> requests(file);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void rounds(
            Path file,
            Path folder,
            TarballFormat format,
            int threads,
            int copies,
            boolean inMemory)
            throws IOException {
        List<Log> logs = new ArrayList<>();
        try (Stream<Path> list = Files.list(folder)) {
            for (Path path : list.sorted().toList()) {
                logs.add(
                        new Log(
                                path,
                                path.getFileName().toString(),
                                Files.size(path),
                                Files.getLastModifiedTime(path).toInstant(),
                                inMemory ? Files.readAllBytes(path) : null));
            }
        }
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (input.readLine() != null) {
            double cpu = cpuSeconds();
            long start = System.nanoTime();
            long bytes = write(file, logs, format, threads, copies);
            System.out.printf(
                    "%.3f %.3f %d%n",
                    cpuSeconds() - cpu, (System.nanoTime() - start) / 1e9, bytes);
        }
    }

    /// The body goes to the file as it comes, and the head to one beside it: an upload takes them in
    /// this order, too. Joined they are the tarball.
    private static long write(
            Path file, List<Log> logs, TarballFormat format, int threads, int copies)
            throws IOException {
        Path head = Path.of(file + ".head");
        try (OutputStream body = Files.newOutputStream(file);
                TarballWriter tarball =
                        new TarballWriter(
                                new HeadLastOutput() {
                                    @Override
                                    public void write(byte[] bytes, int offset, int length)
                                            throws IOException {
                                        body.write(bytes, offset, length);
                                    }

                                    @Override
                                    public void finish(byte[] bytes) throws IOException {
                                        Files.write(head, bytes);
                                    }
                                },
                                format,
                                threads)) {
            for (int copy = 0; copy < copies; copy++) {
                for (Log log : logs) {
                    String name = copy == 0 ? log.name() : copy + "-" + log.name();
                    String etag = "%032x".formatted(name.hashCode());
                    try (InputStream in = log.open()) {
                        tarball.add(new TarballSource(name, log.size(), log.time(), etag), in);
                    }
                }
            }
            tarball.finish();
        }
        return Files.size(head) + Files.size(file);
    }

    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean)
                                ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

    private static void requests(Path file) throws IOException {
        CountingSource source = new CountingSource(FileSource.open(file));
        try (TarArchive archive = TarArchive.open(source)) {
            TableOfContents table = archive.table().orElseThrow();
            say("table of %,d entries".formatted(table.entries().size()), source);
            for (int i : new int[] {table.entries().size() / 2, 0}) {
                ArchivedEntry entry = archive.find(table.entries().get(i).name()).orElseThrow();
                try (InputStream body = archive.open(entry)) {
                    long length = body.transferTo(OutputStream.nullOutputStream());
                    say("entry of %,d bytes".formatted(length), source);
                }
            }
        }
    }

    private static void say(String what, CountingSource source) {
        System.out.printf(
                "%s: %d requests, %,d bytes%n", what, source.ranges().size(), source.bytes());
        source.forget();
    }
}
