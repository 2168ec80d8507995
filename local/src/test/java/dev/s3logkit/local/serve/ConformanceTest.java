package dev.s3logkit.local.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.s3logkit.objectlambda.fixture.ListCase;
import dev.s3logkit.objectlambda.fixture.PlainBucket;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Real clients against our endpoint, and the same against plain objects with the same keys: the
/// answers are equal but for ETags, storage classes, times, owners and checksums, and for
/// `Accept-Ranges`, which the embedded S3 has with ranges only.
class ConformanceTest {

    private static final String BUCKET = TwinBuckets.BUCKET;
    private static final long SPARSE = (5L << 30) + 5;
    private static final int DATE = "2026-11-21 10:00:00".length();

    @TempDir private static Path folder;
    private static TwinBuckets twins;

    @BeforeAll
    static void start() throws Exception {
        twins = new TwinBuckets(folder, Programs.run("mksquashfs", "-version"));
    }

    @AfterAll
    static void stop() throws Exception {
        twins.close();
    }

    /// One page, without what may differ.
    private static List<Object> page(ListObjectsV2Response page) {
        List<Object> fields = new ArrayList<>();
        fields.add(page.name());
        fields.add(page.prefix());
        fields.add(page.delimiter());
        fields.add(page.maxKeys());
        fields.add(page.keyCount());
        fields.add(page.isTruncated());
        // S3 leaves it out when it is not asked for; the embedded one has it empty.
        fields.add(Objects.requireNonNullElse(page.startAfter(), ""));
        fields.add(page.nextContinuationToken() != null);
        fields.add(page.encodingTypeAsString());
        fields.addAll(contents(page.contents(), page.commonPrefixes()));
        return fields;
    }

    private static List<Object> page(ListObjectsResponse page) {
        List<Object> fields = new ArrayList<>();
        fields.add(page.name());
        fields.add(page.prefix());
        fields.add(page.delimiter());
        fields.add(page.maxKeys());
        fields.add(page.isTruncated());
        fields.add(page.marker());
        // Without a delimiter S3 does not tell it, and the embedded one does.
        fields.add(page.delimiter() == null ? null : page.nextMarker());
        fields.add(page.encodingTypeAsString());
        fields.addAll(contents(page.contents(), page.commonPrefixes()));
        return fields;
    }

    private static List<Object> contents(List<S3Object> objects, List<CommonPrefix> prefixes) {
        List<Object> fields = new ArrayList<>();
        objects.forEach(object -> fields.add(object.key() + " " + object.size()));
        prefixes.forEach(prefix -> fields.add(prefix.prefix()));
        return fields;
    }

    private static List<Object> listV2(S3Client s3, ListCase c) {
        List<Object> pages = new ArrayList<>();
        String token = null;
        do {
            String next = token;
            ListObjectsV2Response page =
                    s3.listObjectsV2(
                            b ->
                                    b.bucket(BUCKET)
                                            .prefix(text(c.prefix()))
                                            .delimiter(text(c.delimiter()))
                                            .startAfter(text(c.after()))
                                            .maxKeys(c.pageSize())
                                            .continuationToken(next));
            pages.add(page(page));
            token = page.nextContinuationToken();
        } while (token != null);
        return pages;
    }

    private static List<Object> listV1(S3Client s3, ListCase c) {
        List<Object> pages = new ArrayList<>();
        String marker = text(c.after());
        boolean more = true;
        while (more) {
            String next = marker;
            ListObjectsResponse page =
                    s3.listObjects(
                            b ->
                                    b.bucket(BUCKET)
                                            .prefix(text(c.prefix()))
                                            .delimiter(text(c.delimiter()))
                                            .marker(next)
                                            .maxKeys(c.pageSize()));
            pages.add(page(page));
            more = page.isTruncated();
            marker =
                    page.nextMarker() != null || !more
                            ? page.nextMarker()
                            : page.contents().getLast().key();
        }
        return pages;
    }

    private static String text(String value) {
        return value.isEmpty() ? null : value;
    }

    @Test
    void listingsOfBothVersionsAreThoseOfPlainObjects() {
        for (ListCase c : ListCase.all()) {
            // Only our bucket has the archive that is too large for a plain object.
            ListCase both =
                    c.prefix().isEmpty() ? new ListCase("img", c.delimiter(), c.after(), 9) : c;
            assertThat(listV2(twins.virtual(), both))
                    .as("%s", both)
                    .isEqualTo(listV2(twins.plain(), both));
            assertThat(listV1(twins.virtual(), both))
                    .as("%s", both)
                    .isEqualTo(listV1(twins.plain(), both));
        }
        assertThat(twins.failures()).isEmpty();
    }

