package dev.s3logkit.objectlambda.functionurl;

import static dev.s3logkit.objectlambda.functionurl.Doors.answer;
import static dev.s3logkit.objectlambda.functionurl.Doors.event;
import static dev.s3logkit.objectlambda.functionurl.Doors.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.objectlambda.event.EventFields;
import dev.s3logkit.objectlambda.event.InvalidEventException;
import dev.s3logkit.objectlambda.fixture.PlainBucket;
import dev.s3logkit.objectlambda.fixture.SampleTree;
import dev.s3logkit.objectlambda.fixture.TestBucket;
import dev.s3logkit.objectlambda.fixture.Zips;
import dev.s3logkit.objectlambda.functionurl.Doors.Answer;
import dev.s3logkit.objectlambda.signature.SignatureCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The function URL's side: who is let in, what a buffered answer may hold.
class FrontDoorTest {

    private static final int LARGE = 5_000_000;
    private static final Map<String, String> CURL = Map.of("host", "h", "user-agent", "curl/8");

    @TempDir Path cache;
    private TestBucket archives;
    private final List<String> log = new ArrayList<>();
    private final List<String> linked = new ArrayList<>();
    private FrontDoor door;

    @BeforeEach
    void prepare() throws IOException {
        PlainBucket files = SampleTree.files();
        files.put("large.bin", SampleTree.random(LARGE));
        archives =
                new TestBucket(cache)
                        .store("tree.zip", Zips.of(files.objects()))
                        .map("2024", "tree.zip");
        door =
                new FrontDoor(
                        archives.bucket()::handle,
                        null,
                        (question, answer) -> {
                            linked.add(question.key() + " " + answer.body().length());
                            return "https://links.example/" + question.key();
                        },
                        (subject, failure) -> log.add(subject + ": " + failure.getMessage()));
    }

    @AfterEach
    void close() throws Exception {
        archives.close();
    }

    private Answer get(String path, Map<String, String> headers) throws IOException {
        return answer(door, event("GET", "/archives/2024/" + path, "", headers, true));
    }

