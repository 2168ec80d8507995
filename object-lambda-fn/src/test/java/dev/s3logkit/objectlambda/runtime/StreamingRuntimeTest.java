package dev.s3logkit.objectlambda.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.telemetry.RunLog;
import dev.s3logkit.objectlambda.bucket.Body;
import dev.s3logkit.objectlambda.bucket.S3Answer;
import dev.s3logkit.objectlambda.fixture.SampleTree;
import dev.s3logkit.objectlambda.fixture.TestBucket;
import dev.s3logkit.objectlambda.fixture.Zips;
import dev.s3logkit.objectlambda.functionurl.FrontDoor;
import dev.s3logkit.objectlambda.runtime.FakeRuntimeApi.Posted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The runtime against a Runtime API, over HTTP.
class StreamingRuntimeTest {

    private static final int LARGE = 7_000_000;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private FakeRuntimeApi api;

    @TempDir Path folder;

    @BeforeEach
    void start() throws IOException {
        api = new FakeRuntimeApi();
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
    }

    private static String event(String method, String path) throws IOException {
        return JSON.std.asString(
                Map.of(
                        "version",
                        "2.0",
                        "rawPath",
                        path,
                        "headers",
                        Map.of("host", "h"),
                        "requestContext",
                        Map.of(
                                "http",
                                Map.of("method", method),
                                "authorizer",
                                Map.of("iam", Map.of("userId", "reader")))));
    }

    private Posted answer(FrontDoor door, String event) throws Exception {
        api.hand(event);
        new StreamingRuntime(
                        new RuntimeApi(api.address()),
                        door,
                        new InMemoryObjectStore("b"),
                        new RunLog("door", new PrintStream(log, true, UTF_8), Clock.systemUTC()))
                .answerNext();
        return api.take();
    }

    private static String content(Posted posted) {
        return posted.body().substring(posted.body().indexOf("\0\0\0\0\0\0\0\0") + 8);
    }

    private static Map<String, Object> prelude(Posted posted) throws IOException {
        return JSON.std.mapFrom(posted.body().substring(0, posted.body().indexOf('\0')));
    }

    @Test
    void streamsContentThatIsLargerThanABufferedAnswer() throws Exception {
        byte[] large = SampleTree.random(LARGE);
        try (TestBucket archives =
                new TestBucket(folder)
                        .store("a.zip", Zips.of(Map.of("large.bin", large)))
                        .map("2024", "a.zip")) {
            FrontDoor door =
                    new FrontDoor(archives.bucket()::handle, null, null, (subject, failure) -> {});
            Posted posted = answer(door, event("GET", "/archives/2024/large.bin"));
            assertThat(posted.path()).isEqualTo("/2018-06-01/runtime/invocation/id-1/response");
            assertThat(posted.headers())
                    .containsEntry("lambda-runtime-function-response-mode", "streaming")
                    .containsEntry(
                            "content-type", "application/vnd.awslambda.http-integration-response");
            assertThat(prelude(posted)).containsEntry("statusCode", 200);
            assertThat(content(posted).getBytes(ISO_8859_1)).isEqualTo(large);
            assertThat(posted.trailers()).isEmpty();

            Posted head = answer(door, event("HEAD", "/archives/2024/large.bin"));
            assertThat(content(head)).isEmpty();
            assertThat(prelude(head).get("headers").toString()).contains("content-length=7000000");

            Posted none = answer(door, event("GET", "/archives/2024/none"));
            assertThat(prelude(none)).containsEntry("statusCode", 404);
            assertThat(content(none)).contains("<Code>NoSuchKey</Code>");
        }
    }

    @Test
    void saysInTheTrailerThatContentBrokeOff() throws Exception {
        FrontDoor door =
                new FrontDoor(
                        question ->
                                new S3Answer(
                                        200,
                                        Map.of("content-length", "1000"),
                                        new Body.Content(
                                                1000,
                                                out -> {
                                                    out.write("begun".getBytes(UTF_8));
                                                    throw new IOException("the archive has gone");
                                                })),
                        null,
                        null,
                        (subject, failure) -> {});
        Posted posted = answer(door, event("GET", "/archives/x"));
        assertThat(content(posted)).isEqualTo("begun");
        assertThat(posted.trailers())
                .containsEntry("lambda-runtime-function-error-type", "IOException");
        assertThat(
                        new String(
                                Base64.getDecoder()
                                        .decode(
                                                posted.trailers()
                                                        .get("lambda-runtime-function-error-body")),
                                UTF_8))
                .contains("the archive has gone");
        assertThat(log.toString(UTF_8)).contains("the archive has gone");
    }

    @Test
    void refusesContentThatIsLargerThanAStreamedAnswer() throws Exception {
        FrontDoor door =
                new FrontDoor(
                        question ->
                                new S3Answer(
                                        200,
                                        Map.of(),
                                        new Body.Content(
                                                FrontDoor.MAX_STREAMED + 1,
                                                out -> {
                                                    throw new AssertionError("nobody reads it");
                                                })),
                        null,
                        null,
                        (subject, failure) -> {});
        Posted posted = answer(door, event("GET", "/archives/x"));
        assertThat(prelude(posted)).containsEntry("statusCode", 400);
        assertThat(content(posted)).contains("200000001 bytes");
    }

    @Test
    void reportsAnEventOfSomethingElseAndGoesOn() throws Exception {
        FrontDoor door = new FrontDoor(question -> null, null, null, (subject, failure) -> {});
        Posted posted = answer(door, "{\"Records\": []}");
        assertThat(posted.path()).isEqualTo("/2018-06-01/runtime/invocation/id-1/error");
        assertThat(posted.headers().get("lambda-runtime-function-error-type"))
                .endsWith("InvalidEventException");
    }

    @Test
    void theWrapperStartsARuntimeThatAnswersInAProcessOfItsOwn() throws Exception {
        Path script =
                Path.of(System.getProperty("s3logkit.root"))
                        .resolve("object-lambda-fn/src/main/lambda/stream-answers");
        ProcessBuilder builder =
                new ProcessBuilder(
                                "sh",
                                script.toString(),
                                ProcessHandle.current().info().command().orElse("java"))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("LAMBDA_TASK_ROOT", System.getProperty("java.class.path"));
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
        builder.environment().put("AWS_REGION", "us-east-1");
        builder.environment().put("AWS_ACCESS_KEY_ID", "k");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "s");
        Process process = builder.start();
        try {
            api.hand(event("GET", "/archives/none"));
            Posted posted = api.take();
            assertThat(prelude(posted)).containsEntry("statusCode", 404);
            assertThat(content(posted)).contains("<Code>NoSuchKey</Code>");
        } finally {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
