package dev.s3logkit.local.cli;

import dev.s3logkit.local.logs.Streams;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// What the launcher runs once after a build, so that the JVM records which classes and profiles
/// the commands need that stand in loops or read a lot: `logs parse`, `aggregate`, dry runs of
/// `orchestrate`, and those that look into archives. All in one process, because what the cache
/// holds is one process's record, and code that was optimised for one of them alone would be thrown
/// away and made again in the other.
final class Training {

    private static final String DAY = "2024-12-25";
    private static final int ROWS = 100_000;

    private Training() {}

    /// Reads the log `args[0]` and stages it in the folder `args[1]`, which must not exist; puts
    /// files beside that folder.
    public static void main(String[] args) throws IOException {
        Streams streams = Streams.ofProcess();
        Map<String, String> environment = System.getenv();
        String[] parse = {"logs", "parse", "--format", "none", args[0]};
        String[] aggregate = {"aggregate", "--staging", args[1], args[0]};
        Main.run(parse, streams, environment);
        Main.run(aggregate, streams, environment);
        Path inventory = Path.of(args[1] + ".csv");
        Path packed = Path.of(inventory + ".gz");
        writeInventory(inventory, packed);
        for (Path file : List.of(inventory, packed)) {
            Main.run(
                    new String[] {
                        "orchestrate", "--inventory", file.toString(), "--date", DAY, "--dry-run"
                    },
                    streams,
                    environment);
        }
        String zip = args[1] + ".zip";
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(Path.of(zip)))) {
            out.putNextEntry(new ZipEntry("folder/file"));
            out.write(zip.getBytes(StandardCharsets.UTF_8));
        }
        Main.run(new String[] {"archive", "ls", "-l", zip}, streams, environment);
        Main.run(new String[] {"archive", "cat", zip, "folder/file"}, streams, environment);
    }

    /// Rows as S3 Inventory writes them, in two layouts of keys, one of them encoded; plain, and
    /// packed. In few folders, so that what is done for a new one does not look as if it were hot.
    private static void writeInventory(Path plain, Path packed) throws IOException {
        Random random = new Random(1);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            String folders =
                    random.nextBoolean()
                            ? "AWSLogs/%012d/CloudTrail/us-east-%d/2024/12/25/"
                            : "AWSLogs/aws-account-id%%3D%012d/aws-service%%3Dx/aws-region%%3Dus-east-%d/"
                                    + "year%%3D2024/month%%3D12/day%%3D25/";
            rows.append("\"logs\",\"")
                    .append(folders.formatted(random.nextInt(8), 1 + random.nextInt(4)))
                    .append("%016x.json.gz".formatted(random.nextLong()))
                    .append("\",\"")
                    .append(random.nextInt(1 << 20))
                    .append("\",\"2024-12-25T10:11:12.000Z\",\"")
                    .append("%016x%016x".formatted(random.nextLong(), random.nextLong()))
                    .append("\",\"STANDARD\"\n");
        }
        byte[] bytes = rows.toString().getBytes(StandardCharsets.US_ASCII);
        Files.write(plain, bytes);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(bytes);
        }
    }
}
