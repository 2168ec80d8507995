import com.sun.management.OperatingSystemMXBean;
import dev.s3logkit.common.archive.squashfs.SquashfsCache;
import dev.s3logkit.common.archive.squashfs.SquashfsEntry;
import dev.s3logkit.common.archive.squashfs.SquashfsImage;
import dev.s3logkit.common.archive.squashfs.SquashfsInode;
import dev.s3logkit.common.archive.squashfs.SquashfsWalk;
import dev.s3logkit.common.io.FileSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// One task of bench/squashfs in a JVM that stays: each line on standard input is answered by a
/// round, as `CPU seconds, seconds on the clock, how many`.
final class SquashfsRounds {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private interface Task {
        /// Does it once.
        ///
        /// @return how many bytes, inodes or files it saw
        long round() throws Exception;
    }

    private SquashfsRounds() {}

    public static void main(String[] arguments) throws Exception {
        Path image = Path.of(arguments[1]);
        Task task =
                switch (arguments[0]) {
                    case "copy" -> () -> copy(image, arguments[2]);
                    case "inodes" -> inodes(image);
                    case "walk" -> () -> walk(image);
                    case "files" -> {
                        List<String> paths = Files.readAllLines(Path.of(arguments[2]));
                        yield () -> files(image, paths, Integer.parseInt(arguments[3]));
                    }
                    default -> throw new IllegalArgumentException(arguments[0]);
                };
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            long cpu = SYSTEM.getProcessCpuTime();
            long start = System.nanoTime();
            long count = task.round();
            System.out.printf(
                    "%.6f %.6f %d%n",
                    (SYSTEM.getProcessCpuTime() - cpu) / 1e9,
                    (System.nanoTime() - start) / 1e9,
                    count);
        }
    }

    private static SquashfsImage open(Path image) throws IOException {
        return SquashfsImage.open(FileSource.open(image), 0, new SquashfsCache(64 << 20));
    }

    private static long copy(Path path, String name) throws IOException {
        try (SquashfsImage image = open(path);
                InputStream in = content(image, name)) {
            return in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static InputStream content(SquashfsImage image, String name) throws IOException {
        SquashfsEntry entry = image.lookup(name);
        if (entry != null && image.inode(entry) instanceof SquashfsInode.File file) {
            return image.open(file);
        }
        throw new IOException(name + " is no file");
    }

    /// The inodes of all entries, ten times, since the clock of the CPU is coarse.
    private static Task inodes(Path path) throws IOException {
        SquashfsImage image = open(path);
        List<SquashfsEntry> entries = new ArrayList<>();
        SquashfsWalk walk = image.walk("");
        for (SquashfsEntry e = walk.next(); e != null; e = walk.next()) {
            entries.add(e);
        }
        return () -> {
            long sizes = 0;
            for (int i = 0; i < 10; i++) {
                for (SquashfsEntry entry : entries) {
                    sizes += image.inode(entry).size();
                }
            }
            return sizes == 0 ? 0 : 10L * entries.size();
        };
    }

    private static long walk(Path path) throws IOException {
        long count = 0;
        try (SquashfsImage image = open(path)) {
            SquashfsWalk walk = image.walk("");
            for (SquashfsEntry e = walk.next(); e != null; e = walk.next()) {
                count++;
            }
        }
        return count;
    }

    private static long files(Path path, List<String> paths, int threads) throws Exception {
        long bytes = 0;
        try (SquashfsImage image = open(path);
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Long>> reads = new ArrayList<>();
            for (String name : paths) {
                reads.add(
                        pool.submit(
                                () -> {
                                    try (InputStream in = content(image, name)) {
                                        return in.transferTo(OutputStream.nullOutputStream());
                                    }
                                }));
            }
            for (Future<Long> read : reads) {
                bytes += read.get();
            }
        }
        return bytes;
    }
}