    @Test
    void archivesBesideEachOtherAreOneListing() {
        List<String> keys =
                twins
                        .virtual()
                        .listObjectsV2Paginator(b -> b.bucket(BUCKET).maxKeys(9).startAfter("a"))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .filter(key -> !key.startsWith("sparse/"))
                        .toList();
        assertThat(keys).containsExactlyElementsOf(twins.files().objects().keySet());
        assertThat(
                        twins
                                .virtual()
                                .listObjectsV2Paginator(
                                        b -> b.bucket(BUCKET).delimiter("/").maxKeys(1))
                                .commonPrefixes()
                                .stream()
                                .map(CommonPrefix::prefix))
                .containsExactly("img/", "sparse/", "zip/");
    }

    /// Everything that a GET tells, without what may differ.
    private static List<Object> get(S3Client s3, Consumer<GetObjectRequest.Builder> request) {
        try {
            ResponseBytes<GetObjectResponse> got =
                    s3.getObjectAsBytes(
                            b -> {
                                b.bucket(BUCKET);
                                request.accept(b);
                            });
            GetObjectResponse head = got.response();
            return List.of(
                    head.sdkHttpResponse().statusCode(),
                    head.contentLength(),
                    head.contentType(),
                    Objects.requireNonNullElse(head.contentRange(), ""),
                    Objects.requireNonNullElse(head.contentDisposition(), ""),
                    Objects.requireNonNullElse(head.cacheControl(), ""),
                    List.of(got.asByteArray().length, Arrays.hashCode(got.asByteArray())));
        } catch (S3Exception e) {
            return List.of(e.statusCode(), String.valueOf(e.awsErrorDetails().errorCode()));
        }
    }

    private static void same(Consumer<GetObjectRequest.Builder> request) {
        GetObjectRequest.Builder shown = GetObjectRequest.builder();
        request.accept(shown);
        assertThat(get(twins.virtual(), request))
                .as("%s", shown.build())
                .isEqualTo(get(twins.plain(), request));
    }

    @Test
    void everyObjectIsTheOneThatWasPut() {
        for (String key : twins.files().objects().keySet()) {
            same(b -> b.key(key));
            HeadObjectResponse ours = twins.virtual().headObject(b -> b.bucket(BUCKET).key(key));
            HeadObjectResponse plain = twins.plain().headObject(b -> b.bucket(BUCKET).key(key));
            assertThat(ours.contentLength()).isEqualTo(plain.contentLength());
            assertThat(ours.contentType()).isEqualTo(plain.contentType());
        }
    }

    @Test
    void rangesAndOverridesAreAnsweredLikeThoseOfPlainObjects() {
        for (String range :
                List.of(
                        "bytes=0-0",
                        "bytes=100-200",
                        "bytes=131072-262143",
                        "bytes=299999-",
                        "bytes=-1",
                        "bytes=-400000",
                        "bytes=0-",
                        "bytes=299990-999999999999",
                        "bytes=300000-",
                        "bytes=999999999999-")) {
            same(b -> b.key("img/random.bin").range(range));
            same(b -> b.key("zip/random.bin").range(range));
        }
        same(b -> b.key("img/empty").range("bytes=5-6"));
        same(
                b ->
                        b.key("img/a.txt")
                                .responseContentType("text/x")
                                .responseCacheControl("no-store"));
        same(b -> b.key("img/a.txt").responseContentDisposition("attachment; filename=\"x\""));
        same(b -> b.key("img/nothing"));
        same(b -> b.key("img/a"));
        same(b -> b.key("img/a/"));
        same(b -> b.key("nowhere/at/all"));
        same(b -> b.key("img/a.txt").ifMatch("\"other\""));
        same(b -> b.key("img/a.txt").ifNoneMatch("\"other\""));
        same(b -> b.key("img/a.txt").ifMatch("*"));
        same(b -> b.key("img/a.txt").ifNoneMatch("*"));
    }

    @Test
    void aFileOfMoreThanFourGigabytesHasItsSizeAndItsEnd() {
        assertThat(
                        twins.virtual()
                                .headObject(b -> b.bucket(BUCKET).key("sparse/big"))
                                .contentLength())
                .isEqualTo(SPARSE);
        assertThat(
                        twins.virtual()
                                .getObjectAsBytes(
                                        b -> b.bucket(BUCKET).key("sparse/big").range("bytes=-7"))
                                .asByteArray())
                .isEqualTo("\0\0tail\n".getBytes(UTF_8));
        ResponseBytes<GetObjectResponse> middle =
                twins.virtual()
                        .getObjectAsBytes(
                                b ->
                                        b.bucket(BUCKET)
                                                .key("sparse/big")
                                                .range("bytes=4294967296-4294967305"));
        assertThat(middle.response().contentRange())
                .isEqualTo("bytes 4294967296-4294967305/" + SPARSE);
        assertThat(middle.asByteArray()).isEqualTo(new byte[10]);
        assertThat(
                        twins.virtual()
                                .listObjectsV2(b -> b.bucket(BUCKET).prefix("sparse/"))
                                .contents()
                                .getFirst()
                                .size())
                .isEqualTo(SPARSE);
    }

