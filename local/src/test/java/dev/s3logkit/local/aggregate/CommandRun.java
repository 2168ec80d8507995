package dev.s3logkit.local.aggregate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.cli.Main;
import dev.s3logkit.local.logs.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// One command line and what it said.
public record CommandRun(int exit, String out, String err) {

    public static CommandRun of(Map<String, String> environment, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams =
                new Streams(
                        new ByteArrayInputStream(new byte[0]),
                        out,
                        new PrintStream(err, true, UTF_8),
                        false);
        String[] args = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
        int exit = Main.run(args, streams, environment);
        return new CommandRun(exit, out.toString(UTF_8), err.toString(UTF_8));
    }

    public static CommandRun of(Object... arguments) {
        return of(Map.of(), arguments);
    }

    Map<String, Object> json() throws IOException {
        return JSON.std.mapFrom(out);
    }

    /// The lines of all files of records below a folder, sorted.
    static List<String> emitted(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(f -> f.toString().endsWith(".accesslog.gz")).toList()) {
                try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                    new String(in.readAllBytes(), ISO_8859_1).lines().forEach(lines::add);
                }
            }
        }
        return lines.stream().sorted().toList();
    }
}
