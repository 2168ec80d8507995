package dev.s3logkit.objectlambda.accesspoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.objectlambda.accesspoint.Passage.Passed;
import dev.s3logkit.objectlambda.event.EventFields;
import dev.s3logkit.objectlambda.event.InvalidEventException;
import dev.s3logkit.objectlambda.fixture.SampleTree;
import dev.s3logkit.objectlambda.fixture.TestBucket;
import dev.s3logkit.objectlambda.fixture.Zips;
import dev.s3logkit.objectlambda.functionurl.Doors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The access point's side: what is the archives' and what is passed on.
class AccessPointTest {

    private static final String HOST = "https://a-1.s3-object-lambda.eu-west-1.amazonaws.com";

    @TempDir Path cache;
    private TestBucket archives;
    private AccessPoint accessPoint;
    private final List<String> sent = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private Passed passed = passed(200, "plain");

    @BeforeEach
    void prepare() throws IOException {
        archives =
                new TestBucket(cache)
                        .store("tree.zip", Zips.of(SampleTree.files().objects()))
                        .map("2024", "tree.zip");
        accessPoint =
                new AccessPoint(
                        archives.bucket(),
                        (method, url, headers) -> {
                            sent.add(method + " " + url + " " + new TreeMap<>(headers));
                            if (passed.status() == 0) {
                                throw new IOException("connection reset");
                            }
                            return passed;
                        },
                        (subject, failure) -> log.add(subject + ": " + failure.getMessage()));
    }

    @AfterEach
    void close() throws Exception {
        archives.close();
    }

    private static Passed passed(int status, String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return new Passed(
                status,
                Map.of("content-type", "text/plain", "content-length", "" + bytes.length),
                bytes.length,
                new ByteArrayInputStream(bytes));
    }

    private static AccessPointEvent event(String context, String path, Map<String, String> headers)
            throws IOException {
        Map<String, Object> json =
                Map.of(
                        context,
                        Map.of(
                                "inputS3Url",
                                "https://plain/x?X-Amz-SignedHeaders=host%3Bx-amz-meta-a",
                                "outputRoute",
                                "r",
                                "outputToken",
                                "t"),
                        "userRequest",
                        Map.of("url", HOST + path, "headers", headers));
        return AccessPointEvent.of(
                EventFields.read(
                        new ByteArrayInputStream(JSON.std.asString(json).getBytes(UTF_8))));
    }