    @Test
    void answersTheSampleEvents() throws Exception {
        Answer part = answer(door, sample("archives-url-get.json"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("spa");
        assertThat(part.headers())
                .containsEntry("content-range", "bytes 0-2/5")
                .doesNotContainKey("content-length");

        Answer page = answer(door, sample("archives-url-list.json"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains("<KeyCount>7</KeyCount>", "<IsTruncated>true</IsTruncated>");

        Answer refused = answer(door, sample("archives-url-unsigned.json"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("<Code>AccessDenied</Code>");
    }

    @Test
    void keepsContentLengthForHeadWhereNoBodyTellsIt() throws Exception {
        Answer head = answer(door, event("HEAD", "/archives/2024/random.bin", "", CURL, true));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers()).containsEntry("content-length", "300000");
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "POST"})
    void refusesToWrite(String method) throws Exception {
        Answer answer = answer(door, event(method, "/archives/2024/a.txt", "", CURL, true));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.body()).contains("<Code>MethodNotAllowed</Code>");
    }

    @Test
    void givesContentUpToTheLimitWithinSixMegabytesOfJson() throws Exception {
        Answer most =
                get(
                        "large.bin",
                        Map.of("host", "h", "range", "bytes=0-" + (FrontDoor.MAX_CONTENT - 1)));
        assertThat(most.status()).isEqualTo(206);
        assertThat(most.body()).hasSize(FrontDoor.MAX_CONTENT);
        assertThat(most.size()).isLessThan(6 << 20);
        assertThat(linked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-", "''"})
    void sendsAClientThatFollowsToTheWholeContent(String range) throws Exception {
        Answer answer =
                get(
                        "large.bin",
                        range.isEmpty() ? CURL : Map.of("user-agent", "curl/8", "range", range));
        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.headers())
                .containsEntry("location", "https://links.example/2024/large.bin");
        assertThat(linked).containsExactly("2024/large.bin " + LARGE);
    }

    @ParameterizedTest
    @CsvSource({
        "user-agent,Boto3/1.43 md/Botocore#1.43",
        "user-agent,aws-cli/2.30 md/awscrt",
        "amz-sdk-invocation-id,0000"
    })
    void tellsAnS3ClientWhichSettingsMakeItAskForLess(String name, String value) throws Exception {
        Answer answer = get("large.bin", Map.of("host", "h", name, value));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains("5000000", "multipart_threshold 4MB", "multipart_chunksize 4MB");
        assertThat(linked).isEmpty();
    }

    @Test
    void tellsEveryoneSoWhenThereIsNoPlaceForLinks() throws Exception {
        door = new FrontDoor(archives.bucket()::handle, null, null, (s, f) -> {});
        assertThat(get("large.bin", CURL).body()).contains("multipart_chunksize 4MB");
    }

    @Test
    void answersAnErrorWhenTheContentCannotBeLinked() throws Exception {
        door =
                new FrontDoor(
                        archives.bucket()::handle,
                        null,
                        (question, answer) -> {
                            throw new IOException("the link bucket is not there");
                        },
                        (subject, failure) -> log.add(subject + ": " + failure.getMessage()));
        Answer answer = get("large.bin", CURL);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("<Code>InternalError</Code>");
        assertThat(log).containsExactly("/archives/2024/large.bin: the link bucket is not there");
    }

    @Test
    void asksForASignatureWhereIamHasNotChecked() throws Exception {
        SignatureCheck check =
                new SignatureCheck(id -> "no-such-secret-here", null, Clock.systemUTC());
        door =
                new FrontDoor(
                        archives.bucket()::handle,
                        check,
                        null,
                        (subject, failure) -> log.add(subject));
        Answer unsigned = answer(door, event("GET", "/archives/2024/a.txt", "", CURL, false));
        assertThat(unsigned.status()).isEqualTo(403);
        assertThat(unsigned.body()).contains("<Code>AccessDenied</Code>");
        Answer wrong =
                answer(
                        door,
                        event(
                                "GET",
                                "/archives/2024/a.txt",
                                "",
                                Map.of("host", "h", "authorization", "Basic YTpi"),
                                false));
        assertThat(wrong.body()).contains("<Code>InvalidArgument</Code>");
    }

    @Test
    void answersAnErrorAndLogsItWhenKeysCannotBeRead() throws Exception {
        door =
                new FrontDoor(
                        archives.bucket()::handle,
                        new SignatureCheck(
                                id -> {
                                    throw new IOException("the secret keys cannot be read");
                                },
                                null,
                                Clock.systemUTC()),
                        null,
                        (subject, failure) -> log.add(failure.getMessage()));
        String date =
                dev.s3logkit.common.s3.http.SigV4Signer.timestamp(Clock.systemUTC().instant());
        Map<String, String> headers =
                Map.of(
                        "host",
                        "h",
                        "x-amz-date",
                        date,
                        "x-amz-content-sha256",
                        "UNSIGNED-PAYLOAD",
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=KEY/%s/eu-west-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=00"
                                .formatted(date.substring(0, 8)));
        Answer answer = answer(door, event("GET", "/archives/2024/a.txt", "", headers, false));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("<Code>InternalError</Code>").doesNotContain("secret");
        assertThat(log).containsExactly("the secret keys cannot be read");
    }

    @Test
    void answersAnErrorOfS3WhenAnArchiveIsMissing() throws Exception {
        archives.store().delete(new S3Uri(TestBucket.STORED, "tree.zip"), null);
        Answer answer = get("a.txt", CURL);
        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(answer.body()).contains("<Error><Code>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/archives/2024/%zz", "/archives/2024/%ff"})
    void refusesAPathThatCannotBeDecoded(String path) throws Exception {
        Answer answer = answer(door, event("GET", path, "", CURL, true));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("<Code>InvalidURI</Code>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"version\": \"1.0\", \"requestContext\": {}}",
                "{\"version\": \"2.0\"}",
                "{\"version\": \"2.0\", \"requestContext\": {\"http\": {\"method\": 1}}}",
                "{\"version\": \"2.0\", \"requestContext\": \"x\"}",
                "{\"version\": \"2.0\", \"requestContext\": {\"http\": {\"method\": \"GET\"}}, \"body\": \"%\", \"isBase64Encoded\": true}",
                "[]",
                "{"
            })
    void throwsForAnEventThatIsNoneOfAFunctionUrl(String json) {
        assertThatThrownBy(
                        () ->
                                UrlRequest.of(
                                        EventFields.read(
                                                new java.io.ByteArrayInputStream(
                                                        json.getBytes(
                                                                java.nio.charset.StandardCharsets
                                                                        .UTF_8)))))
                .isInstanceOf(InvalidEventException.class);
    }
}
