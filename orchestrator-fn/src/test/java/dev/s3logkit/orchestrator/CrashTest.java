package dev.s3logkit.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.orchestrator.OrchestrationRequest.Mode;
import dev.s3logkit.orchestrator.plan.PlanNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills runs with SIGKILL at random moments, one or two at once, and runs again: what comes out is
/// what one undisturbed run makes, and no manifest is started twice.
class CrashTest {

    private static final int KILLS = Boolean.getBoolean("s3logkit.long") ? 100 : 4;

    /// Longest life of a process that is to be killed.
    private static final int LIFE_MILLIS = 2_500;

    @TempDir Path folder;

    private final Random random = new Random(20_241_225);

    @Test
    void whateverIsKilledEveryObjectIsInOneManifest() throws Exception {
        InMemoryObjectStore undisturbed = Setup.store(3, 4_000, 2);
        Path root = Files.createDirectory(folder.resolve("root"));
        Path starts = folder.resolve("starts");
        copyInventory(undisturbed, root);
        Setup.run(undisturbed, folder, Setup.request(Setup.INVENTORY, Mode.PLAN));

        for (int kills = 0; kills < KILLS; ) {
            List<Process> runs = new ArrayList<>();
            runs.add(start(root, starts));
            if (random.nextInt(3) == 0) {
                runs.add(start(root, starts));
            }
            for (Process run : runs) {
                if (!run.waitFor(random.nextInt(LIFE_MILLIS), TimeUnit.MILLISECONDS)) {
                    run.destroyForcibly().waitFor();
                    kills++;
                }
            }
            if (Files.exists(folder.resolve("done"))) {
                // All is there: begin again, most of the time from the middle.
                wipe(root, starts);
            }
        }
        assertThat(start(root, starts).waitFor()).isZero();

        Map<String, String> expected = Setup.written(undisturbed);
        Map<String, String> found = archives(root);
        found.keySet().removeIf(key -> key.contains("-started-"));
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((key, text) -> assertThat(found.get(key)).as(key).isEqualTo(text));
        assertThat(Files.readAllLines(starts)).doesNotHaveDuplicates();
    }

    private Process start(Path root, Path starts) throws IOException {
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CrashingRun.class.getName(),
                                root.toString(),
                                folder.toString(),
                                starts.toString()))
                .inheritIO()
                .start();
    }

    /// Removes some of what was written last: the mark, and what stands behind it.
    private void wipe(Path root, Path starts) throws IOException {
        Files.delete(folder.resolve("done"));
        Files.deleteIfExists(starts);
        PlanNames names = PlanNames.of(Setup.MANIFESTS, Setup.BY_MODIFIED.date());
        List<String> all = new ArrayList<>(archives(root).keySet());
        boolean plan = random.nextInt(3) == 0;
        for (String key : all) {
            boolean always = key.contains("-started-") || key.equals(names.written(1).key());
            boolean manifest = key.endsWith("-manifest.txt") && random.nextBoolean();
            if (always || manifest || (plan && !key.endsWith("-manifest.txt"))) {
                Files.delete(path(root, new S3Uri("archives", key)));
            }
        }
    }

    private static Path path(Path root, S3Uri uri) {
        return root.resolve(java.net.URLEncoder.encode(uri.toString(), UTF_8));
    }

    private static void copyInventory(InMemoryObjectStore from, Path root) throws IOException {
        for (String key : from.keys("inventories")) {
            S3Uri uri = new S3Uri("inventories", key);
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            file.write('\n');
            file.writeBytes(from.content(uri));
            Files.write(path(root, uri), file.toByteArray());
        }
    }

    /// Contents of the bucket of manifests by key.
    private static Map<String, String> archives(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(root)) {
            for (Path file : files.toList()) {
                String url = URLDecoder.decode(file.getFileName().toString(), UTF_8);
                if (url.startsWith("s3://archives/")) {
                    String text = Files.readString(file);
                    contents.put(
                            url.substring("s3://archives/".length()),
                            text.substring(text.indexOf('\n') + 1));
                }
            }
        }
        return contents;
    }
}
