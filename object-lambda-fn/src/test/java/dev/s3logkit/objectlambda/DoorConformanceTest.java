package dev.s3logkit.objectlambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.http.SigV4Signer;
import dev.s3logkit.objectlambda.accesspoint.AccessPoint;
import dev.s3logkit.objectlambda.accesspoint.AccessPointEvent;
import dev.s3logkit.objectlambda.accesspoint.ObjectResponse;
import dev.s3logkit.objectlambda.bucket.S3Answer;
import dev.s3logkit.objectlambda.bucket.S3Question;
import dev.s3logkit.objectlambda.event.EventFields;
import dev.s3logkit.objectlambda.fixture.SampleTree;
import dev.s3logkit.objectlambda.fixture.TestBucket;
import dev.s3logkit.objectlambda.fixture.Zips;
import dev.s3logkit.objectlambda.functionurl.Doors;
import dev.s3logkit.objectlambda.functionurl.Doors.Answer;
import dev.s3logkit.objectlambda.functionurl.FrontDoor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Event by event: what the two doors answer is what the bucket answers, for every file, every kind
/// of listing, and what is wrong with a request.
class DoorConformanceTest {

    private static final Pattern ELEMENT =
            Pattern.compile(
                    "<(Key|Prefix|NextMarker|NextContinuationToken|Size|ETag|LastModified)>([^<]*)<");

    @TempDir Path cache;
    private TestBucket archives;
    private FrontDoor door;
    private AccessPoint accessPoint;

    @BeforeEach
    void prepare() throws IOException {
        byte[] tree = Zips.of(SampleTree.files().objects());
        archives =
                new TestBucket(cache)
                        .store("one.zip", tree)
                        .store("two.zip", tree)
                        .map("2024", "one.zip")
                        .map("2024/logs/extra", "two.zip")
                        .map("2025/a", "two.zip");
        door = new FrontDoor(archives.bucket()::handle, null, null, (subject, failure) -> {});
        accessPoint =
                new AccessPoint(
                        archives.bucket(),
                        (method, url, headers) -> {
                            throw new AssertionError("nothing is passed on");
                        },
                        (subject, failure) -> {});
    }

    @AfterEach
    void close() throws Exception {
        archives.close();
    }

    private static List<String> paths() {
        List<String> paths = new ArrayList<>();
        for (String key : SampleTree.files().objects().keySet()) {
            paths.add(SigV4Signer.encodedPath("2024/" + key));
            paths.add(SigV4Signer.encodedPath("2025/a/" + key));
        }
        paths.add("2024/none");
        paths.add("2024/logs");
        paths.add("2024/logs/");
        paths.add("2024");
        return paths;
    }

    private static List<Map<String, String>> conditions() {
        return List.of(
                Map.of(),
                Map.of("range", "bytes=0-0"),
                Map.of("range", "bytes=2-"),
                Map.of("range", "bytes=-3"),
                Map.of("range", "bytes=999999999-"),
                Map.of("range", "bytes=x"),
                Map.of("if-none-match", "*"),
                Map.of("if-match", "\"other\""),
                Map.of("if-modified-since", "Wed, 01 Jan 2042 00:00:00 GMT"),
                Map.of("if-unmodified-since", "Thu, 01 Jan 1970 00:00:00 GMT"));
    }

    @Test
    void givesEveryFileUnderEveryConditionAsTheBucketDoes() throws Exception {
        for (String path : paths()) {
            for (Map<String, String> headers : conditions()) {
                for (String method : List.of("GET", "HEAD")) {
                    String what = method + " " + path + " " + headers;
                    S3Answer expected = ask(method, path, "", headers);
                    String content = content(expected);
                    Answer url =
                            Doors.answer(
                                    door,
                                    Doors.event(method, "/archives/" + path, "", headers, true));
                    assertThat(url.status()).as(what).isEqualTo(expected.status());
                    assertThat(url.body()).as(what).isEqualTo(content);
                    assertHeaders(what, url.headers(), expected, method.equals("HEAD"));
                    accessPoint(what, method, path, headers, expected, content);
                }
            }
        }
    }

