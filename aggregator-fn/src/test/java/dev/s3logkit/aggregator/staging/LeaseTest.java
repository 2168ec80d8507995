package dev.s3logkit.aggregator.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant NOW = Instant.parse("2026-02-06T10:00:00Z");

    @TempDir Path folder;

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    @Test
    void onlyOneHoldsIt() throws Exception {
        try (Lease first = Lease.acquire(folder, at(NOW), MINUTE).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(Lease.acquire(folder, at(NOW), MINUTE)).isEmpty();
        }
    }

    @Test
    void aReleasedOneIsFree() throws Exception {
        Lease.acquire(folder, at(NOW), MINUTE).orElseThrow().close();

        assertThat(Lease.acquire(folder, at(NOW), MINUTE)).isPresent();
    }

    @Test
    void oneThatAHolderLeftBehindRunsOut() throws Exception {
        assertThat(Lease.acquire(folder, at(NOW), MINUTE)).isPresent();

        assertThat(Lease.acquire(folder, at(NOW.plus(MINUTE)), MINUTE)).isEmpty();
        assertThat(Lease.acquire(folder, at(NOW.plus(MINUTE).plusMillis(1)), MINUTE)).isPresent();
    }

    @Test
    void anEmptyFileOfAHolderThatDiedAtOnceRunsOutByItsAge() throws Exception {
        Path file = Files.createFile(folder.resolve("lease-000000001"));
        Instant created = Files.getLastModifiedTime(file).toInstant();

        assertThat(Lease.acquire(folder, at(created.plusSeconds(30)), MINUTE)).isEmpty();
        assertThat(Lease.acquire(folder, at(created.plusSeconds(61)), MINUTE)).isPresent();
    }

    @Test
    void ofManyAtOnceOneGetsIt() throws Exception {
        for (int round = 0; round < 20; round++) {
            Path contested = Files.createDirectory(folder.resolve("round" + round));
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Optional<Lease>>> attempts = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                for (int i = 0; i < 8; i++) {
                    attempts.add(
                            threads.submit(
                                    () -> {
                                        start.await();
                                        return Lease.acquire(contested, at(NOW), MINUTE);
                                    }));
                }
                start.countDown();
            }
            long holders = 0;
            for (Future<Optional<Lease>> attempt : attempts) {
                holders += attempt.get().isPresent() ? 1 : 0;
            }
            assertThat(holders).isLessThanOrEqualTo(1);
        }
    }
}
