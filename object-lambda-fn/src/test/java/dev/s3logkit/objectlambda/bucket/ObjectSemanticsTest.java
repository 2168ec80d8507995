package dev.s3logkit.objectlambda.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.s3logkit.objectlambda.fixture.PlainBucket;
import dev.s3logkit.objectlambda.fixture.SampleTree;
import dev.s3logkit.objectlambda.fixture.TestBucket;
import dev.s3logkit.objectlambda.fixture.TestBucket.Response;
import dev.s3logkit.objectlambda.fixture.Zips;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectSemanticsTest {

    private static final String MODIFIED = "Wed, 04 Mar 2026 05:06:08 GMT";
    private static final String BEFORE = "Wed, 04 Mar 2026 05:06:07 GMT";
    private static final String AFTER = "Thu, 05 Mar 2026 05:06:07 GMT";

    @TempDir private Path cache;
    private TestBucket test;

    @BeforeEach
    void open() throws Exception {
        PlainBucket files = SampleTree.files();
        files.put("ten", "0123456789");
        test = new TestBucket(cache).store("a.zip", Zips.of(files.objects())).map("v", "a.zip");
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void everyFileIsAnObject() throws Exception {
        for (Map.Entry<String, byte[]> file : SampleTree.files().objects().entrySet()) {
            Response got = test.get("v/" + file.getKey());
            assertThat(got.status()).as(file.getKey()).isEqualTo(200);
            assertThat(got.body()).as(file.getKey()).isEqualTo(file.getValue());
            Response head = test.ask("HEAD", "v/" + file.getKey(), Map.of());
            assertThat(head.headers()).isEqualTo(got.headers());
            assertThat(head.body()).isEmpty();
            assertThat(got.headers())
                    .containsEntry("content-length", "" + file.getValue().length)
                    .containsEntry("accept-ranges", "bytes")
                    .containsEntry("last-modified", MODIFIED);
            assertThat(got.headers().get("etag")).matches("\"[0-9a-f]{32}-1\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, 206, 0123, bytes 0-3/10",
        "bytes=3-, 206, 3456789, bytes 3-9/10",
        "bytes=-4, 206, 6789, bytes 6-9/10",
        "bytes=-400, 206, 0123456789, bytes 0-9/10",
        "bytes=9-9, 206, 9, bytes 9-9/10",
        "bytes=5-99999999999999999999999, 206, 56789, bytes 5-9/10",
        "bytes=0-0, 206, 0, bytes 0-0/10",
        "'bytes = 1 - 2', 206, 12, bytes 1-2/10",
        "bytes=5-2, 200, 0123456789,",
        "bytes=, 200, 0123456789,",
        "bytes=-, 200, 0123456789,",
        "bytes=a-b, 200, 0123456789,",
        "'bytes=0-1,3-4', 200, 0123456789,",
        "lines=1-2, 200, 0123456789,",
    })
    void aRangeIsAnsweredOrIgnored(String range, int status, String body, String contentRange)
            throws Exception {
        Response got = test.get("v/ten", "range", range);
        assertThat(got.status()).isEqualTo(status);
        assertThat(got.text()).isEqualTo(body);
        assertThat(got.headers().get("content-range")).isEqualTo(contentRange);
        assertThat(got.headers()).containsEntry("content-length", "" + body.length());
    }

    @ParameterizedTest
    @CsvSource({
        "v/ten, bytes=10-",
        "v/ten, bytes=10-20",
        "v/ten, bytes=-0",
        "v/ten, bytes=99999999999999999999999-",
        "v/empty, bytes=0-",
        "v/empty, bytes=-1",
    })
    void aRangeWithoutAByteCannotBeSatisfied(String key, String range) throws Exception {
        Response got = test.get(key, "range", range);
        assertThat(got.status()).isEqualTo(416);
        assertThat(got.text())
                .contains("<Code>InvalidRange</Code>", "<RangeRequested>" + range + "<");
        assertThat(got.headers().get("content-range"))
                .isEqualTo("bytes */" + (key.endsWith("n") ? 10 : 0));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 206, 0123456789",
        "2, 416, InvalidPartNumber",
        "0, 400, InvalidArgument",
        "10001, 400, InvalidArgument",
        "x, 400, InvalidArgument",
    })
    void everyObjectIsOnePart(String number, int status, String text) throws Exception {
        Response got = test.ask("GET", "v/ten", Map.of("partNumber", number));
        assertThat(got.status()).isEqualTo(status);
        assertThat(got.text()).contains(text);
        if (status == 206) {
            assertThat(got.headers()).containsEntry("content-range", "bytes 0-9/10");
        }
    }

    @Test
    void thePartOfAnEmptyObjectIsTheWholeObject() throws Exception {
        Response got = test.ask("GET", "v/empty", Map.of("partNumber", "1"));
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.headers()).doesNotContainKey("content-range");
    }

    @Test
    void aRangeAndAPartAtOnceAreRefused() throws Exception {
        Response got = test.ask("GET", "v/ten", Map.of("partNumber", "1"), "range", "bytes=0-1");
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.text()).contains("<Code>InvalidRequest</Code>");
    }

    /// `same` stands for the ETag of the object.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "if-match | same | | | 200",
                "if-match | * | | | 200",
                "if-match | \"other\", same | | | 200",
                "if-match | \"other\" | | | 412",
                "if-none-match | same | | | 304",
                "if-none-match | * | | | 304",
                "if-none-match | W/same | | | 304",
                "if-none-match | \"other\" | | | 200",
                "if-modified-since | " + BEFORE + " | | | 200",
                "if-modified-since | " + MODIFIED + " | | | 304",
                "if-modified-since | " + AFTER + " | | | 304",
                "if-modified-since | no time | | | 200",
                "if-unmodified-since | " + BEFORE + " | | | 412",
                "if-unmodified-since | " + MODIFIED + " | | | 200",
                "if-unmodified-since | yesterday | | | 200",
                "if-match | same | if-unmodified-since | " + BEFORE + " | 200",
                "if-match | \"other\" | if-unmodified-since | " + AFTER + " | 412",
                "if-none-match | same | if-modified-since | " + BEFORE + " | 304",
                "if-none-match | \"other\" | if-modified-since | " + AFTER + " | 200",
                "if-match | \"other\" | if-none-match | same | 412",
                "if-match | same | if-none-match | same | 304",
                "if-unmodified-since | " + BEFORE + " | if-none-match | same | 412",
            })
    void conditionsAreTakenInTheOrderOfS3(
            String first, String value, String second, String other, int status) throws Exception {
        String etag = test.get("v/ten").headers().get("etag");
        String[] headers =
                second == null
                        ? new String[] {first, value.replace("same", etag)}
                        : new String[] {
                            first, value.replace("same", etag), second, other.replace("same", etag)
                        };
        Response got = test.get("v/ten", headers);
        assertThat(got.status()).isEqualTo(status);
        if (status == 304) {
            assertThat(got.body()).isEmpty();
            assertThat(got.headers())
                    .containsEntry("etag", etag)
                    .containsEntry("last-modified", MODIFIED)
                    .doesNotContainKey("content-length");
        }
        if (status == 412) {
            assertThat(got.text()).contains("<Code>PreconditionFailed</Code>");
        }
    }

    @Test
    void aFailedConditionGoesBeforeABadRange() throws Exception {
        Response got = test.get("v/ten", "range", "bytes=99-", "if-match", "\"other\"");
        assertThat(got.status()).isEqualTo(412);
    }

    @Test
    void headersAreReplacedByParameters() throws Exception {
        Response got =
                test.ask(
                        "GET",
                        "v/ten",
                        Map.of(
                                "response-content-type", "text/x-digits",
                                "response-content-disposition", "attachment; filename=\"t\"",
                                "response-cache-control", "no-store"));
        assertThat(got.headers())
                .containsEntry("content-type", "text/x-digits")
                .containsEntry("content-disposition", "attachment; filename=\"t\"")
                .containsEntry("cache-control", "no-store");
    }

    @Test
    void aParameterThatWouldAddAHeaderIsRefused() throws Exception {
        Response got =
                test.ask("GET", "v/ten", Map.of("response-content-type", "a\r\nset-cookie: b"));
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.text()).contains("<Code>InvalidArgument</Code>");
    }

    @ParameterizedTest
    @CsvSource({
        "v/a.txt, text/plain",
        "v/random.bin, binary/octet-stream",
        "v/ten, binary/octet-stream"
    })
    void theTypeIsThatOfTheName(String key, String type) throws Exception {
        assertThat(test.get(key).headers()).containsEntry("content-type", type);
    }

    @ParameterizedTest
    @CsvSource({
        "v/none",
        "v/a",
        "v/a/",
        "v",
        "v/",
        "w/ten",
        "ten",
        "v//ten",
        "v/./ten",
        "v/a/../ten",
        "v/ten/",
        "v/ten/more",
        "/v/ten",
    })
    void whatIsNoFileIsNoSuchKey(String key) throws Exception {
        Response got = test.get(key);
        assertThat(got.status()).isEqualTo(404);
        assertThat(got.text())
                .contains("<Code>NoSuchKey</Code>", "<Key>" + key + "</Key>")
                .contains("<Resource>/archives/" + key + "</Resource>")
                .contains("<RequestId>request-1</RequestId>");
        assertThat(test.ask("HEAD", key, Map.of()).body()).isEmpty();
        assertThat(test.failures()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PUT", "POST", "DELETE", "PATCH"})
    void nothingCanBeChanged(String method) throws Exception {
        for (String key : new String[] {"", "v/ten", "other"}) {
            Response got = test.ask(method, key, Map.of());
            assertThat(got.status()).isEqualTo(405);
            assertThat(got.text()).contains("<Code>MethodNotAllowed</Code>");
            assertThat(got.headers()).containsEntry("allow", "GET, HEAD");
        }
    }

    @Test
    void whatIsNotImplementedSaysSo() throws Exception {
        for (String parameter : new String[] {"acl", "tagging", "uploadId", "attributes"}) {
            Response got = test.ask("GET", "v/ten", Map.of(parameter, ""));
            assertThat(got.status()).as(parameter).isEqualTo(501);
            assertThat(got.text()).contains("<Code>NotImplemented</Code>");
        }
        for (String parameter : new String[] {"acl", "versions", "uploads", "policy"}) {
            assertThat(test.ask("GET", "", Map.of(parameter, "")).status()).isEqualTo(501);
        }
        assertThat(test.ask("GET", "v/ten", Map.of("versionId", "null")).status()).isEqualTo(200);
        assertThat(test.ask("GET", "v/ten", Map.of("versionId", "3sL4")).status()).isEqualTo(400);
    }

    @Test
    void theBucketTellsWhereItIs() throws Exception {
        assertThat(test.ask("HEAD", "", Map.of()).headers())
                .containsEntry("x-amz-bucket-region", "us-east-1");
        assertThat(test.ask("GET", "", Map.of("location", "")).text())
                .contains("<LocationConstraint xmlns=");
        assertThat(test.ask("GET", "", Map.of("versioning", "")).text())
                .contains("<VersioningConfiguration xmlns=");
    }

    @Test
    void aPathIsTakenApartAndDecoded() throws Exception {
        S3Question question =
                S3Question.pathStyle(
                        "GET",
                        "/archives/v/odd/a%2520b+c%0A%C3%A9",
                        "prefix=a%2Fb+c&acl&x=",
                        Map.of(),
                        "1");
        assertThat(question.bucket()).isEqualTo("archives");
        assertThat(question.key()).isEqualTo("v/odd/a%20b+c\n\u00e9");
        assertThat(question.parameters())
                .containsExactly(
                        new Parameter("prefix", "a/b c"),
                        new Parameter("acl", ""),
                        new Parameter("x", ""));
    }

    @ParameterizedTest
    @CsvSource({"/b/%", "/b/%4", "/b/%zz", "/b/%ff", "/b/%c3%28", "/%e9/k"})
    void aPathThatCannotBeDecodedIsAnInvalidUri(String path) {
        S3Error error =
                assertThrows(
                        S3Error.class,
                        () -> S3Question.pathStyle("GET", path, null, Map.of(), "1"));
        assertThat(error.code()).isEqualTo("InvalidURI");
        assertThat(error.status()).isEqualTo(400);
    }

    @Test
    void textIsWrittenAsXmlNeedsIt() throws Exception {
        String xml = test.get("v/<&>\"\u0001").text();
        assertThat(xml).contains("<Key>v/&lt;&amp;&gt;&quot;&#x1;</Key>");
        assertThat(xml.getBytes(UTF_8)).startsWith("<?xml".getBytes(UTF_8));
    }
}