    private void accessPoint(
            String what,
            String method,
            String path,
            Map<String, String> headers,
            S3Answer expected,
            String content)
            throws IOException {
        AccessPointEvent event =
                event(
                        method.equals("GET") ? "getObjectContext" : "headObjectContext",
                        path,
                        headers);
        if (method.equals("HEAD")) {
            Map<String, Object> head = accessPoint.head(event);
            assertThat(head.get("statusCode")).as(what).isEqualTo(expected.status());
            Map<?, ?> named = (Map<?, ?>) head.get("headers");
            if (expected.status() < 300) {
                assertThat("" + named.get("Content-Length"))
                        .as(what)
                        .isEqualTo(expected.headers().get("content-length"));
                assertThat(named.get("ETag")).as(what).isEqualTo(expected.headers().get("etag"));
                assertThat(named.get("Last-Modified"))
                        .as(what)
                        .isEqualTo(expected.headers().get("last-modified"));
            }
            return;
        }
        ObjectResponse response = accessPoint.get(event);
        assertThat(response.status()).as(what).isEqualTo(expected.status());
        if (expected.status() < 300) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            response.body().writeTo(out);
            assertThat(out.toString(ISO_8859_1)).as(what).isEqualTo(content);
            assertHeaders(what, response.headers(), expected, true);
        } else if (expected.status() != 304) {
            assertThat(content).as(what).contains("<Code>" + response.errorCode() + "</Code>");
        }
    }

    private static void assertHeaders(
            String what, Map<String, String> headers, S3Answer expected, boolean length) {
        for (String name :
                List.of(
                        "etag",
                        "last-modified",
                        "content-type",
                        "content-range",
                        "accept-ranges")) {
            assertThat(headers.get(name))
                    .as(what + " " + name)
                    .isEqualTo(expected.headers().get(name));
        }
        if (length) {
            assertThat(headers.get("content-length"))
                    .as(what)
                    .isEqualTo(expected.headers().get("content-length"));
        }
    }

    @Test
    void listsEveryPageAsTheBucketDoes() throws Exception {
        for (String version : List.of("", "list-type=2&")) {
            for (String prefix :
                    List.of("", "2024/", "2024%2Fodd%2F", "2024/logs/", "2025", "20")) {
                for (String delimiter :
                        List.of("", "&delimiter=%2F", "&delimiter=a", "&delimiter=log")) {
                    for (int size : new int[] {0, 1, 7, 1000}) {
                        for (String encoding : List.of("", "&encoding-type=url")) {
                            pages(version, prefix, delimiter, size, encoding);
                        }
                    }
                }
            }
        }
    }

    private void pages(String version, String prefix, String delimiter, int size, String encoding)
            throws IOException {
        String next = "";
        // Enough to see that pages go on as they should.
        for (int page = 0; page < 5; page++) {
            String query =
                    version
                            + "prefix="
                            + prefix
                            + delimiter
                            + "&max-keys="
                            + size
                            + encoding
                            + next;
            S3Answer expected = ask("GET", "", query, Map.of());
            String xml = new String(content(expected).getBytes(ISO_8859_1), UTF_8);
            Answer url = Doors.answer(door, Doors.event("GET", "/archives", query, Map.of(), true));
            assertThat(url.body()).as(query).isEqualTo(content(expected));

            Map<String, Object> result =
                    accessPoint.list(
                            event(
                                    version.isEmpty()
                                            ? "listObjectsContext"
                                            : "listObjectsV2Context",
                                    "?" + query,
                                    Map.of()));
            Map<?, ?> typed = (Map<?, ?>) result.get("listBucketResult");
            assertThat(typed).as(query).isNotNull();
            assertThat(texts(typed)).as(query).isEqualTo(texts(xml));
            assertThat("" + typed.get("isTruncated"))
                    .as(query)
                    .isEqualTo(element(xml, "IsTruncated"));
            String token = element(xml, "NextContinuationToken");
            if (!version.isEmpty() && !token.isEmpty()) {
                next = "&continuation-token=" + token.replace("+", "%2B");
            } else {
                return;
            }
        }
    }

    /// Keys, sizes and the rest in their order, as the document has them.
    private static List<String> texts(String xml) {
        List<String> texts = new ArrayList<>();
        Matcher matcher =
                ELEMENT.matcher(
                        xml.substring(xml.indexOf("</Prefix>") < 0 ? 0 : xml.indexOf("<MaxKeys>")));
        while (matcher.find()) {
            if (!matcher.group(1).startsWith("Next")) {
                texts.add(
                        matcher.group(1)
                                + " "
                                + matcher.group(2)
                                        .replace("&quot;", "\"")
                                        .replace("&lt;", "<")
                                        .replace("&gt;", ">")
                                        .replace("&amp;", "&"));
            }
        }
        return texts;
    }

    private static List<String> texts(Map<?, ?> typed) {
        List<String> texts = new ArrayList<>();
        for (Object item : (List<?>) typed.get("contents")) {
            Map<?, ?> entry = (Map<?, ?>) item;
            texts.add("Key " + entry.get("key"));
            texts.add("LastModified " + ("" + entry.get("lastModified")).replace("Z", ".000Z"));
            texts.add("ETag " + entry.get("eTag"));
            texts.add("Size " + entry.get("size"));
        }
        for (Object item : (List<?>) typed.get("commonPrefixes")) {
            texts.add("Prefix " + ((Map<?, ?>) item).get("prefix"));
        }
        return texts;
    }

    private static String element(String xml, String name) {
        int from = xml.indexOf("<" + name + ">");
        return from < 0
                ? ""
                : xml.substring(from + name.length() + 2, xml.indexOf("</" + name + ">"));
    }

    private S3Answer ask(String method, String path, String query, Map<String, String> headers) {
        try {
            return archives.bucket()
                    .handle(
                            S3Question.pathStyle(
                                    method, "/archives/" + path, query, headers, "request-1"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String content(S3Answer answer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        answer.body().writeTo(out);
        return out.toString(ISO_8859_1);
    }

    private static AccessPointEvent event(String context, String path, Map<String, String> headers)
            throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(context, Map.of("outputRoute", "r", "outputToken", "t"));
        json.put(
                "userRequest",
                Map.of("url", "https://a.s3-object-lambda/" + path, "headers", headers));
        return AccessPointEvent.of(
                EventFields.read(
                        new ByteArrayInputStream(JSON.std.asString(json).getBytes(UTF_8))));
    }
}
