package dev.s3logkit.local.cli;

import dev.s3logkit.local.logs.Streams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// What the launcher runs once after a build, so that the JVM records which classes and profiles
/// the commands that stand in loops need: `logs parse`, `aggregate`, and those that look into
/// archives. All in one process, because what the cache holds is one process's record, and code
/// that was optimised for one of them alone would be thrown away and made again in the other.
final class Training {

    private Training() {}

    /// Reads the log `args[0]` and stages it in the folder `args[1]`, which must not exist; puts a
    /// file beside that folder.
    public static void main(String[] args) throws IOException {
        Streams streams = Streams.ofProcess();
        Map<String, String> environment = System.getenv();
        String[] parse = {"logs", "parse", "--format", "none", args[0]};
        String[] aggregate = {"aggregate", "--staging", args[1], args[0]};
        Main.run(parse, streams, environment);
        Main.run(aggregate, streams, environment);
        String zip = args[1] + ".zip";
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(Path.of(zip)))) {
            out.putNextEntry(new ZipEntry("folder/file"));
            out.write(zip.getBytes(StandardCharsets.UTF_8));
        }
        Main.run(new String[] {"archive", "ls", "-l", zip}, streams, environment);
        Main.run(new String[] {"archive", "cat", zip, "folder/file"}, streams, environment);
    }
}
