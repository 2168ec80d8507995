package dev.s3logkit.objectlambda.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.FailingObjectStore;
import dev.s3logkit.common.s3.Fault;
import dev.s3logkit.common.s3.FaultPlan;
import dev.s3logkit.common.s3.FaultPlan.Operation;
import dev.s3logkit.common.s3.ObjectChangedException;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.objectlambda.fixture.PlainBucket;
import dev.s3logkit.objectlambda.fixture.SampleTree;
import dev.s3logkit.objectlambda.fixture.TestBucket;
import dev.s3logkit.objectlambda.fixture.TestBucket.Response;
import dev.s3logkit.objectlambda.fixture.Zips;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives that cannot be read: each way has an answer of its own, and a line that names them.
class ArchiveFailuresTest {

    private static final S3Uri ARCHIVE = new S3Uri(TestBucket.STORED, "a.zip");

    @TempDir private Path cache;
    private TestBucket test;

    @BeforeEach
    void make() {
        test = new TestBucket(cache).map("v", "a.zip");
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static byte[] zip(String content) throws IOException {
        PlainBucket files = new PlainBucket();
        files.put("a.txt", content);
        files.put("large", SampleTree.random(2_000_000));
        return Zips.of(files.objects());
    }

    private void fails(int status, String code) throws IOException {
        for (String key : new String[] {"v/a.txt", ""}) {
            Response got = test.ask("GET", key, Map.of());
            assertThat(got.status()).as(key).isEqualTo(status);
            assertThat(got.text()).contains("<Code>" + code + "</Code>");
        }
        assertThat(test.failures()).hasSize(2).allMatch(line -> line.startsWith(ARCHIVE + ": "));
    }

    @Test
    void oneThatIsNotThereIsNoSuchKey() throws Exception {
        fails(404, "NoSuchKey");
    }

    @Test
    void oneThatMayNotBeReadIsAccessDenied() throws Exception {
        test.store("a.zip", zip("one"))
                .over(
                        store ->
                                new FailingObjectStore(
                                        store, FaultPlan.when((o, u) -> true, new Fault.Denied())));
        fails(403, "AccessDenied");
    }

    @Test
    void oneThatIsArchivedHasToBeRestored() throws Exception {
        CreateOptions glacier =
                new CreateOptions(
                        "text/plain", "GLACIER", Map.of(), CreateOptions.MIN_PART_SIZE, false);
        try (ObjectWriter writer = test.store().create(ARCHIVE, glacier)) {
            byte[] zip = zip("one");
            writer.write(zip, 0, zip.length);
            writer.commit();
        }
        fails(403, "InvalidObjectState");
    }

    @Test
    void whatIsNoArchiveIsNotImplemented() throws Exception {
        test.store("a.zip", "just some text".repeat(99).getBytes(UTF_8));
        fails(501, "NotImplemented");
    }

    @Test
    void whatIsAnArchiveOfAnotherKindIsNotImplemented() throws Exception {
        test.store("a.zip", new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c, 0, 4});
        fails(501, "NotImplemented");
    }

    @Test
    void oneThatIsDamagedIsAnInternalError() throws Exception {
        byte[] zip = zip("one");
        int directory = zip.length - 100;
        for (int i = directory; i < zip.length - 22; i++) {
            zip[i] = (byte) 0xff;
        }
        test.store("a.zip", zip);
        fails(500, "InternalError");
    }

    @Test
    void damagedContentIsAnInternalErrorAndNoBrokenBody() throws Exception {
        byte[] zip = zip("a text that is long enough to be damaged in its middle");
        zip[60] ^= 0x55;
        zip[zip.length / 2] ^= 0x55;
        test.store("a.zip", zip);
        assertThat(test.get("v/a.txt").status()).isEqualTo(500);
        assertThat(test.get("v/large").status()).isEqualTo(500);
        assertThat(test.failures()).hasSize(2).allMatch(line -> line.startsWith(ARCHIVE + ": "));
    }

    @Test
    void aStoreThatIsOverloadedIsUnavailable() throws Exception {
        test.store("a.zip", zip("one"))
                .over(
                        store ->
                                new FailingObjectStore(
                                        store,
                                        FaultPlan.when((o, u) -> true, new Fault.Unavailable())));
        fails(503, "ServiceUnavailable");
    }

    @Test
    void oneThatIsReplacedBetweenTwoRequestsIsOpenedAnew() throws Exception {
        test.store("a.zip", zip("one"));
        Response first = test.get("v/a.txt");
        test.store("a.zip", zip("two"));
        Response second = test.get("v/a.txt", "if-none-match", first.headers().get("etag"));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo("two");
    }

    @Test
    void oneThatIsReplacedWithinARequestIsReadAnew() throws Exception {
        AtomicInteger gets = new AtomicInteger();
        test.store("a.zip", large("one"))
                .with("S3ARCHIVEFS_REVALIDATE_SECONDS", "3600")
                .over(store -> new FailingObjectStore(store, replacing(gets, 2)));
        Response got = test.get("v/a.txt");
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.text()).startsWith("two");
        assertThat(test.failures()).hasSize(1).first().asString().contains("changed");
    }

    @Test
    void oneThatIsReplacedAllTheTimeIsAborted() throws Exception {
        AtomicInteger version = new AtomicInteger();
        test.store("a.zip", large("one"))
                .over(
                        store ->
                                new FailingObjectStore(
                                        store,
                                        (operation, uri) -> {
                                            replace("v" + version.incrementAndGet());
                                            return Optional.empty();
                                        }));
        Response got = test.get("v/a.txt");
        assertThat(got.status()).isEqualTo(409);
        assertThat(got.text()).contains("<Code>OperationAborted</Code>");
    }

    @Test
    void oneThatIsReplacedWhileItsBodyIsSentBreaksTheBody() throws Exception {
        test.store("a.zip", large("one"));
        S3Answer answer =
                test.bucket()
                        .handle(
                                new S3Question(
                                        "GET", "archives", "v/large", List.of(), Map.of(), "1"));
        assertThat(answer.status()).isEqualTo(200);
        replace("two");
        assertThatThrownBy(() -> answer.body().writeTo(OutputStream.nullOutputStream()))
                .isInstanceOf(ObjectChangedException.class);
    }

    /// A zip of which reading a file is a request of its own.
    private static byte[] large(String content) throws IOException {
        PlainBucket files = new PlainBucket();
        files.put("a.txt", content + "-".repeat(1000));
        files.put("large", SampleTree.random(3_000_000));
        return Zips.of(files.objects());
    }

    private void replace(String content) {
        try {
            test.store("a.zip", large(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Replaces the archive before one of the requests.
    private FaultPlan replacing(AtomicInteger gets, int number) {
        return (operation, uri) -> {
            if (operation == Operation.OPEN && gets.incrementAndGet() == number) {
                replace("two");
            }
            return Optional.empty();
        };
    }
}
