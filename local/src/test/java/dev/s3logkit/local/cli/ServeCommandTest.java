package dev.s3logkit.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.logs.Streams;
import dev.s3logkit.local.s3.awssdk.S3Server;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import dev.s3logkit.objectlambda.fixture.SampleTree;
import dev.s3logkit.objectlambda.fixture.Zips;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `archive serve`: in a process of its own, as users start it, and what it refuses.
class ServeCommandTest {

    @TempDir private Path folder;

    @Test
    void servesUntilItIsStoppedAndLeavesNothingBehind() throws Exception {
        EmbeddedStore objects = EmbeddedStore.inMemory(folder.resolve("s3"), change -> {});
        objects.createBucket("stored");
        try (S3Server server = S3Server.start(objects, "us-east-1", 0, Faults.none());
                HttpClient http = HttpClient.newHttpClient()) {
            put(http, server.endpoint().resolve("/stored/a.zip"));
            Path temporary = Files.createDirectory(folder.resolve("tmp"));
            Process serve = start(server.endpoint(), temporary);
            try {
                BufferedReader out =
                        new BufferedReader(new InputStreamReader(serve.getInputStream(), UTF_8));
                assertThat(out.readLine()).isEqualTo("s3://files/v/  s3://stored/a.zip");
                String hint = out.readLine();
                assertThat(hint)
                        .matches(
                                "aws --endpoint-url http://127\\.0\\.0\\.1:\\d+ s3 ls s3://files/");
                String url = hint.split(" ", -1)[2];
                HttpResponse<String> got = get(http, "GET", url + "/files/v/a.txt");
                assertThat(got.body()).isEqualTo("dot, too");
                HttpResponse<String> head = get(http, "HEAD", url + "/files/v/random.bin");
                assertThat(head.headers().firstValueAsLong("content-length")).hasValue(300_000);
                assertThat(get(http, "GET", url + "/").body()).contains("<Name>files</Name>");
                HttpResponse<String> missing = get(http, "GET", url + "/files/v/none");
                assertThat(missing.statusCode()).isEqualTo(404);
                assertThat(missing.headers().firstValue("x-amz-request-id").orElseThrow())
                        .isNotEmpty();
                assertThat(get(http, "GET", url + "/files/%ff").statusCode()).isEqualTo(400);
                assertThat(refusedAtOnce(http, url + "/files/v/new")).isEqualTo(405);
            } finally {
                serve.destroy();
            }
            assertThat(serve.waitFor(30, TimeUnit.SECONDS)).isTrue();
            try (var left = Files.list(temporary)) {
                assertThat(left.filter(file -> !file.getFileName().toString().startsWith("hsperf")))
                        .isEmpty();
            }
        }
    }

    private static void put(HttpClient http, URI uri) throws Exception {
        byte[] zip = Zips.of(SampleTree.files().objects());
        HttpRequest put = HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofByteArray(zip)).build();
        assertThat(http.send(put, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> get(HttpClient http, String method, String url)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url))
                        .method(method, BodyPublishers.noBody())
                        .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static int refusedAtOnce(HttpClient http, String url) throws Exception {
        HttpRequest put =
                HttpRequest.newBuilder(URI.create(url))
                        .expectContinue(true)
                        .PUT(BodyPublishers.ofByteArray(new byte[1 << 20]))
                        .build();
        return http.send(put, BodyHandlers.discarding()).statusCode();
    }

    private Process start(URI s3, Path temporary) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "archive",
                        "serve",
                        "--map",
                        "v|s3://stored/a.zip",
                        "--bucket",
                        "files");
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment()
                .putAll(
                        Map.of(
                                "AWS_ENDPOINT_URL_S3", s3.toString(),
                                "AWS_ACCESS_KEY_ID", "local",
                                "AWS_SECRET_ACCESS_KEY", "local"));
        return builder.redirectError(folder.resolve("serve.err").toFile()).start();
    }

    @ParameterizedTest
    @CsvSource({
        "nothing to serve, 1, archive serve",
        "'a|nowhere', 1, archive serve --map a|nowhere",
        "'a|s3://bucket/', 1, archive serve --map a|s3://bucket/",
        "s3://bucket/one, 1, archive serve --map a|s3://bucket/one --map a|s3://bucket/two",
        "--port 70000, 1, archive serve --map a|s3://bucket/one --port 70000",
        "--port, 2, archive serve --map a|s3://bucket/one --port many",
        "Unexpected argument, 2, archive serve a|s3://bucket/one",
    })
    void whatCannotBeServedIsSaid(String message, int exit, String arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams =
                new Streams(
                        new ByteArrayInputStream(new byte[0]),
                        new ByteArrayOutputStream(),
                        new PrintStream(err, true, UTF_8),
                        false);
        int code =
                Main.run(
                        arguments.split(" ", -1),
                        streams,
                        Map.of("AWS_REGION", "us-east-1", "AWS_ENDPOINT_URL_S3", "http://x:1"));
        assertThat(code).as(err.toString(UTF_8)).isEqualTo(exit);
        assertThat(err.toString(UTF_8)).contains(message);
    }

    @Test
    void helpSaysHowItIsUsed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Streams streams =
                new Streams(
                        new ByteArrayInputStream(new byte[0]),
                        out,
                        new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                        false);
        assertThat(Main.run(new String[] {"archive", "serve", "--help"}, streams, Map.of()))
                .isZero();
        for (String word : List.of("--map", "--bucket", "--port", "--endpoint-url", "s3 sync")) {
            assertThat(out.toString(UTF_8)).contains(word);
        }
    }
}
