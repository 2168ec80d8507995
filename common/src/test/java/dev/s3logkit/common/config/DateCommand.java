package dev.s3logkit.common.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// GNU `date`, an independent reader of time zones and formats.
final class DateCommand {

    private DateCommand() {}

    /// Skips the test where the command is absent or another one.
    static void assumePresent() {
        boolean gnu;
        try {
            Process process =
                    new ProcessBuilder("date", "--version").redirectErrorStream(true).start();
            gnu = new String(process.getInputStream().readAllBytes(), UTF_8).contains("GNU");
        } catch (IOException e) {
            gnu = false;
        }
        assumeTrue(gnu, "GNU date is not installed");
    }

    /// What it prints for each instant, one line each.
    static List<String> print(String tz, String format, LongStream epochSeconds)
            throws IOException {
        Path input = Files.createTempFile("instants", ".txt");
        try {
            try (Writer writer = Files.newBufferedWriter(input)) {
                writer.write(
                        epochSeconds
                                .mapToObj(second -> "@" + second + "\n")
                                .collect(Collectors.joining()));
            }
            ProcessBuilder builder =
                    new ProcessBuilder("date", "-f", input.toString(), "+" + format);
            builder.environment().put("TZ", tz);
            builder.environment().put("LC_ALL", "C");
            Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
        } finally {
            Files.delete(input);
        }
    }
}
