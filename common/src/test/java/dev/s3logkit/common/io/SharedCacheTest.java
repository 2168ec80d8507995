package dev.s3logkit.common.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedCacheTest {

    private static SharedCache<Integer, byte[]> cache(long capacity) {
        return new SharedCache<>(capacity, bytes -> bytes.length);
    }

    @Test
    void staysBelowItsBoundAndKeepsWhatWasUsedLast() throws IOException {
        SharedCache<Integer, byte[]> cache = cache(10 * 1200);
        for (int i = 0; i < 100; i++) {
            cache.get(i, () -> new byte[1000]);
            cache.get(0, () -> new byte[1000]);
            assertThat(cache.weight()).isLessThanOrEqualTo(cache.capacity());
        }
        AtomicInteger loads = new AtomicInteger();
        for (int i : new int[] {0, 99, 98, 50}) {
            cache.get(
                    i,
                    () -> {
                        loads.incrementAndGet();
                        return new byte[1000];
                    });
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void aFailureIsPassedOnAndForgotten() throws IOException {
        SharedCache<Integer, byte[]> cache = cache(10_000);
        assertThatThrownBy(
                        () ->
                                cache.get(
                                        1,
                                        () -> {
                                            throw new IOException("gone");
                                        }))
                .hasMessage("gone");
        assertThatThrownBy(
                        () ->
                                cache.getAll(
                                        List.of(1, 2),
                                        (_, _) -> {
                                            throw new IOException("gone again");
                                        }))
                .hasMessage("gone again");
        assertThat(cache.get(1, () -> new byte[3])).hasSize(3);
        assertThat(cache.weight()).isLessThan(1000);
    }

    @Test
    void whatIsMissingIsLoadedAtOnce() throws IOException {
        SharedCache<Integer, byte[]> cache = cache(100_000);
        cache.get(0, () -> new byte[] {0});
        cache.get(2, () -> new byte[] {2});
        List<String> loads = new ArrayList<>();
        List<byte[]> values =
                cache.getAll(
                        List.of(0, 1, 2, 3, 4),
                        (from, to) -> {
                            loads.add(from + "-" + to);
                            return List.of(
                                    new byte[] {1}, new byte[] {9}, new byte[] {3}, new byte[] {4});
                        });
        assertThat(loads).containsExactly("1-5");
        for (int i = 0; i < 5; i++) {
            assertThat(values.get(i)).containsExactly(i);
        }
    }

    @Test
    void threadsThatWantTheSameLoadItOnce() throws Exception {
        SharedCache<Integer, byte[]> cache = cache(0);
        AtomicInteger loads = new AtomicInteger();
        CountDownLatch waiting = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<byte[]> first =
                    threads.submit(
                            () ->
                                    cache.get(
                                            7,
                                            () -> {
                                                loads.incrementAndGet();
                                                await(waiting);
                                                return new byte[] {7};
                                            }));
            while (loads.get() == 0) {
                Thread.onSpinWait();
            }
            List<Future<byte[]>> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                others.add(threads.submit(() -> cache.get(7, () -> fail(loads))));
            }
            Future<List<byte[]>> group =
                    threads.submit(
                            () -> cache.getAll(List.of(7, 8), (_, _) -> List.of(new byte[] {8})));
            waiting.countDown();
            assertThat(first.get()).containsExactly(7);
            for (Future<byte[]> other : others) {
                // Without capacity, who comes after the first one is done loads anew.
                assertThat(other.get()[0]).isIn((byte) 7, (byte) 1);
            }
            assertThat(group.get().get(1)).containsExactly(8);
        }
    }

    private static byte[] fail(AtomicInteger loads) {
        loads.incrementAndGet();
        return new byte[] {1};
    }

    private static void await(CountDownLatch latch) throws InterruptedIOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    @Test
    void whoWaitsForAThreadThatIsInterruptedLoadsItself() throws Exception {
        SharedCache<Integer, byte[]> cache = cache(1000);
        CountDownLatch started = new CountDownLatch(1);
        Thread interrupted =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        cache.get(
                                                1,
                                                () -> {
                                                    started.countDown();
                                                    await(new CountDownLatch(1));
                                                    return new byte[0];
                                                });
                                    } catch (IOException e) {
                                        // as it should be
                                    }
                                });
        started.await();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<byte[]> other = threads.submit(() -> cache.get(1, () -> new byte[] {5}));
            Future<List<byte[]>> group =
                    threads.submit(
                            () -> cache.getAll(List.of(1), (_, _) -> List.of(new byte[] {5})));
            interrupted.interrupt();
            assertThat(other.get()).containsExactly(5);
            assertThat(group.get().getFirst()).containsExactly(5);
        }
    }

    @Test
    void groupsThatOverlapInAnyOrderNeverWaitForEachOther() throws Exception {
        SharedCache<Integer, byte[]> cache = cache(3000);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> readers = new ArrayList<>();
            for (int r = 0; r < 50; r++) {
                int seed = r;
                readers.add(
                        () -> {
                            Random random = new Random(seed);
                            for (int i = 0; i < 200; i++) {
                                List<Integer> keys = random.ints(5, 0, 20).boxed().toList();
                                List<byte[]> values =
                                        cache.getAll(
                                                keys,
                                                (from, to) ->
                                                        keys.subList(from, to).stream()
                                                                .map(k -> new byte[k])
                                                                .toList());
                                for (int k = 0; k < 5; k++) {
                                    if (values.get(k).length != keys.get(k)) {
                                        return false;
                                    }
                                }
                            }
                            return true;
                        });
            }
            for (Future<Boolean> right : threads.invokeAll(readers)) {
                assertThat(right.get()).isTrue();
            }
        }
    }
}
