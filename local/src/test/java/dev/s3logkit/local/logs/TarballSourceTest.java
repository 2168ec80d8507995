package dev.s3logkit.local.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.s3logkit.common.accesslog.AccessLogGenerator;
import dev.s3logkit.local.cli.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `logs parse` on tarballs that the system's `tar` makes.
class TarballSourceTest {

    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void writeLogs() throws IOException {
        Files.createDirectories(folder.resolve("logs/a"));
        for (String name : new String[] {"a/one", "two"}) {
            try (OutputStream file = Files.newOutputStream(folder.resolve("logs").resolve(name))) {
                new AccessLogGenerator(
                                name.length(),
                                Instant.parse("2026-02-06T10:00:00Z"),
                                Duration.ofHours(1),
                                30,
                                false)
                        .writeLines(file, 30);
            }
        }
        Files.writeString(folder.resolve("logs/broken"), "no record\n");
    }

    private int parse(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "logs";
        all[1] = "parse";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        Streams streams =
                new Streams(
                        new ByteArrayInputStream(new byte[0]),
                        out,
                        new PrintStream(err, true, UTF_8),
                        false);
        return Main.run(all, streams, Map.of());
    }

    private Path tarball(String name, String option) throws Exception {
        Path file = folder.resolve(name);
        Process tar;
        try {
            tar =
                    new ProcessBuilder(
                                    "tar",
                                    "-C",
                                    folder.resolve("logs").toString(),
                                    option,
                                    "-cf",
                                    file.toString(),
                                    "a",
                                    "broken",
                                    "two")
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            assumeTrue(false, "no tar here");
            return file;
        }
        assumeTrue(tar.waitFor() == 0, "tar cannot " + option);
        return file;
    }

    @ParameterizedTest
    @CsvSource({"x.tar,--format=ustar", "x.tgz,--gzip", "x.tar.gz,--gzip", "x.tar.zst,--zstd"})
    void readsEveryEntryAsALogOfItsOwn(String name, String option) throws Exception {
        Path rejects = folder.resolve("rejects");
        Path file = tarball(name, option);

        int code = parse("--format", "none", "--rejects", rejects.toString(), file.toString());

        assertThat(code).isZero();
        assertThat(err.toString(UTF_8)).contains("61 lines: 60 accepted, 1 rejected");
        assertThat(Files.readString(rejects)).contains(file + "!/broken\",\"line\":1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "7zz"})
    void readsEveryEntryOfAZip(String writer) throws Exception {
        Path rejects = folder.resolve("rejects");
        Path file = folder.resolve("x.zip");
        String add = writer.equals("zip") ? "-r" : "a";
        try {
            Process zip =
                    new ProcessBuilder(writer, add, file.toString(), "a", "broken", "two")
                            .directory(folder.resolve("logs").toFile())
                            .redirectErrorStream(true)
                            .start();
            zip.getInputStream().readAllBytes();
            assertThat(zip.waitFor()).isZero();
        } catch (IOException e) {
            assumeTrue(false, "no " + writer + " here");
        }

        int code = parse("--format", "none", "--rejects", rejects.toString(), file.toString());

        assertThat(code).isZero();
        assertThat(err.toString(UTF_8)).contains("61 lines: 60 accepted, 1 rejected");
        assertThat(Files.readString(rejects)).contains(file + "!/broken\",\"line\":1");
    }

    @Test
    void aTarballThatIsCutIsNamedAndFails() throws Exception {
        Path file = tarball("x.tar", "--format=ustar");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, 5_000));

        assertThat(parse("--format", "none", file.toString())).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains(file.toString());
    }
}
