package dev.s3logkit.local.compress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectStore;
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
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The commands against the embedded S3.
class CompressCommandsTest {

    private static final String MANIFEST = "s3://my-lists/day.txt";
    private static final String ARCHIVE = "s3://my-zips/day.zip";
    private static final byte[] NOTHING = {};

    @TempDir Path folder;
    private S3Server server;
    private ObjectStore store;
    private Map<String, String> environment;
    private byte[] out = NOTHING;
    private String err = "";

    @BeforeEach
    void start() throws Exception {
        EmbeddedStore objects = EmbeddedStore.inMemory(folder.resolve("s3"), change -> {});
        for (String bucket : List.of("my-logs", "my-lists", "my-zips")) {
            objects.createBucket(bucket);
        }
        server = S3Server.start(objects, "us-east-1", 0, Faults.none());
        environment =
                new HashMap<>(
                        Map.of(
                                "AWS_ENDPOINT_URL_S3",
                                server.endpoint().toString(),
                                "AWS_ACCESS_KEY_ID",
                                "local",
                                "AWS_SECRET_ACCESS_KEY",
                                "local"));
        store = S3ObjectStore.create(environment);
        for (int i = 0; i < 20; i++) {
            put("s3://my-logs/day/%02d é".formatted(i), "log " + i);
        }
        put(MANIFEST, "s3://my-logs/day/\n");
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
        server.close();
    }

    private void put(String url, String content) throws IOException {
        CreateOptions options =
                new CreateOptions(
                        "text/plain", "STANDARD", Map.of(), CreateOptions.MIN_PART_SIZE, false);
        try (ObjectWriter writer = store.create(S3Uri.parse(url), options)) {
            writer.write(content.getBytes(UTF_8));
            writer.commit();
        }
    }

    private int run(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int exit =
                Main.run(
                        arguments,
                        new Streams(
                                new ByteArrayInputStream(NOTHING),
                                bytes,
                                new PrintStream(messages, true, UTF_8),
                                false),
                        environment);
        out = bytes.toByteArray();
        err = messages.toString(UTF_8);
        return exit;
    }

    private int compress(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("compress", "--manifest", MANIFEST, "--output", ARCHIVE));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private long logs() throws IOException {
        long[] count = {0};
        store.list(S3Uri.parse("s3://my-logs/"), object -> count[0]++);
        return count[0];
    }

    @Test
    void anArchiveIsMadeReadBackProvenAndItsSourcesDeleted() throws IOException {
        assertThat(compress()).as(err).isZero();
        assertThat(new String(out, UTF_8))
                .contains("files processed              20")
                .contains("output s3 url                s3://my-zips/day.zip");

        assertThat(run("decompress", "--source", ARCHIVE, "my-logs/day/07 é")).as(err).isZero();
        assertThat(out).isEqualTo("log 7".getBytes(UTF_8));
        Path file = folder.resolve("eight");
        assertThat(
                        run(
                                "decompress",
                                "--source",
                                ARCHIVE,
                                "my-logs/day/08 é",
                                "--output",
                                file.toString()))
                .as(err)
                .isZero();
        assertThat(file).hasContent("log 8");
        assertThat(
                        run(
                                "decompress",
                                "--source",
                                ARCHIVE,
                                "my-logs/day/09 é",
                                "--output",
                                "s3://my-zips/nine"))
                .as(err)
                .isZero();
        assertThat(new String(store.open(S3Uri.parse("s3://my-zips/nine")).readAllBytes(), UTF_8))
                .isEqualTo("log 9");

        assertThat(run("verify", ARCHIVE)).as(err).isZero();
        assertThat(new String(out, UTF_8)).contains("files verified               20");
        assertThat(logs()).isEqualTo(20);
        assertThat(run("delete-sources", ARCHIVE)).as(err).isZero();
        assertThat(new String(out, UTF_8)).contains("files deleted successfully   20");
        assertThat(logs()).isZero();
        assertThat(compress()).as("the archive is the result").isZero();
    }

