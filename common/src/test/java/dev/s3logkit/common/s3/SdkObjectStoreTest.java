package dev.s3logkit.common.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.config.ConfigException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdkObjectStoreTest {

    private static final S3Uri URI = new S3Uri("a-bucket", "logs/one");
    private static final String[] FOUND = {
        "Content-Length", "3", "ETag", "\"e1\"", "Last-Modified", "Sun, 01 Mar 2026 10:00:00 GMT"
    };

    private final ScriptedS3 s3 = new ScriptedS3();
    private final ObjectStore store = SdkObjectStore.create(s3.environment());

    @AfterEach
    void close() {
        store.close();
        s3.close();
    }

    private static CreateOptions options(boolean ifAbsent) {
        return new CreateOptions(
                "text/plain", "STANDARD", Map.of(), CreateOptions.MIN_PART_SIZE, ifAbsent);
    }

    private PutOutcome put(int size) throws IOException {
        try (ObjectWriter writer = store.create(URI, options(true))) {
            writer.write(new byte[size]);
            return writer.commit();
        }
    }

    private String get() throws IOException {
        try (ObjectStream body = store.open(URI)) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    private static String crc32(String content) {
        CRC32 crc = new CRC32();
        crc.update(content.getBytes(UTF_8));
        long value = crc.getValue();
        byte[] bytes = {
            (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
        };
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void readsAnObjectByOneRequest() throws IOException {
        s3.then(
                200,
                "hello",
                "ETag",
                "\"e1\"",
                "Last-Modified",
                "Sun, 01 Mar 2026 10:00:00 GMT",
                "x-amz-meta-Day",
                "2026-03-01",
                "x-amz-checksum-crc32",
                crc32("hello"));
        try (ObjectStream body = store.open(URI)) {
            assertThat(body.info().etag()).isEqualTo("e1");
            assertThat(body.info().lastModified()).isEqualTo("2026-03-01T10:00:00Z");
            assertThat(body.info().metadata()).containsExactly(Map.entry("day", "2026-03-01"));
            assertThat(body.readAllBytes()).asString(UTF_8).isEqualTo("hello");
        }
        assertThat(s3.requests()).containsExactly("GET /a-bucket/logs/one");
        assertThat(store.requests()).isEqualTo(new RequestCounts(1, 0, 0, 0, 0, 5, 0));
    }

    @Test
    void refusesABodyWithAnotherChecksum() {
        s3.then(200, "hello", "x-amz-checksum-crc32", crc32("hullo"));
        assertThatThrownBy(this::get)
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining(URI.toString())
                .hasMessageContaining("checksum");
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-checksum-crc32, aGVsbG8tMg==-2",
        "x-amz-checksum-xxhash64, AAAAAAAAAAA=",
    })
    void readsABodyWhoseChecksumItCannotTake(String header, String value) throws IOException {
        s3.then(200, "hello", header, value);
        assertThat(get()).isEqualTo("hello");
    }

    @Test
    void checksTheChecksumThatS3TakesByItself() throws IOException {
        // The check value of the catalogue, 0xae8b14860a799888, over the digits one to nine.
        s3.then(200, "123456789", "x-amz-checksum-crc64nvme", "rosUhgp5mIg=");
        assertThat(get()).isEqualTo("123456789");
        s3.then(200, "123456780", "x-amz-checksum-crc64nvme", "rosUhgp5mIg=");
        assertThatThrownBy(this::get)
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("CRC64NVME");
    }

    @Test
    void refusesABodyThatEndsEarly() {
        s3.then(
                exchange -> {
                    exchange.sendResponseHeaders(200, 100_000);
                    exchange.getResponseBody().write(new byte[60_000]);
                });
        assertThatThrownBy(this::get)
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining(URI.toString())
                .hasMessageContaining("bytes missing");
    }

    @Test
    void dropsTheConnectionOfALargeBodyThatIsNotRead() throws Exception {
        CountDownLatch dropped = new CountDownLatch(1);
        s3.then(
                exchange -> {
                    exchange.sendResponseHeaders(200, 1L << 40);
                    try {
                        for (; ; ) {
                            exchange.getResponseBody().write(new byte[1 << 20]);
                        }
                    } catch (IOException e) {
                        dropped.countDown();
                    }
                });
        try (ObjectStream body = store.open(URI)) {
            assertThat(body.readNBytes(10)).hasSize(10);
        }
        dropped.await();
        s3.then(200, "next");
        assertThat(get()).isEqualTo("next");
    }

    @ParameterizedTest
    @CsvSource({"NoSuchKey, no such key", "NoSuchBucket, no such bucket"})
    void saysWhatIsMissing(String code, String message) {
        s3.error(404, code);
        assertThatThrownBy(() -> store.open(URI))
                .isInstanceOf(NoSuchObjectException.class)
                .hasMessageContaining(URI.toString())
                .hasMessageContaining(message);
    }

    @Test
    void asksForTheBucketWhenHeadFindsNothing() throws IOException {
        s3.then(404, "").then(200, "");
        assertThat(store.head(URI)).isEmpty();
        s3.then(404, "").then(404, "");
        assertThatThrownBy(() -> store.head(URI))
                .isInstanceOf(NoSuchObjectException.class)
                .hasMessageContaining("no such bucket");
    }

    @Test
    void passesOnWhatS3SaysOfARefusal() {
        s3.error(403, "AccessDenied");
        assertThatThrownBy(() -> store.open(URI))
                .isInstanceOf(ObjectStoreException.class)
                .isNotInstanceOf(NoSuchObjectException.class)
                .hasMessage(
                        "GET s3://a-bucket/logs/one: status 403 AccessDenied (because), request id REQ1");
    }

    @Test
    void triesAgainWhenS3IsBusyAndGivesUpInTheEnd() throws IOException {
        s3.error(503, "SlowDown").then(200, "hello");
        assertThat(get()).isEqualTo("hello");
        s3.error(503, "SlowDown").error(503, "SlowDown");
        assertThatThrownBy(() -> store.open(URI)).hasMessageContaining("status 503 SlowDown");
        assertThat(s3.requests()).hasSize(4);
        assertThat(store.requests().get()).isEqualTo(2);
    }

    @Test
    void listsPageByPageWithKeysDecoded() throws IOException {
        s3.then(200, page("a%01b%2B+c", "<NextContinuationToken>t=1</NextContinuationToken>"));
        s3.then(200, page("z", ""));
        List<ObjectInfo> objects = new ArrayList<>();
        store.list(new S3Uri("a-bucket", "pre fix"), objects::add);
        assertThat(objects).extracting(o -> o.uri().key()).containsExactly("a\u0001b+ c", "z");
        assertThat(objects.getFirst().etag()).isEqualTo("e1");
        assertThat(s3.requests().getFirst()).contains("prefix=pre%20fix").contains("list-type=2");
        assertThat(s3.requests().getLast()).contains("continuation-token=t%3D1");
    }

    private static String page(String key, String token) {
        return """
               <ListBucketResult><EncodingType>url</EncodingType>
               <IsTruncated>%s</IsTruncated>%s<Contents><Key>%s</Key><Size>3</Size>
               <LastModified>2026-03-01T10:00:00.000Z</LastModified><ETag>"e1"</ETag></Contents>
               </ListBucketResult>"""
                .formatted(!token.isEmpty(), token, key);
    }

    @Test
    void putsASmallObjectByOneConditionalRequest() throws IOException {
        s3.then(200, "", "ETag", "\"e9\"");
        assertThat(put(10)).isEqualTo(new PutOutcome.Created("e9"));
        assertThat(s3.requests()).containsExactly("PUT /a-bucket/logs/one if-none-match *");
        assertThat(store.requests()).isEqualTo(new RequestCounts(0, 0, 0, 1, 0, 0, 10));
    }

    @Test
    void tellsWhatIsThereAlready() throws IOException {
        s3.error(412, "PreconditionFailed").then(200, "", FOUND);
        assertThat(put(10))
                .isInstanceOfSatisfying(
                        PutOutcome.AlreadyExists.class,
                        outcome -> assertThat(outcome.existing().etag()).isEqualTo("e1"));
    }

    @Test
    void triesAPutAgainThatMeetsAnother() throws IOException {
        s3.error(409, "ConditionalRequestConflict").then(404, "").then(200, "");
        s3.then(200, "", "ETag", "\"e9\"");
        assertThat(put(10)).isEqualTo(new PutOutcome.Created("e9"));
    }

    @Test
    void endsAPutThatMeetsAnotherForEver() {
        for (int i = 0; i < 6; i++) {
            s3.error(409, "ConditionalRequestConflict").then(404, "").then(200, "");
        }
        assertThatThrownBy(() -> put(10)).hasMessageContaining("409 ConditionalRequestConflict");
        assertThat(s3.requests()).hasSize(18);
    }

    private ScriptedS3 upload() {
        return s3.then(
                        200,
                        "<InitiateMultipartUploadResult><UploadId>up1</UploadId>"
                                + "</InitiateMultipartUploadResult>")
                .then(200, "", "ETag", "\"p1\"");
    }

    @Test
    void sendsPartsAsTheyFill() throws IOException {
        upload().then(200, "", "ETag", "\"p2\"")
                .then(
                        200,
                        "<CompleteMultipartUploadResult><ETag>\"e-2\"</ETag>"
                                + "</CompleteMultipartUploadResult>");
        assertThat(put(CreateOptions.MIN_PART_SIZE + 1)).isEqualTo(new PutOutcome.Created("e-2"));
        assertThat(s3.requests())
                .containsExactly(
                        "POST /a-bucket/logs/one?uploads",
                        "PUT /a-bucket/logs/one?partNumber=1&uploadId=up1",
                        "PUT /a-bucket/logs/one?partNumber=2&uploadId=up1",
                        "POST /a-bucket/logs/one?uploadId=up1 if-none-match *");
        assertThat(store.requests().put()).isEqualTo(4);
        assertThat(store.requests().bytesWritten()).isEqualTo(CreateOptions.MIN_PART_SIZE + 1);
    }

    @ParameterizedTest
    @CsvSource({"412, PreconditionFailed", "409, ConditionalRequestConflict"})
    void abortsAnUploadThatCameSecond(int status, String code) throws IOException {
        upload().then(200, "", "ETag", "\"p2\"").error(status, code);
        s3.then(200, "", FOUND).then(204, "");
        assertThat(put(CreateOptions.MIN_PART_SIZE + 1))
                .isInstanceOf(PutOutcome.AlreadyExists.class);
        assertThat(s3.requests().getLast()).isEqualTo("DELETE /a-bucket/logs/one?uploadId=up1");
    }

    @Test
    void failsAnUploadThatWasRefusedThoughNothingIsThere() {
        upload().then(200, "", "ETag", "\"p2\"").error(409, "ConditionalRequestConflict");
        s3.then(404, "").then(200, "").then(204, "");
        assertThatThrownBy(() -> put(CreateOptions.MIN_PART_SIZE + 1))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("409");
        assertThat(s3.requests().getLast()).startsWith("DELETE ");
    }

    @Test
    void commitsNothingAfterAPartFailed() throws IOException {
        s3.then(
                        200,
                        "<InitiateMultipartUploadResult><UploadId>up1</UploadId>"
                                + "</InitiateMultipartUploadResult>")
                .error(403, "AccessDenied")
                .then(204, "");
        ObjectWriter writer = store.create(URI, options(true));
        assertThatThrownBy(() -> writer.write(new byte[CreateOptions.MIN_PART_SIZE + 1]))
                .hasMessageContaining("AccessDenied");
        assertThatThrownBy(writer::commit).isInstanceOf(ObjectStoreException.class);
        writer.close();
        assertThat(s3.requests().getLast()).isEqualTo("DELETE /a-bucket/logs/one?uploadId=up1");
    }

    @Test
    void endsSoonWhenInterruptedAndStillAbortsTheUpload() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        upload().then(
                        exchange -> {
                            asked.countDown();
                            awaitUninterrupted(over);
                        });
        s3.then(204, "");
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        put(CreateOptions.MIN_PART_SIZE + 1);
                                    } catch (IOException e) {
                                        failure.set(e);
                                    }
                                    interrupted.set(Thread.currentThread().isInterrupted());
                                });
        asked.await();
        thread.interrupt();
        thread.join();
        over.countDown();
        assertThat(failure.get()).isInstanceOf(InterruptedIOException.class);
        assertThat(interrupted.get()).isTrue();
        assertThat(s3.requests().getLast()).startsWith("DELETE ");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void namesTheVariableThatCannotBeUsed() {
        assertThatThrownBy(
                        () -> SdkObjectStore.create(Map.of("AWS_ENDPOINT_URL", "localhost:9000")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("AWS_ENDPOINT_URL is 'localhost:9000'");
        assertThatThrownBy(
                        () ->
                                SdkObjectStore.create(
                                        Map.of("AWS_REGION", "r", "AWS_MAX_ATTEMPTS", "many")))
                .hasMessageContaining("AWS_MAX_ATTEMPTS is 'many'");
        assertThatThrownBy(
                        () ->
                                SdkObjectStore.create(
                                        Map.of("AWS_REGION", "r", "AWS_RETRY_MODE", "never")))
                .hasMessageContaining("expected one of standard, adaptive");
    }
}
