package dev.s3logkit.common.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.s3.FaultPlan.Operation;
import dev.s3logkit.common.s3.OrderedFetch.Fetched;
import dev.s3logkit.common.s3.OrderedFetch.Limits;
import dev.s3logkit.common.s3.OrderedFetch.Wanted;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrderedFetchTest {

    private static final String BUCKET = "a-bucket";

    private final InMemoryObjectStore memory = new InMemoryObjectStore(BUCKET);

    private static S3Uri uri(int i) {
        return new S3Uri(BUCKET, "k" + i);
    }

    private static byte[] content(int i, int size) {
        byte[] bytes = new byte[size];
        new Random(i).nextBytes(bytes);
        return bytes;
    }

    private List<Wanted> fill(int... sizes) throws IOException {
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            wanted.add(Wanted.of(memory.put(uri(i), content(i, sizes[i]))));
        }
        return wanted;
    }

    private static List<Wanted> unsized(List<Wanted> wanted) {
        return wanted.stream().map(w -> new Wanted(w.uri(), Wanted.UNKNOWN, null)).toList();
    }

    private static byte[] bytes(Fetched fetched) throws IOException {
        return switch (fetched) {
            case Fetched.Whole whole -> whole.content();
            case Fetched.Opened(Wanted _, ObjectStream body) -> body.readAllBytes();
            case Fetched.Failed(Wanted _, IOException failure) -> throw failure;
        };
    }

    @Property(tries = 60)
    void handsOutEveryObjectInOrderWhateverTheLimits(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 9) int requests,
            @ForAll @IntRange(min = 1, max = 400_000) int bytes,
            @ForAll @IntRange(max = 100_000) int whole,
            @ForAll boolean sizesKnown)
            throws IOException {
        int[] sizes = new Random(seed).ints(40, 0, 120_000).toArray();
        List<Wanted> wanted = sizesKnown ? fill(sizes) : unsized(fill(sizes));
        try (OrderedFetch fetch =
                new OrderedFetch(memory, wanted.iterator(), new Limits(requests, bytes, whole))) {
            for (int i = 0; i < sizes.length; i++) {
                Fetched fetched = fetch.next().orElseThrow();
                assertThat(fetched.wanted()).isEqualTo(wanted.get(i));
                assertThat(Arrays.equals(bytes(fetched), content(i, sizes[i]))).isTrue();
                if (fetched instanceof Fetched.Whole) {
                    assertThat(sizes[i]).isLessThanOrEqualTo(whole);
                }
            }
            assertThat(fetch.next()).isEmpty();
            assertThat(fetch.next()).isEmpty();
        }
    }

    @Test
    void asksOncePerObjectWhenSizesAreKnown() throws IOException {
        List<Wanted> wanted = fill(10, 5000, 0, 10);
        try (OrderedFetch fetch =
                new OrderedFetch(memory, wanted.iterator(), new Limits(4, 1 << 20, 1000))) {
            assertThat(fetch.next().orElseThrow()).isInstanceOf(Fetched.Whole.class);
            assertThat(fetch.next().orElseThrow()).isInstanceOf(Fetched.Opened.class);
            assertThat(fetch.next().orElseThrow()).isInstanceOf(Fetched.Whole.class);
            assertThat(fetch.next().orElseThrow()).isInstanceOf(Fetched.Whole.class);
        }
        assertThat(memory.requests().get()).isEqualTo(4);
    }

    @Test
    void holdsNoMoreBytesThanAllowed() throws IOException {
        int[] sizes = new int[200];
        Arrays.fill(sizes, 1000);
        List<Wanted> wanted = fill(sizes);
        try (OrderedFetch fetch =
                new OrderedFetch(memory, wanted.iterator(), new Limits(50, 10_000, 1000))) {
            for (int taken = 1; taken <= sizes.length; taken++) {
                assertThat(fetch.next()).isPresent();
                assertThat(memory.requests().get()).isLessThanOrEqualTo(taken + 9);
            }
        }
    }

    @Test
    void sendsNoMoreRequestsAtATimeThanAllowed() throws IOException {
        List<Wanted> wanted = fill(new int[100]);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        FaultPlan counting =
                (operation, uri) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    now.decrementAndGet();
                    return Optional.empty();
                };
        try (OrderedFetch fetch =
                new OrderedFetch(
                        new FailingObjectStore(memory, counting),
                        wanted.iterator(),
                        new Limits(3, 1 << 20, 1000))) {
            while (fetch.next().isPresent()) {
                assertThat(most.get()).isLessThanOrEqualTo(3);
            }
        }
        assertThat(memory.requests().get()).isEqualTo(100);
    }

    @Test
    void namesWhatFailedAndGoesOn() throws IOException {
        List<Wanted> wanted = fill(10, 10, 10, 5000);
        memory.delete(uri(1));
        memory.put(uri(2), new byte[1]);
        memory.delete(uri(3));
        List<String> outcomes = new ArrayList<>();
        try (OrderedFetch fetch =
                new OrderedFetch(memory, wanted.iterator(), new Limits(4, 1 << 20, 1000))) {
            for (Optional<Fetched> next = fetch.next(); next.isPresent(); next = fetch.next()) {
                outcomes.add(
                        next.get() instanceof Fetched.Failed(Wanted object, IOException failure)
                                ? object.uri().key() + " " + failure.getClass().getSimpleName()
                                : "read");
            }
        }
        assertThat(outcomes)
                .containsExactly(
                        "read",
                        "k1 NoSuchObjectException",
                        "k2 ObjectChangedException",
                        "k3 NoSuchObjectException");
    }

    @Test
    void readsAgainWhatBrokeOff() throws IOException {
        FailingObjectStore store =
                new FailingObjectStore(
                        memory,
                        FaultPlan.script(
                                Operation.OPEN,
                                new Fault.TruncatedBody(),
                                new Fault.ConnectionReset(),
                                new Fault.ChecksumMismatch()));
        List<Wanted> wanted = fill(1000);
        try (OrderedFetch fetch =
                new OrderedFetch(store, wanted.iterator(), new Limits(1, 1 << 20, 1000))) {
            assertThat(bytes(fetch.next().orElseThrow())).isEqualTo(content(0, 1000));
        }
        assertThat(memory.requests().get()).isEqualTo(4);
    }

    @Test
    void closesTheStreamOfTheTurnBefore() throws IOException {
        List<Wanted> wanted = fill(5000, 5000);
        try (OrderedFetch fetch =
                new OrderedFetch(memory, wanted.iterator(), new Limits(1, 1 << 20, 1000))) {
            assertThat(fetch.next()).isPresent();
            assertThat(bytes(fetch.next().orElseThrow())).hasSize(5000);
        }
    }

    @Test
    void endsWhatIsUnderWayWhenClosedOrInterrupted() throws Exception {
        List<Wanted> wanted = fill(new int[100]);
        CountDownLatch asked = new CountDownLatch(1);
        FaultPlan stuck =
                (operation, uri) -> {
                    asked.countDown();
                    return Optional.of(new Fault.Slow(Duration.ofDays(1)));
                };
        OrderedFetch fetch =
                new OrderedFetch(
                        new FailingObjectStore(memory, stuck),
                        wanted.iterator(),
                        new Limits(8, 1 << 20, 1000));
        Thread consumer = Thread.currentThread();
        Thread.startVirtualThread(
                () -> {
                    try {
                        asked.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    consumer.interrupt();
                });
        assertThatThrownBy(fetch::next).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        fetch.close();
        assertThat(memory.requests().get()).isZero();
    }
}
