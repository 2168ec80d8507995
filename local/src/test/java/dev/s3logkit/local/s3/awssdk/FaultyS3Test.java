package dev.s3logkit.local.s3.awssdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.local.fault.FaultPlan;
import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

class FaultyS3Test {

    @TempDir Path folder;
    final Faults faults = Faults.none();
    S3Server server;
    S3Client s3;

    @BeforeEach
    void start() throws IOException {
        EmbeddedStore store = EmbeddedStore.inMemory(folder.resolve("spool"), change -> {});
        store.createBucket("bucket");
        server = S3Server.start(store, "us-east-1", 0, faults);
        s3 = TestClients.s3(server.endpoint());
        s3.putObject(b -> b.bucket("bucket").key("k"), RequestBody.fromBytes(new byte[100_000]));
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
        server.close();
    }

    @Test
    void refusesRequestsWith503() {
        faults.follow(FaultPlan.quiet(1).withRequests(1, 0, Duration.ofMillis(1)));

        assertThatThrownBy(() -> s3.headObject(b -> b.bucket("bucket").key("k")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(503));
        assertThat(faults.injected()).isPositive();
    }

    @Test
    void doesWhatItSaysThatFailed() {
        faults.follow(FaultPlan.quiet(1).withRequests(0, 1, Duration.ZERO));

        assertThatThrownBy(
                        () ->
                                s3.putObject(
                                        b -> b.bucket("bucket").key("lost"),
                                        RequestBody.fromString("answer")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(500));
        assertThat(s3.headObject(b -> b.bucket("bucket").key("lost")).contentLength()).isEqualTo(6);
    }

    @Test
    void drawsHowMuchLongerARequestTakes() {
        faults.follow(FaultPlan.quiet(1).withLatency(Duration.ofMillis(20), Duration.ofMillis(20)));
        assertThat(faults.latencyMillis()).isEqualTo(20);
        faults.follow(FaultPlan.quiet(1).withLatency(Duration.ofMillis(5), Duration.ofMillis(9)));
        for (int i = 0; i < 100; i++) {
            assertThat(faults.latencyMillis()).isBetween(5L, 9L);
        }
        faults.follow(FaultPlan.quiet(1));
        assertThat(faults.latencyMillis()).isZero();
    }

    @Test
    void refusesObjectsOfABatchOneByOne() {
        ObjectIdentifier object = ObjectIdentifier.builder().key("k").eTag("*").build();
        faults.follow(FaultPlan.quiet(1).withRequests(1, 0, Duration.ZERO));

        assertThat(
                        s3.deleteObjects(b -> b.bucket("bucket").delete(d -> d.objects(object)))
                                .errors())
                .extracting(S3Error::code)
                .containsExactly("SlowDown");
    }

    @Test
    void breaksOffBodies() {
        faults.follow(FaultPlan.quiet(1).withBodies(1, 0));

        assertThatThrownBy(() -> s3.getObjectAsBytes(b -> b.bucket("bucket").key("k")))
                .isInstanceOf(SdkException.class);
    }

    @Test
    void changesAByteThatTheChecksumTells() {
        faults.follow(FaultPlan.quiet(1).withBodies(0, 1));

        assertThatThrownBy(
                        () ->
                                s3.getObjectAsBytes(
                                        b ->
                                                b.bucket("bucket")
                                                        .key("k")
                                                        .checksumMode(ChecksumMode.ENABLED)))
                .isInstanceOf(SdkException.class)
                .hasMessageContaining("checksum");
    }
}