    @Test
    void withJsonTheResultIsTheFunctionsAnswer() throws IOException {
        assertThat(compress("--json", "--delete-source-files", "--compression", "deflate"))
                .isZero();
        Map<String, Object> answer = JSON.std.mapFrom(new String(out, UTF_8));
        assertThat(answer)
                .containsEntry("status", "success")
                .containsEntry("output_s3_url", ARCHIVE)
                .containsKeys("metrics", "requests", "estimated_cost_usd", "deletion");
        assertThat(logs()).isZero();
        assertThat(run("decompress", "--json", "--source", ARCHIVE, "my-logs/day/07 é")).isZero();
        assertThat(JSON.std.mapFrom(new String(out, UTF_8)))
                .containsEntry("file_content_base64", "bG9nIDc=");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    compress --output s3://my-zips/a.zip | Missing required option: '--manifest=URL'
                    compress --manifest nowhere --output s3://my-zips/a | --manifest is "nowhere", expected the URL of an object
                    compress --manifest s3://my-lists/m --output s3://my-zips/ | --output is "s3://my-zips/", expected the URL of an object
                    compress --manifest s3://my-lists/m --output s3://my-zips/a --max-workers 0 | --max-workers is 0, expected an integer from 1 to 512
                    compress --manifest s3://my-lists/m --output s3://my-zips/a --compression xz | --compression is "xz", expected zstd, deflate or store
                    compress --manifest s3://my-lists/m --output s3://my-zips/a --level 30 | --level is 30, expected an integer from 1 to 19
                    decompress --source s3://my-zips/a | Missing required parameter: 'FILE'
                    verify | Missing required parameter: 'URL'
                    verify s3://my-zips | the URL of the archive is "s3://my-zips", expected the URL of an object
                    delete-sources day.zip | the URL of the archive is "day.zip", expected the URL of an object
                    """)
    void aBadArgumentIsWrongUsage(String line, String message) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err).startsWith(message);
        assertThat(out).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    compress --manifest s3://my-lists/none --output s3://my-zips/a.zip | the manifest is not there
                    compress --manifest s3://my-lists/day.txt --output s3://no-such-bucket/a.zip | no such bucket
                    decompress --source s3://my-zips/none.zip a | no such key
                    verify s3://my-zips/none.zip | no such key
                    delete-sources s3://my-lists/day.txt | s3://my-lists/day.txt
                    """)
    void whatCannotBeDoneFailsAndSaysWhy(String line, String message) {
        assertThat(run(line.split(" "))).isEqualTo(1);
        assertThat(err).contains(message);
        assertThat(out).isEmpty();
    }

    @Test
    void whatIsMissingIsNamedOrLeftOut() throws IOException {
        put(MANIFEST, "s3://my-logs/day/\ns3://my-logs/gone\n");
        assertThat(compress()).isEqualTo(1);
        assertThat(err).contains("s3://my-logs/gone");
        assertThat(compress("--ignore-missing")).isZero();
        assertThat(new String(out, UTF_8)).contains("files missing                1");
    }

    @Test
    void aFileThatCannotBeWrittenLeavesNothingBehind() throws IOException {
        assertThat(compress()).isZero();
        Path missing = folder.resolve("no/such/folder/file");
        assertThat(
                        run(
                                "decompress",
                                "--source",
                                ARCHIVE,
                                "my-logs/day/08 é",
                                "--output",
                                missing.toString()))
                .isEqualTo(1);
        Path kept = Files.write(folder.resolve("kept"), "before".getBytes(ISO_8859_1));
        assertThat(
                        run(
                                "decompress",
                                "--source",
                                ARCHIVE,
                                "my-logs/day/08",
                                "--output",
                                kept.toString()))
                .isEqualTo(1);
        assertThat(err).contains("most alike are [my-logs/day/08 é");
        assertThat(kept).hasContent("before");
    }
}