    private static String body(ObjectResponse response) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        response.body().writeTo(out);
        return out.toString(UTF_8);
    }

    private static Map<?, ?> below(Map<?, ?> map, String name) {
        return (Map<?, ?>) map.get(name);
    }

    @Test
    void answersTheSampleEvents() throws Exception {
        ObjectResponse part =
                accessPoint.get(AccessPointEvent.of(Doors.sample("access-point-get.json")));
        assertThat(part.status()).isEqualTo(206);
        assertThat(body(part)).isEqualTo("spa");
        assertThat(part.headers()).containsEntry("content-range", "bytes 0-2/5");

        Map<String, Object> head =
                accessPoint.head(AccessPointEvent.of(Doors.sample("access-point-head.json")));
        assertThat(head).containsEntry("statusCode", 200).doesNotContainKey("errorCode");
        assertThat(below(head, "headers").get("Content-Length")).isEqualTo(300_000L);
        assertThat(below(head, "headers").get("Accept-Ranges")).isEqualTo("bytes");

        Map<String, Object> first =
                accessPoint.list(AccessPointEvent.of(Doors.sample("access-point-list.json")));
        assertThat(first).containsEntry("statusCode", 200);
        Map<?, ?> page = below(first, "listBucketResult");
        assertThat(page.get("commonPrefixes"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(7);
        assertThat(page.get("isTruncated")).isEqualTo(true);
        assertThat(page.get("nextMarker")).isEqualTo("2024/logs/2026/06/");

        Map<String, Object> second =
                accessPoint.list(AccessPointEvent.of(Doors.sample("access-point-list-v2.json")));
        Map<?, ?> files = below(second, "listBucketResult");
        assertThat(files.get("keyCount")).isEqualTo(3);
        assertThat(files.get("contents").toString()).contains("2024/odd/a+b.txt", "owner");
        assertThat(files.containsKey("nextContinuationToken")).isTrue();
        assertThat(sent).isEmpty();

        ObjectResponse beside =
                accessPoint.get(AccessPointEvent.of(Doors.sample("access-point-get-beside.json")));
        assertThat(body(beside)).isEqualTo("plain");
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst())
                .startsWith("GET https://archives-plain-123456789012.s3-accesspoint")
                .endsWith("{Range=bytes=0-2, x-amz-request-payer=requester}");
    }

    @Test
    void sendsWhatWasSignedAndConditionsAndNothingElse() throws Exception {
        accessPoint.head(
                event(
                        "headObjectContext",
                        "/plain",
                        Map.of(
                                "If-None-Match", "\"e\"",
                                "X-Amz-Meta-A", "signed",
                                "Authorization", "of the caller",
                                "Cookie", "c")));
        assertThat(sent.getFirst()).endsWith("{If-None-Match=\"e\", X-Amz-Meta-A=signed}");
    }

    @ParameterizedTest
    @CsvSource({"403,AccessDenied", "404,NoSuchKey", "416,InvalidRange", "503,SlowDown"})
    void passesErrorsOfTheSupportingAccessPointOn(int status, String code) throws Exception {
        passed =
                passed(
                        status,
                        "<Error><Code>%s</Code><Message>because</Message></Error>".formatted(code));
        ObjectResponse response = accessPoint.get(event("getObjectContext", "/plain", Map.of()));
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.errorCode()).isEqualTo(code);
        assertThat(response.errorMessage()).isEqualTo("because");
        assertThat(response.body().length()).isZero();
        passed = passed(status, "");
        Map<String, Object> head = accessPoint.head(event("headObjectContext", "/plain", Map.of()));
        assertThat(head).containsEntry("statusCode", status).containsKey("errorCode");
    }

    @Test
    void saysThatTheSupportingAccessPointIsOutOfReachAndLogsWhy() throws Exception {
        passed = passed(0, "");
        ObjectResponse response = accessPoint.get(event("getObjectContext", "/plain", Map.of()));
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.errorCode()).isEqualTo("ServiceUnavailable");
        assertThat(log).containsExactly("supporting access point, /plain: connection reset");
    }

    @ParameterizedTest
    @CsvSource({
        "'',false",
        "2024,false",
        "2024/logs/,false",
        "20,false",
        "2025,true",
        "plain/,true"
    })
    void listsArchivesWhereThePrefixTouchesThemAndTheBucketElsewhere(
            String prefix, boolean passedOn) throws Exception {
        passed = passed(200, "<ListBucketResult/>");
        Map<String, Object> list =
                accessPoint.list(
                        event("listObjectsV2Context", "/?list-type=2&prefix=" + prefix, Map.of()));
        assertThat(list).containsEntry("statusCode", 200);
        assertThat(list.containsKey("listResultXml")).isEqualTo(passedOn);
        assertThat(list.containsKey("listBucketResult")).isEqualTo(!passedOn);
    }

    @Test
    void answersErrorsOfTheArchivesWithTheirCodes() throws Exception {
        ObjectResponse none = accessPoint.get(event("getObjectContext", "/2024/none", Map.of()));
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.errorCode()).isEqualTo("NoSuchKey");
        ObjectResponse range =
                accessPoint.get(
                        event("getObjectContext", "/2024/a.txt", Map.of("Range", "bytes=900-")));
        assertThat(range.status()).isEqualTo(416);
        assertThat(range.errorCode()).isEqualTo("InvalidRange");
        ObjectResponse same =
                accessPoint.get(
                        event("getObjectContext", "/2024/a.txt", Map.of("If-None-Match", "*")));
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.errorCode()).isEmpty();
        Map<String, Object> token =
                accessPoint.list(
                        event(
                                "listObjectsV2Context",
                                "/?list-type=2&continuation-token=made-up",
                                Map.of()));
        assertThat(token)
                .containsEntry("statusCode", 400)
                .containsEntry("errorCode", "InvalidArgument");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"getObjectContext\": {}, \"userRequest\": {\"url\": \"https://h/k\"}}",
                "{\"headObjectContext\": {}}",
                "{\"headObjectContext\": 5, \"userRequest\": {\"url\": \"https://h/k\"}}"
            })
    void throwsForAnEventThatIsNoneOfAnAccessPoint(String json) {
        assertThatThrownBy(
                        () ->
                                AccessPointEvent.of(
                                        EventFields.read(
                                                new ByteArrayInputStream(json.getBytes(UTF_8)))))
                .isInstanceOf(InvalidEventException.class);
    }

    @Test
    void passesABrokenBodyOnAsAFailureAndNeverAsAShortOne() {
        BodyFailure body = new BodyFailure();
        assertThatThrownBy(
                        () -> {
                            try (var in = BodyPipe.open(body.content())) {
                                in.readAllBytes();
                            }
                        })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the archive ends here");
    }

    private record BodyFailure() {
        dev.s3logkit.objectlambda.bucket.Body content() {
            return new dev.s3logkit.objectlambda.bucket.Body.Content(
                    1000,
                    out -> {
                        out.write(new byte[10]);
                        throw new IOException("the archive ends here");
                    });
        }
    }
}
