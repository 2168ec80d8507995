package dev.s3logkit.common.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
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

/// What a store makes of the answers of S3, whatever sends its requests.
abstract class ScriptedStoreContract {

    private static final S3Uri URI = new S3Uri("a-bucket", "logs/one");
    private static final String[] FOUND = {
        "Content-Length", "3", "ETag", "\"e1\"", "Last-Modified", "Sun, 01 Mar 2026 10:00:00 GMT"
    };

    private final ScriptedS3 s3 = new ScriptedS3();
    private final ObjectStore store = store(s3.environment());

    /// The store under test, of these variables.
    protected abstract ObjectStore store(Map<String, String> environment);

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
                .isInstanceOf(ObjectAccessDeniedException.class)
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

    private void range(ByteRange range) throws IOException {
        try (ObjectStream body = store.openRange(URI, range, "e1")) {
            assertThat(body.readAllBytes()).hasSize((int) body.length());
        }
    }

    @Test
    void asksForARangeUnderTheEtagWithoutAnyOtherRequest() throws IOException {
        s3.then(206, "ell", "ETag", "\"e1\"", "Content-Range", "bytes 1-3/5");
        range(ByteRange.of(1, 3));
        assertThat(s3.requests())
                .containsExactly("GET /a-bucket/logs/one range bytes=1-3 if-match \"e1\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "206 | bytes 0-2/5",
                "206 | bytes 1-4/5",
                "206 | bytes 2-4/5",
                "206 | bytes 1-3/2",
                "206 | bytes 3-1/5",
                "206 | bytes 1-3/*",
                "206 | bytes 1-3/99999999999999999999",
                "206 | items 1-3/5",
                "206 | nonsense",
                "200 | ''",
            })
    void refusesOtherBytesThanThoseAskedFor(int status, String contentRange) {
        if (contentRange.isEmpty()) {
            s3.then(status, "ell", "ETag", "\"e1\"");
        } else {
            s3.then(status, "ell", "ETag", "\"e1\"", "Content-Range", contentRange);
        }
        assertThatThrownBy(() -> range(ByteRange.of(1, 3)))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("bytes=1-3")
                .hasMessageContaining(URI.toString());
    }

    @Test
    void refusesAnotherEtagFromAServerThatIgnoresTheCondition() {
        s3.then(206, "ell", "ETag", "\"e2\"", "Content-Range", "bytes 1-3/5");
        assertThatThrownBy(() -> range(ByteRange.of(1, 3)))
                .isInstanceOf(ObjectChangedException.class)
                .hasMessageContaining("expected was ETag e1, found e2");
    }

    @Test
    void sendsNoEtagThatIsNone() {
        assertThatThrownBy(() -> store.open(URI, "e1\"\r\nx-amz-evil: 1"))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("no ETag");
        assertThat(s3.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "301, PermanentRedirect",
        "307, TemporaryRedirect",
        "400, AuthorizationHeaderMalformed"
    })
    void namesTheRegionOfABucketThatIsElsewhere(int status, String code) {
        s3.then(
                status,
                "<Error><Code>" + code + "</Code><Message>m</Message></Error>",
                "x-amz-bucket-region",
                "ap-south-1");
        assertThatThrownBy(() -> store.open(URI))
                .isInstanceOfSatisfying(
                        WrongRegionException.class,
                        e -> assertThat(e.region()).isEqualTo("ap-south-1"))
                .hasMessageContaining("the bucket is in ap-south-1");
    }

    @Test
    void tellsTheRegionThatARefusalNames() throws IOException {
        s3.then(301, "", "x-amz-bucket-region", "ap-south-1");
        assertThat(store.region("a-bucket")).contains("ap-south-1");
        s3.then(403, "", "x-amz-bucket-region", "ap-south-1");
        assertThatThrownBy(() -> store.region("a-bucket"))
                .isInstanceOf(ObjectAccessDeniedException.class);
        s3.then(200, "");
        assertThat(store.region("a-bucket")).isEmpty();
    }

    @Test
    void tellsWhatIsArchivedAndWhatIsRestored() throws IOException {
        s3.error(403, "InvalidObjectState");
        assertThatThrownBy(this::get).isInstanceOf(ObjectArchivedException.class);
        s3.then(200, "", head("x-amz-storage-class", "GLACIER"));
        assertThat(store.head(URI).orElseThrow().needsRestore()).isTrue();
        s3.then(
                200,
                "",
                head(
                        "x-amz-storage-class",
                        "GLACIER",
                        "x-amz-restore",
                        "ongoing-request=\"true\""));
        assertThat(store.head(URI).orElseThrow().needsRestore()).isTrue();
        s3.then(
                200,
                "",
                head(
                        "x-amz-storage-class",
                        "GLACIER",
                        "x-amz-restore",
                        "ongoing-request=\"false\", expiry-date=\"Fri, 21 Dec 2026 00:00:00 GMT\""));
        assertThat(store.head(URI).orElseThrow().needsRestore()).isFalse();
        s3.then(
                200,
                "",
                head(
                        "x-amz-storage-class",
                        "INTELLIGENT_TIERING",
                        "x-amz-archive-status",
                        "ARCHIVE_ACCESS"));
        assertThat(store.head(URI).orElseThrow().needsRestore()).isTrue();
    }

