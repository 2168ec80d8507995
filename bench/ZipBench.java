import com.sun.management.OperatingSystemMXBean;
import dev.s3logkit.common.archive.zip.ArchiveOrigin;
import dev.s3logkit.common.archive.zip.ZipMethod;
import dev.s3logkit.common.archive.zip.ZipOptions;
import dev.s3logkit.common.archive.zip.ZipReader;
import dev.s3logkit.common.archive.zip.ZipSource;
import dev.s3logkit.common.archive.zip.ZipWriter;
import dev.s3logkit.common.io.FileSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// The Java side of bench/zip, which says how it is run.
///
/// - `write DIR ROUNDS`: the files of a folder, in memory, by java.util.zip and by us, in turns
/// - `read ZIP ROUNDS`: all entries of an archive of ours, by commons-compress and by us, in turns
/// - `pack DIR ZIP`: the files of a folder into an archive: a whole process
/// - `large BYTES ZIP`: one entry of logs and zeros, generated while it is read
/// - `check ZIP`: reads every entry against the proof
public final class ZipBench {

    private static final ArchiveOrigin ORIGIN = new ArchiveOrigin("0".repeat(64), "");
    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

    /// Of the main thread.
    private static final byte[] BUFFER = new byte[1 << 16];

    private ZipBench() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "write" -> write(Path.of(args[1]), Integer.parseInt(args[2]));
            case "read" -> read(Path.of(args[1]), Integer.parseInt(args[2]));
            case "pack" -> pack(Path.of(args[1]), Path.of(args[2]));
            case "large" -> large(Long.parseLong(args[1]), Path.of(args[2]));
            case "check" -> check(Path.of(args[1]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void write(Path folder, int rounds) throws IOException {
        List<ZipSource> sources = new ArrayList<>();
        List<byte[]> bodies = new ArrayList<>();
        for (Path file : files(folder)) {
            byte[] body = Files.readAllBytes(file);
            sources.add(source(file.getFileName().toString(), body.length));
            bodies.add(body);
        }
        for (int round = 0; round < rounds; round++) {
            double start = cpu();
            try (ZipOutputStream zip = new ZipOutputStream(OutputStream.nullOutputStream())) {
                for (int i = 0; i < bodies.size(); i++) {
                    zip.putNextEntry(new java.util.zip.ZipEntry(sources.get(i).name()));
                    zip.write(bodies.get(i));
                    zip.closeEntry();
                }
            }
            report("jdk", bodies.size(), cpu() - start);
            for (ZipMethod method : new ZipMethod[] {ZipMethod.ZSTD, ZipMethod.DEFLATE}) {
                start = cpu();
                try (ZipWriter zip =
                        new ZipWriter(OutputStream.nullOutputStream(), ZipOptions.of(method))) {
                    for (int i = 0; i < bodies.size(); i++) {
                        zip.add(sources.get(i), bodies.get(i));
                    }
                    zip.finish(ORIGIN);
                }
                report(method.toString(), bodies.size(), cpu() - start);
            }
        }
    }

    private static void read(Path archive, int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            double start = cpu();
            int entries = 0;
            try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
                for (Enumeration<ZipArchiveEntry> e = zip.getEntries(); e.hasMoreElements(); ) {
                    try (InputStream in = zip.getInputStream(e.nextElement())) {
                        in.transferTo(OutputStream.nullOutputStream());
                    }
                    entries++;
                }
            }
            report("commons-compress", entries, cpu() - start);
            start = cpu();
            int[] ours = new int[1];
            try (ZipReader zip = ZipReader.open(FileSource.open(archive))) {
                zip.forEach(
                        1,
                        (entry, body) -> {
                            try (InputStream in = body.open()) {
                                in.transferTo(OutputStream.nullOutputStream());
                            }
                            ours[0]++;
                        });
            }
            report("ours", ours[0], cpu() - start);
        }
    }

    private static void pack(Path folder, Path archive) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive);
                ZipWriter zip = new ZipWriter(out, ZipOptions.of(ZipMethod.ZSTD))) {
            String[] names = folder.toFile().list();
            Arrays.sort(names);
            for (String name : names) {
                byte[] body = body(folder + "/" + name);
                zip.add(source(name, body.length), body);
            }
            System.out.println(zip.finish(ORIGIN).entries());
        }
    }

    private static void large(long bytes, Path archive) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive);
                ZipWriter zip = new ZipWriter(out, ZipOptions.of(ZipMethod.ZSTD))) {
            ZipSource source = new ZipSource("s3://bench/large", "bench/large", bytes, "e", TIME);
            zip.add(source, new Generated(bytes));
            System.out.println(zip.finish(ORIGIN).archiveBytes());
        }
    }

    private static void check(Path archive) throws IOException {
        try (ZipReader zip = ZipReader.open(FileSource.open(archive))) {
            System.out.println(zip.verify(Runtime.getRuntime().availableProcessors()));
        }
    }

    private static byte[] body(String file) throws IOException {
        try (FileInputStream in = new FileInputStream(file)) {
            int length = in.readNBytes(BUFFER, 0, BUFFER.length);
            if (length == BUFFER.length) {
                throw new IOException(file + " is no small file");
            }
            return Arrays.copyOf(BUFFER, length);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static ZipSource source(String file, long size) {
        String name = "bench/" + file;
        return new ZipSource("s3://" + name, name, size, "d41d8cd98f00b204e9800998ecf8427e", TIME);
    }

    private static void report(String name, int entries, double seconds) {
        System.out.printf("%s %d %.3f%n", name, entries, seconds);
    }

    private static double cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
                / 1e9;
    }

    /// A megabyte of lines, a megabyte of zeros, and so on; every line has its number.
    private static final class Generated extends InputStream {

        private static final int BLOCK = 1 << 20;

        private final long size;
        private long made;
        private long line;
        private InputStream block = InputStream.nullInputStream();

        Generated(long size) {
            this.size = size;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) {
            try {
                int n = block.read(into, at, length);
                while (n < 0 && made < size) {
                    block = next();
                    n = block.read(into, at, length);
                }
                return n;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private InputStream next() {
            int length = (int) Math.min(BLOCK, size - made);
            made += length;
            if (made / BLOCK % 2 == 0) {
                return new ByteArrayInputStream(new byte[length]);
            }
            ByteArrayOutputStream text = new ByteArrayOutputStream(BLOCK + 200);
            while (text.size() < length) {
                line++;
                long random = line * 0x9E3779B97F4A7C15L;
                text.writeBytes(
                        ("2026-03-01T10:00:00Z GET /path/" + random % 1000 + " 200 request="
                                        + Long.toHexString(random) + " line=" + line + '\n')
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
            return new ByteArrayInputStream(text.toByteArray(), 0, length);
        }
    }
}
