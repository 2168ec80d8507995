package dev.s3logkit.local.orchestrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStream;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.local.cli.Main;
import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.logs.Streams;
import dev.s3logkit.local.s3.awssdk.S3Server;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrchestrateCommandTest {

    private static final String ROWS =
            """
            "logs","AWSLogs/111111111111/CloudTrail/eu-west-1/2024/12/25/a%2Bb.gz","10","2024-12-25T10:00:00.000Z"
            "logs","AWSLogs/111111111111/CloudTrail/eu-west-1/2024/12/25/c.gz","20","2024-12-25T10:00:00.000Z"
            "logs","AWSLogs/111111111111/CloudTrail/eu-west-1/2024/12/24/d.gz","20","2024-12-24T10:00:00.000Z"
            "logs","nobody","1","2024-12-25T10:00:00.000Z"
            """;

    @TempDir Path folder;

    private record Run(int exit, String out, String err) {}

    private static Run run(Map<String, String> environment, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> args = new ArrayList<>(List.of("orchestrate"));
        for (Object argument : arguments) {
            args.add(argument.toString());
        }
        int exit =
                Main.run(
                        args.toArray(String[]::new),
                        new Streams(
                                new ByteArrayInputStream(new byte[0]),
                                out,
                                new PrintStream(err, true, UTF_8),
                                false),
                        environment);
        return new Run(exit, out.toString(UTF_8), err.toString(UTF_8));
    }

    private Path file() throws Exception {
        return Files.writeString(folder.resolve("rows.csv"), ROWS);
    }

    @Test
    void aDryRunOfAFileTellsGroupsAndCost() throws Exception {
        Run run = run(Map.of(), "--inventory", file(), "--date", "2024-12-25", "--dry-run");
        assertThat(run.err).isEmpty();
        assertThat(run.exit).isZero();
        assertThat(run.out)
                .contains("111111111111-eu-west-1")
                .contains("s3://logs/nobody")
                .containsPattern("rows other date +1\n")
                .containsPattern("cost usd +0\\.000");
        Map<String, Object> json =
                JSON.std.mapFrom(
                        run(
                                        Map.of(),
                                        "--json",
                                        "--inventory",
                                        file(),
                                        "--date",
                                        "2024-12-25",
                                        "--date-field",
                                        "log_date",
                                        "--dry-run")
                                .out);
        assertThat(json)
                .containsEntry("status", "dry_run")
                .containsEntry("objects", 2)
                .containsEntry("bytes", 30)
                .containsEntry("rows_no_date", 1);
    }

    @Test
    void aDateWithoutRowsIsAnEmptyResult() throws Exception {
        Run run = run(Map.of(), "--inventory", file(), "--date", "2020-01-01", "--dry-run");
        assertThat(run.exit).isZero();
        assertThat(run.out).containsPattern("objects +0\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--date tomorrow --dry-run|2|option '--date': 'tomorrow' is no day such as 2024-12-25",
                "--date 2024-13-01 --dry-run|2|option '--date': '2024-13-01' is no day",
                "--date 2024-12-25|2|Say where manifests go",
                "--date 2024-12-25 --manifests s3://m/|2|expected 3 to 63",
                "--date 2024-12-25 --manifests s3://manifests/|2|only be read with --dry-run",
                "--date 2024-12-25 --dry-run --max-objects 0|2|0 objects per manifest",
                "--date 2024-12-25 --dry-run --compressor zip|2|--compressor",
            })
    void wrongUsageIsNamed(String options, int exit, String problem) throws Exception {
        List<Object> arguments = new ArrayList<>(List.of("--inventory", file()));
        arguments.addAll(List.of(options.split(" ")));
        Run run = run(Map.of(), arguments.toArray());
        assertThat(run.err).contains(problem);
        assertThat(run.exit).isEqualTo(exit);
    }

    @Test
    void aFileThatIsNoInventoryFails() throws Exception {
        Path html = Files.writeString(folder.resolve("x.csv"), "<html></html>\n");
        Run run = run(Map.of(), "--inventory", html, "--date", "2024-12-25", "--dry-run");
        assertThat(run.exit).isEqualTo(1);
        assertThat(run.err)
                .contains("x.csv is no CSV inventory: its first line is '<html></html>'");
    }

    @Test
    void plansInS3AndRunAgainChangesNothing() throws Exception {
        EmbeddedStore objects = EmbeddedStore.inFolder(folder.resolve("s3"), change -> {});
        objects.createBucket("inventories");
        objects.createBucket("archives");
        try (S3Server server = S3Server.start(objects, "us-east-1", 0, Faults.none())) {
            Map<String, String> environment =
                    Map.of(
                            "AWS_ENDPOINT_URL_S3",
                            server.endpoint().toString(),
                            "AWS_ACCESS_KEY_ID",
                            "local",
                            "AWS_SECRET_ACCESS_KEY",
                            "local");
            try (ObjectStore store = S3ObjectStore.create(environment)) {
                put(store, S3Uri.parse("s3://inventories/rows.csv"));
                Object[] plan = {
                    "--json",
                    "--inventory",
                    "s3://inventories/rows.csv",
                    "--manifests",
                    "s3://archives/m/",
                    "--date",
                    "2024-12-25",
                    "--compressor",
                    "none"
                };
                Run first = run(environment, plan);
                assertThat(first.err).isEmpty();
                assertThat(JSON.std.mapFrom(first.out)).containsEntry("status", "planned");
                S3Uri manifest =
                        S3Uri.parse(
                                "s3://archives/m/2024-12-25/111111111111-eu-west-1-manifest.txt");
                try (ObjectStream in = store.open(manifest)) {
                    assertThat(new String(in.readAllBytes(), UTF_8))
                            .isEqualTo(
                                    """
                                    s3://logs/AWSLogs/111111111111/CloudTrail/eu-west-1/2024/12/25/a+b.gz
                                    s3://logs/AWSLogs/111111111111/CloudTrail/eu-west-1/2024/12/25/c.gz
                                    """);
                }
                List<ObjectInfo> before = objects(store);
                assertThat(run(environment, plan).exit).isZero();
                assertThat(objects(store)).isEqualTo(before).hasSize(4);

                plan[8] = "lambda";
                Run start = run(environment, plan);
                assertThat(start.exit).isEqualTo(1);
                assertThat(start.err).contains("COMPRESSOR_FUNCTION_ARN");
            }
        }
    }

    private static List<ObjectInfo> objects(ObjectStore store) throws Exception {
        List<ObjectInfo> found = new ArrayList<>();
        store.list(S3Uri.parse("s3://archives/"), found::add);
        return found;
    }

    private static void put(ObjectStore store, S3Uri uri) throws Exception {
        try (ObjectWriter writer =
                store.create(
                        uri,
                        new CreateOptions(
                                "text/csv",
                                ObjectInfo.STANDARD,
                                Map.of(),
                                CreateOptions.MIN_PART_SIZE,
                                false))) {
            writer.write(ROWS.getBytes(UTF_8));
            writer.commit();
        }
    }
}
