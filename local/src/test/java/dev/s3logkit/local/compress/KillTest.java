package dev.s3logkit.local.compress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.archive.ArchiveVerifier;
import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.s3.awssdk.S3Server;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process with SIGKILL at random requests while it archives 1,500 objects and deletes
/// them, and starts it again: there is no archive or a whole one, and sources go only when there is
/// one.
class KillTest {

    private static final int OBJECTS = 1_500;
    private static final int LARGE = 12 << 20;
    private static final int KILLS = Boolean.getBoolean("s3logkit.long") ? 80 : 4;
    private static final S3Uri MANIFEST = S3Uri.parse("s3://my-lists/day.txt");
    private static final S3Uri LOGS = S3Uri.parse("s3://my-logs/");

    @TempDir Path folder;
    private final Random random = new Random(20_260_206);
    private S3Server server;
    private ObjectStore store;

    @BeforeEach
    void start() throws Exception {
        EmbeddedStore objects = EmbeddedStore.inMemory(folder.resolve("s3"), change -> {});
        objects.createBucket("my-logs");
        objects.createBucket("my-lists");
        objects.createBucket("my-zips");
        server = S3Server.start(objects, "us-east-1", 0, Faults.none());
        store =
                S3ObjectStore.create(
                        Map.of(
                                "AWS_ENDPOINT_URL_S3",
                                server.endpoint().toString(),
                                "AWS_ACCESS_KEY_ID",
                                "local",
                                "AWS_SECRET_ACCESS_KEY",
                                "local"));
        put(MANIFEST, "s3://my-logs/\n".getBytes(UTF_8));
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
        server.close();
    }

    @Test
    void whereverItIsKilledThereIsNoArchiveOrAWholeOneAndSourcesGoOnlyForAWholeOne()
            throws Exception {
        int kills = 0;
        int requests = 0;
        for (int archive = 0; kills < KILLS || requests == 0; archive++) {
            S3Uri output = new S3Uri("my-zips", archive + ".zip");
            putSources();
            if (requests == 0) {
                requests = run(output, Integer.MAX_VALUE);
                requireDone(output);
                continue;
            }
            while (kills < KILLS && count() > 0) {
                run(output, 1 + random.nextInt(requests));
                kills++;
                boolean there = store.head(output).isPresent();
                if (there) {
                    assertThat(ArchiveVerifier.verify(store, output).entries())
                            .isEqualTo(OBJECTS + 1);
                } else {
                    assertThat(count()).isEqualTo(OBJECTS + 1);
                }
            }
            if (count() > 0) {
                run(output, Integer.MAX_VALUE);
            }
            requireDone(output);
        }
    }

    private void requireDone(S3Uri output) throws IOException {
        assertThat(count()).isZero();
        assertThat(ArchiveVerifier.verify(store, output).entries()).isEqualTo(OBJECTS + 1);
    }

    /// Runs it until it has sent so many requests; how many it has sent.
    private int run(S3Uri output, int requests) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledRun.class.getName(),
                                server.endpoint().toString(),
                                MANIFEST.toString(),
                                output.toString())
                        .redirectError(folder.resolve("errors").toFile())
                        .start();
        int sent = 0;
        try (InputStream told = process.getInputStream()) {
            while (sent < requests && told.read() >= 0) {
                sent++;
            }
            if (sent == requests) {
                process.destroyForcibly();
            }
        }
        int exit = process.waitFor();
        if (sent < requests) {
            assertThat(exit).as(Files.readString(folder.resolve("errors"))).isZero();
        }
        return sent;
    }

    private void putSources() throws IOException {
        byte[] content = new byte[200];
        for (int i = 0; i < OBJECTS; i++) {
            random.nextBytes(content);
            put(LOGS.append("%04d".formatted(i)), content);
        }
        byte[] large = new byte[LARGE];
        random.nextBytes(large);
        put(LOGS.append("large"), large);
    }

    private void put(S3Uri uri, byte[] content) throws IOException {
        CreateOptions options =
                new CreateOptions("text/plain", "STANDARD", Map.of(), 64 << 20, false);
        try (ObjectWriter writer = store.create(uri, options)) {
            writer.write(content);
            writer.commit();
        }
    }

    private long count() throws IOException {
        long[] count = {0};
        store.list(LOGS, object -> count[0]++);
        return count[0];
    }
}