    private static String[] head(String... more) {
        String[] headers = Arrays.copyOf(FOUND, FOUND.length + more.length);
        System.arraycopy(more, 0, headers, FOUND.length, more.length);
        return headers;
    }

    @Test
    void listsWhetherArchivedObjectsAreRestored() throws IOException {
        s3.then(
                200,
                """
                <ListBucketResult><IsTruncated>false</IsTruncated>
                <Contents><Key>a</Key><Size>1</Size><StorageClass>GLACIER</StorageClass></Contents>
                <Contents><Key>b</Key><Size>1</Size><StorageClass>GLACIER</StorageClass>
                <RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress>
                <RestoreExpiryDate>2026-12-01T00:00:00.000Z</RestoreExpiryDate></RestoreStatus></Contents>
                <Contents><Key>c</Key><Size>1</Size><StorageClass>GLACIER</StorageClass>
                <RestoreStatus><IsRestoreInProgress>true</IsRestoreInProgress></RestoreStatus></Contents>
                <Contents><Key>d</Key><Size>1</Size></Contents>
                </ListBucketResult>""");
        List<String> objects = new ArrayList<>();
        store.list(
                new S3Uri("a-bucket", ""),
                o -> objects.add(o.uri().key() + " " + o.storageClass() + " " + o.needsRestore()));
        assertThat(objects)
                .containsExactly(
                        "a GLACIER true", "b GLACIER false", "c GLACIER true", "d STANDARD false");
    }

    private static String deleteErrors(String... keysAndCodes) {
        StringBuilder document = new StringBuilder("<DeleteResult>");
        for (int i = 0; i < keysAndCodes.length; i += 2) {
            document.append("<Error><Key>")
                    .append(keysAndCodes[i])
                    .append("</Key><Code>")
                    .append(keysAndCodes[i + 1])
                    .append("</Code><Message>because</Message></Error>");
        }
        return document.append("</DeleteResult>").toString();
    }

    private static List<Deletion> deletions(String... keys) {
        List<Deletion> deletions = new ArrayList<>();
        for (String key : keys) {
            deletions.add(new Deletion(new S3Uri("a-bucket", key), "e-" + key));
        }
        return deletions;
    }

    @Test
    void deletesAgainWhatS3CouldNotDeleteJustThen() throws IOException {
        s3.then(
                200,
                deleteErrors(
                        "a",
                        "InternalError",
                        "b",
                        "PreconditionFailed",
                        "c",
                        "AccessDenied",
                        "d",
                        "NoSuchKey"));
        s3.then(200, deleteErrors());
        assertThat(store.delete(deletions("a", "b", "c", "d", "e")))
                .containsExactly(
                        new DeleteOutcome.Deleted(),
                        new DeleteOutcome.Changed(),
                        new DeleteOutcome.Failed("AccessDenied", "because"),
                        new DeleteOutcome.Deleted(),
                        new DeleteOutcome.Deleted());
        assertThat(s3.requests()).hasSize(2);
        assertThat(store.requests().delete()).isEqualTo(2);
    }

    @Test
    void namesEveryObjectOfARequestThatFailed() throws IOException {
        s3.error(403, "AccessDenied");
        assertThat(store.delete(deletions("a", "b")))
                .hasSize(2)
                .allSatisfy(
                        outcome ->
                                assertThat(outcome)
                                        .isInstanceOfSatisfying(
                                                DeleteOutcome.Failed.class,
                                                failed -> {
                                                    assertThat(failed.code())
                                                            .isEqualTo("AccessDenied");
                                                    assertThat(failed.message())
                                                            .contains("request id REQ1");
                                                }));
    }

    @Test
    void triesADeletionAgainThatMeetsAnother() throws IOException {
        s3.error(409, "ConditionalRequestConflict").then(204, "");
        assertThat(store.delete(URI, "e1")).isEqualTo(new DeleteOutcome.Deleted());
        s3.error(412, "PreconditionFailed");
        assertThat(store.delete(URI, "e1")).isEqualTo(new DeleteOutcome.Changed());
        assertThat(s3.requests()).allMatch(request -> request.endsWith("if-match \"e1\""));
        s3.error(403, "AccessDenied");
        assertThatThrownBy(() -> store.delete(URI, null))
                .isInstanceOf(ObjectAccessDeniedException.class);
    }
}
