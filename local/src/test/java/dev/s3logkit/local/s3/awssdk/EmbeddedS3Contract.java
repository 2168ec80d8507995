package dev.s3logkit.local.s3.awssdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import dev.s3logkit.local.s3.store.ObjectChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;

/// What the embedded S3 promises to clients, through the SDK and over HTTP.
abstract class EmbeddedS3Contract {

    private static final String BUCKET = "bucket";
    private static final int FIVE_MEGABYTES = 5 << 20;

    @TempDir Path folder;
    final List<ObjectChange> changes = new CopyOnWriteArrayList<>();
    S3Server server;
    S3Client s3;

    abstract EmbeddedStore store(Path folder, ObjectChange.Listener listener) throws IOException;

    @BeforeEach
    void start() throws IOException {
        EmbeddedStore store = store(folder, changes::add);
        store.createBucket(BUCKET);
        server = S3Server.start(store, "eu-west-1", 0, Faults.none());
        s3 = TestClients.s3(server.endpoint());
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
        server.close();
    }

    @Test
    void givesBackBytesAndWhatWasSaidOfThem() {
        String etag =
                s3.putObject(
                                b ->
                                        b.bucket(BUCKET)
                                                .key("a/b c+d%.gz")
                                                .contentType("text/x-log")
                                                .contentEncoding("gzip")
                                                .metadata(Map.of("owner", "me"))
                                                .storageClass(StorageClass.STANDARD_IA)
                                                .serverSideEncryption(ServerSideEncryption.AES256),
                                RequestBody.fromString("hello"))
                        .eTag();

        HeadObjectResponse head = s3.headObject(b -> b.bucket(BUCKET).key("a/b c+d%.gz"));
        assertThat(etag).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"").isEqualTo(head.eTag());
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.contentType()).isEqualTo("text/x-log");
        assertThat(head.contentEncoding()).isEqualTo("gzip");
        assertThat(head.metadata()).isEqualTo(Map.of("owner", "me"));
        assertThat(head.storageClass()).isEqualTo(StorageClass.STANDARD_IA);
        assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
        assertThat(get("a/b c+d%.gz")).asString().isEqualTo("hello");
    }

    @Test
    void readsRangesAsS3Does() {
        put("digits", "0123456789");

        assertThat(range("bytes=2-4")).isEqualTo("234 bytes 2-4/10");
        assertThat(range("bytes=7-")).isEqualTo("789 bytes 7-9/10");
        assertThat(range("bytes=-3")).isEqualTo("789 bytes 7-9/10");
        assertThat(range("bytes=-30")).isEqualTo("0123456789 bytes 0-9/10");
        assertThat(range("bytes=8-99")).isEqualTo("89 bytes 8-9/10");
        assertThatThrownBy(() -> range("bytes=10-"))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(416));
    }

    @Test
    void listsInTheOrderOfUtf8Bytes() {
        List<String> keys =
                List.of("a", "a/b", "a//b", "ab", "\ud83d\ude00", "\uffee", "é", "z", "d/", "./x");
        keys.forEach(key -> put(key, key));
        List<String> expected =
                keys.stream()
                        .sorted(
                                Comparator.comparing(
                                        k -> k.getBytes(StandardCharsets.UTF_8),
                                        Arrays::compareUnsigned))
                        .toList();

        assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents())
                .extracting(S3Object::key)
                .containsExactlyElementsOf(expected);
        assertThat(s3.listObjects(b -> b.bucket(BUCKET)).contents())
                .extracting(S3Object::key)
                .containsExactlyElementsOf(expected);
        assertThat(get("a")).asString().isEqualTo("a");
        assertThat(get("a//b")).asString().isEqualTo("a//b");
    }

    @Test
    void listsPageByPageWithPrefixAndDelimiter() {
        for (int i = 0; i < 5; i++) {
            put("logs/2026/0%d/x".formatted(i), "");
            put("logs/2026/0%d/y".formatted(i), "");
            put("logs/2026/%d".formatted(i), "");
        }
        put("other", "");

        List<String> seen = new ArrayList<>();
        ListObjectsV2Response page;
        String token = null;
        do {
            String after = token;
            page =
                    s3.listObjectsV2(
                            b ->
                                    b.bucket(BUCKET)
                                            .prefix("logs/2026/")
                                            .delimiter("/")
                                            .maxKeys(3)
                                            .continuationToken(after));
            assertThat(page.keyCount()).isLessThanOrEqualTo(3);
            page.commonPrefixes().forEach(p -> seen.add(p.prefix()));
            page.contents().forEach(o -> seen.add(o.key()));
            token = page.nextContinuationToken();
        } while (Boolean.TRUE.equals(page.isTruncated()));
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 5)
                                .boxed()
                                .flatMap(
                                        i ->
                                                List.of(
                                                        "logs/2026/0%d/".formatted(i),
                                                        "logs/2026/%d".formatted(i))
                                                        .stream())
                                .toList());
        assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET).startAfter("logs/2026/3")).contents())
                .extracting(S3Object::key)
                .containsExactly("logs/2026/4", "other");
    }

    @Test
    void createsAnObjectOnceHoweverManyTryAtATime() throws Exception {
        for (int round = 0; round < 10; round++) {
            String key = "once-" + round;
            List<Boolean> won =
                    race(
                            16,
                            i ->
                                    s3.putObject(
                                            b -> b.bucket(BUCKET).key(key).ifNoneMatch("*"),
                                            RequestBody.fromString("writer " + i)));
            assertThat(won).containsOnlyOnce(true);
            int winner = won.indexOf(true);
            assertThat(get(key)).asString().isEqualTo("writer " + winner);
        }
        assertThat(changes).hasSize(10);
    }

    @Test
    void replacesAnObjectOnceForEachEtagHoweverManyTryAtATime() throws Exception {
        put("ledger", "0");
        for (int round = 1; round <= 10; round++) {
            String etag = s3.headObject(b -> b.bucket(BUCKET).key("ledger")).eTag();
            String text = Integer.toString(round);
            List<Boolean> won =
                    race(
                            16,
                            i ->
                                    s3.putObject(
                                            b -> b.bucket(BUCKET).key("ledger").ifMatch(etag),
                                            RequestBody.fromString(text + " " + i)));
            assertThat(won).containsOnlyOnce(true);
        }
        assertThatThrownBy(
                        () ->
                                s3.putObject(
                                        b -> b.bucket(BUCKET).key("absent").ifMatch("\"abc\""),
                                        RequestBody.fromString("")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
    }

    @Test
    void tellsTheKeyOfAnEncryptedObjectAndTheRegionOfTheBucket() {
        s3.putObject(
                b ->
                        b.bucket(BUCKET)
                                .key("secret")
                                .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                .ssekmsKeyId("alias/logs"),
                RequestBody.fromString("hello"));

        HeadObjectResponse head = s3.headObject(b -> b.bucket(BUCKET).key("secret"));
        assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(head.ssekmsKeyId()).isEqualTo("alias/logs");
        assertThat(s3.headBucket(b -> b.bucket(BUCKET)).bucketRegion()).isEqualTo("eu-west-1");
    }

    @Test
    void deletesOnlyWhatMatches() {
        put("kept", "1");
        put("gone", "2");
        String etag = s3.headObject(b -> b.bucket(BUCKET).key("gone")).eTag();

        assertThatThrownBy(() -> s3.deleteObject(b -> b.bucket(BUCKET).key("kept").ifMatch(etag)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        assertThat(
                        s3.deleteObjects(
                                        b ->
                                                b.bucket(BUCKET)
                                                        .delete(
                                                                d ->
                                                                        d.objects(
                                                                                identifier(
                                                                                        "gone",
                                                                                        etag),
                                                                                identifier(
                                                                                        "kept",
                                                                                        etag))))
                                .errors())
                .extracting(e -> e.key() + " " + e.code())
                .containsExactly("kept PreconditionFailed");
        assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents())
                .extracting(S3Object::key)
                .containsExactly("kept");
    }

    @Test
    void joinsThePartsOfAnUploadInTheirOrder() {
        byte[] first = bytes(FIVE_MEGABYTES, 1);
        byte[] second = bytes(FIVE_MEGABYTES + 7, 2);
        byte[] third = bytes(3, 3);
        String id = startUpload("big");
        List<CompletedPart> parts =
                List.of(
                        part("big", id, 2, second),
                        part("big", id, 7, third),
                        part("big", id, 1, first));

        String etag = complete("big", id, sorted(parts), false);

        byte[] object = get("big");
        assertThat(object).hasSize(2 * FIVE_MEGABYTES + 10);
        assertThat(object).startsWith(first).endsWith(third);
        assertThat(etag).matches("\"[0-9a-f]{32}-3\"");
        assertThat(changes)
                .extracting(ObjectChange::kind)
                .containsExactly(ObjectChange.Kind.COMPLETE_MULTIPART_UPLOAD);
        assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET)).uploads()).isEmpty();
    }

    @Test
    void completesOneUploadOfManyWhereNoObjectMayBe() throws Exception {
        List<String> ids = new ArrayList<>();
        List<CompletedPart> parts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ids.add(startUpload("one"));
            parts.add(part("one", ids.get(i), 1, bytes(10, i)));
        }

        List<Boolean> won = race(8, i -> complete("one", ids.get(i), List.of(parts.get(i)), true));

        assertThat(won).containsOnlyOnce(true);
        assertThat(get("one")).isEqualTo(bytes(10, won.indexOf(true)));
    }

    @Test
    void refusesPartsThatAreNotThereAndUploadsThatEnded() {
        String id = startUpload("k");
        CompletedPart part = part("k", id, 1, bytes(4, 1));

        assertThatThrownBy(
                        () -> complete("k", id, List.of(part.copy(c -> c.eTag("\"00\""))), false))
                .hasMessageContaining("could not be found");
        s3.abortMultipartUpload(b -> b.bucket(BUCKET).key("k").uploadId(id));
        assertThatThrownBy(() -> part("k", id, 1, bytes(4, 1)))
                .hasMessageContaining("There is no upload");
        assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents()).isEmpty();
    }

    @Test
    void copiesWithTheSourcesOrWithNewMetadata() {
        s3.putObject(
                b -> b.bucket(BUCKET).key("from é").metadata(Map.of("k", "v")),
                RequestBody.fromString("text"));

        s3.copyObject(
                b ->
                        b.sourceBucket(BUCKET)
                                .sourceKey("from é")
                                .destinationBucket(BUCKET)
                                .destinationKey("to"));
        s3.copyObject(
                b ->
                        b.sourceBucket(BUCKET)
                                .sourceKey("to")
                                .destinationBucket(BUCKET)
                                .destinationKey("to")
                                .metadataDirective(MetadataDirective.REPLACE)
                                .metadata(Map.of("k", "w")));

        assertThat(get("to")).asString().isEqualTo("text");
        assertThat(s3.headObject(b -> b.bucket(BUCKET).key("to")).metadata())
                .isEqualTo(Map.of("k", "w"));
        assertThat(s3.headObject(b -> b.bucket(BUCKET).key("from é")).metadata())
                .isEqualTo(Map.of("k", "v"));
    }

    @Test
    void answersConditionalReadsWithoutABody() {
        put("k", "v");
        String etag = s3.headObject(b -> b.bucket(BUCKET).key("k")).eTag();

        assertThatThrownBy(() -> s3.getObject(b -> b.bucket(BUCKET).key("k").ifNoneMatch(etag)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
        assertThatThrownBy(() -> s3.getObject(b -> b.bucket(BUCKET).key("k").ifMatch("\"no\"")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    }

    @Test
    void namesWhatIsMissing() {
        assertThatThrownBy(() -> get("absent")).isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> s3.listObjectsV2(b -> b.bucket("no-bucket")))
                .isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void refusesToReadWhatIsArchived() {
        s3.putObject(
                b -> b.bucket(BUCKET).key("cold").storageClass(StorageClass.GLACIER),
                RequestBody.fromString("ice"));

        assertThatThrownBy(() -> get("cold"))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("InvalidObjectState"));
    }

    @Test
    void tellsOfEveryChangeInTheOrderInWhichItWasMade() {
        put("k", "one");
        put("k", "two");
        s3.deleteObject(b -> b.bucket(BUCKET).key("k"));
        s3.deleteObject(b -> b.bucket(BUCKET).key("k"));

        assertThat(changes)
                .extracting(c -> c.kind() + " " + c.size())
                .containsExactly("PUT 3", "PUT 3", "DELETE 0");
        assertThat(changes).extracting(ObjectChange::sequencer).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void keepsReadersOfAReplacedObjectApartFromItsSuccessor() throws Exception {
        byte[] zeros = new byte[2 << 20];
        byte[] ones = zeros.clone();
        Arrays.fill(ones, (byte) 1);
        s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromBytes(zeros));

        List<Boolean> fine =
                race(
                        8,
                        i -> {
                            if (i % 2 == 0) {
                                s3.putObject(
                                        b -> b.bucket(BUCKET).key("k"),
                                        RequestBody.fromBytes(i % 4 == 0 ? ones : zeros));
                                return true;
                            }
                            byte[] read = get("k");
                            assertThat(read).containsOnly(read[0]).hasSize(zeros.length);
                            return true;
                        });

        assertThat(fine).containsOnly(true);
    }

    private static ObjectIdentifier identifier(String key, String etag) {
        return ObjectIdentifier.builder().key(key).eTag(etag).build();
    }

    void put(String key, String text) {
        s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(text));
    }

    byte[] get(String key) {
        return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key)).asByteArray();
    }

    private String range(String range) {
        software.amazon.awssdk.core.ResponseBytes<GetObjectResponse> bytes =
                s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("digits").range(range));
        return bytes.asUtf8String() + " " + bytes.response().contentRange();
    }

    private String startUpload(String key) {
        return s3.createMultipartUpload(b -> b.bucket(BUCKET).key(key)).uploadId();
    }

    private CompletedPart part(String key, String id, int number, byte[] bytes) {
        String etag =
                s3.uploadPart(
                                b -> b.bucket(BUCKET).key(key).uploadId(id).partNumber(number),
                                RequestBody.fromBytes(bytes))
                        .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    private String complete(String key, String id, List<CompletedPart> parts, boolean ifNoneMatch) {
        return s3.completeMultipartUpload(
                        b ->
                                b.bucket(BUCKET)
                                        .key(key)
                                        .uploadId(id)
                                        .ifNoneMatch(ifNoneMatch ? "*" : null)
                                        .multipartUpload(m -> m.parts(parts)))
                .eTag();
    }

    private static List<CompletedPart> sorted(List<CompletedPart> parts) {
        return parts.stream().sorted(Comparator.comparing(CompletedPart::partNumber)).toList();
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// Whether each attempt succeeded; those that did not must have failed with 412.
    private static List<Boolean> race(int threads, Attempt attempt) throws Exception {
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            attempts.add(
                    () -> {
                        try {
                            Object _ = attempt.run(number);
                            return true;
                        } catch (S3Exception e) {
                            assertThat(e.statusCode()).isEqualTo(412);
                            return false;
                        }
                    });
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Boolean> results = new ArrayList<>();
            for (Future<Boolean> future : pool.invokeAll(attempts)) {
                results.add(future.get());
            }
            return results;
        }
    }

    interface Attempt {
        Object run(int number) throws Exception;
    }
}
