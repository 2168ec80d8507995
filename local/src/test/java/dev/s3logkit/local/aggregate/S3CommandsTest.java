package dev.s3logkit.local.aggregate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.s3.awssdk.S3Server;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands against the embedded S3.
class S3CommandsTest {

    private static final String LOGS = "my-logs";
    private static final String OUT = "my-partitions";

    @TempDir Path folder;
    private S3Server server;
    private ObjectStore store;
    private Map<String, String> environment;
    private final List<String> expected = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        EmbeddedStore objects = EmbeddedStore.inFolder(folder.resolve("s3"), change -> {});
        objects.createBucket(LOGS);
        objects.createBucket(OUT);
        server = S3Server.start(objects, "us-east-1", 0, Faults.none());
        environment =
                new HashMap<>(
                        Map.of(
                                "AWS_ENDPOINT_URL_S3",
                                server.endpoint().toString(),
                                "AWS_ACCESS_KEY_ID",
                                "local",
                                "AWS_SECRET_ACCESS_KEY",
                                "local",
                                "S3LOGS_STAGING_ROOT_PATH",
                                folder.resolve("staging").toString()));
        store = S3ObjectStore.create(environment);
        for (int i = 0; i < 5; i++) {
            String lines = CommandRun.of("logs", "generate", "--lines", 20, "--seed", i + 1).out();
            lines.lines().forEach(expected::add);
            put("p/2026-01-01-00-00-0" + i + "-ABCD", lines);
        }
        put("p/x.parquet", "no log");
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
        server.close();
    }

    private void put(String key, String content) throws Exception {
        try (ObjectWriter writer =
                store.create(
                        new S3Uri(LOGS, key),
                        new CreateOptions(
                                "text/plain",
                                "STANDARD",
                                Map.of(),
                                CreateOptions.MIN_PART_SIZE,
                                false))) {
            writer.write(content.getBytes(ISO_8859_1));
            writer.commit();
        }
    }

    private CommandRun run(Object... arguments) {
        return CommandRun.of(environment, arguments);
    }

    private List<String> keys() throws Exception {
        List<String> keys = new ArrayList<>();
        store.list(new S3Uri(OUT, ""), object -> keys.add(object.uri().key()));
        return keys;
    }

    @Test
    void aPrefixAndItsObjectsCountOnceAndGoToTheBucket() throws Exception {
        CommandRun prefix = run("aggregate", "s3://my-logs/p/");
        assertThat(prefix.exit()).as(prefix.err()).isZero();
        assertThat(prefix.out()).containsPattern("sources +5\n").containsPattern("requests get +5");
        for (String form :
                List.of("s3://my-logs/p/2026-01-01-00-00-00-ABCD", "s3://my-logs/p/20")) {
            assertThat(run("aggregate", form).exit()).isZero();
        }
        CommandRun out = run("transform", "--output", "s3://my-partitions/access", "--now");
        assertThat(out.exit()).as(out.err()).isZero();
        assertThat(out.out()).containsPattern("records +100\n");
        assertThat(keys()).isNotEmpty().allMatch(key -> key.startsWith("access/year=2026/"));
    }

    @Test
    void theFormsOfTheSystemBeforeWorkToo() throws Exception {
        for (int i = 0; i < 5; i++) {
            String key = "p/2026-01-01-00-00-0" + i + "-ABCD";
            CommandRun run = run("aggregate", "s3", "-r", "us-east-1", "-b", LOGS, "-k", key);
            assertThat(run.exit()).as(run.err()).isZero();
        }
        CommandRun out = run("transform", "-r", "us-east-1", "-b", OUT, "--now", "--json");
        assertThat(out.exit()).as(out.err()).isZero();
        assertThat(out.json()).containsEntry("records", 100);
        assertThat(keys()).isNotEmpty().allMatch(key -> key.startsWith("year=2026/"));
    }

    @Test
    void aWholeBucketTakesTheConfiguredPrefix() throws Exception {
        environment.put("S3LOGS_TRANSFORM_OUTPUT_TARGET_PREFIX", "access");
        assertThat(run("aggregate", "s3://my-logs").exit()).isZero();
        assertThat(run("transform", "--output", "s3://my-partitions", "--now").exit()).isZero();
        assertThat(keys()).isNotEmpty().allMatch(key -> key.startsWith("access/year=2026/"));
    }

    @Test
    void whatIsNotThereIsNamedWithWhatWasTried() {
        for (String gone :
                List.of("s3://my-logs/gone", "s3://my-logs/gone/", "s3://no-such-bucket/x")) {
            CommandRun run = run("aggregate", gone);
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err())
                    .contains(gone)
                    .containsPattern("LIST|HEAD|GET")
                    .doesNotContain("\tat ");
        }
        assertThat(run("aggregate", "s3://my-logs/p/").exit()).isZero();
        CommandRun out = run("transform", "-b", "no-such-bucket", "--now");
        assertThat(out.exit()).isEqualTo(1);
        assertThat(out.err()).contains("no-such-bucket").contains("PUT");
    }
}