    @Test
    void theAwsCommandLineListsBothAlike() throws Exception {
        assumeTrue(Programs.run("aws", "--version"), "aws is not installed");
        for (String[] arguments :
                new String[][] {
                    {"ls", "s3://archives/img/"},
                    {"ls", "--recursive", "s3://archives/img/"},
                }) {
            assertThat(lines(Programs.aws(folder, twins.virtualEndpoint(), arguments)))
                    .containsExactlyElementsOf(
                            lines(Programs.aws(folder, twins.plainEndpoint(), arguments)));
        }
    }

    /// Without times.
    private static List<String> lines(byte[] output) {
        return new String(output, UTF_8)
                .lines()
                .map(line -> line.matches("\\d{4}-.*") ? line.substring(DATE) : line)
                .toList();
    }

    @Test
    void theAwsCommandLineCopies() throws Exception {
        assumeTrue(Programs.run("aws", "--version"), "aws is not installed");
        Path copies = Files.createDirectory(folder.resolve("copies"));
        Programs.aws(copies, twins.virtualEndpoint(), "cp", "s3://archives/img/a.txt", "small");
        assertThat(copies.resolve("small")).hasBinaryContent(content("img/a.txt"));
        Programs.aws(
                copies, twins.virtualEndpoint(), "cp", "s3://archives/img/twenty.bin", "large");
        assertThat(copies.resolve("large")).hasBinaryContent(content("img/twenty.bin"));
        assertThat(
                        Programs.aws(
                                copies,
                                twins.virtualEndpoint(),
                                "cp",
                                "s3://archives/img/odd/a+b.txt",
                                "-"))
                .isEqualTo(content("img/odd/a+b.txt"));
    }

    private static byte[] content(String key) {
        return twins.files().objects().get(key);
    }

    @Test
    void whatTheAwsCommandLineHasSyncedIsNotCopiedAgain() throws Exception {
        assumeTrue(Programs.run("aws", "--version"), "aws is not installed");
        Path synced = Files.createDirectory(folder.resolve("synced"));
        String[] sync = {"sync", "s3://archives/zip/", "."};
        Programs.aws(synced, twins.virtualEndpoint(), sync);
        Map<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(synced)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().startsWith("program")) {
                    found.put("zip/" + synced.relativize(file), Files.readAllBytes(file));
                }
            }
        }
        PlainBucket expected = new PlainBucket();
        twins.files().objects().subMap("zip/", "zip0").forEach(expected::put);
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected.objects().keySet());
        found.forEach(
                (key, bytes) -> assertThat(bytes).as(key).isEqualTo(expected.objects().get(key)));
        assertThat(Programs.aws(synced, twins.virtualEndpoint(), sync)).isEmpty();
    }

    @Test
    void thePaginatorsOfBoto3ListBothAlike() throws Exception {
        assumeTrue(Programs.run("python3", "-c", "import boto3"), "boto3 is not installed");
        Path script = folder.resolve("paginate.py");
        try (InputStream in =
                Objects.requireNonNull(
                        ConformanceTest.class.getResourceAsStream("/archives/paginate.py"))) {
            Files.write(script, in.readAllBytes());
        }
        List<String> command = List.of("python3", script.toString());
        String ours = text(Programs.output(folder, twins.virtualEndpoint(), command));
        assertThat(ours).isEqualTo(text(Programs.output(folder, twins.plainEndpoint(), command)));
        assertThat(ours.lines().count()).isGreaterThan(500);
    }

    private static String text(byte[] output) {
        return new String(output, UTF_8);
    }

    @Test
    void nothingCanBeWritten() {
        for (Runnable change :
                List.<Runnable>of(
                        () ->
                                twins.virtual()
                                        .putObject(
                                                b -> b.bucket(BUCKET).key("img/new"),
                                                RequestBody.fromString("x")),
                        () -> twins.virtual().deleteObject(b -> b.bucket(BUCKET).key("img/a.txt")),
                        () ->
                                twins.virtual()
                                        .createMultipartUpload(
                                                b -> b.bucket(BUCKET).key("img/new")))) {
            assertThat(catchThrowableOfType(S3Exception.class, change::run))
                    .satisfies(
                            e -> {
                                assertThat(e.statusCode()).isEqualTo(405);
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("MethodNotAllowed");
                            });
        }
    }
}
