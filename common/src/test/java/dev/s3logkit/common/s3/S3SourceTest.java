package dev.s3logkit.common.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.s3.FaultPlan.Operation;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class S3SourceTest {

    private static final S3Uri URI = new S3Uri("a-bucket", "k");

    private final InMemoryObjectStore store = new InMemoryObjectStore("a-bucket");

    private byte[] put(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        store.put(URI, content);
        return content;
    }

    @Property(tries = 300)
    void readsEveryRangeFromMemoryAndFromS3Alike(
            @ForAll @IntRange(max = 300) int size,
            @ForAll @IntRange(max = 200) int head,
            @ForAll @IntRange(min = 1, max = 200) int tail,
            @ForAll @IntRange(max = 300) int from,
            @ForAll @IntRange(max = 300) int length)
            throws IOException {
        byte[] content = put(size);
        int offset = Math.min(from, size);
        int count = Math.min(length, size - offset);
        byte[] expected = Arrays.copyOfRange(content, offset, offset + count);
        try (S3Source source = S3Source.open(store, URI, head, tail)) {
            RequestCounts before = store.requests();
            byte[] padded = new byte[count + 2];
            source.read(offset, padded, 1, count);
            assertThat(Arrays.copyOfRange(padded, 1, count + 1)).isEqualTo(expected);
            assertThat(padded[0] | padded[count + 1]).isZero();
            try (InputStream stream = source.open(offset, count)) {
                assertThat(stream.readAllBytes()).isEqualTo(expected);
            }
            boolean held = head + tail >= size || offset + count <= head || offset >= size - tail;
            long requests = held || count == 0 ? 0 : 2;
            assertThat(store.requests().since(before).get()).isEqualTo(requests);
        }
    }

    @Test
    void opensByTwoRequestsAtTheSameTime() throws Exception {
        byte[] content = put(1000);
        CountDownLatch both = new CountDownLatch(2);
        FaultPlan meeting =
                (operation, uri) -> {
                    both.countDown();
                    try {
                        both.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Optional.empty();
                };
        try (S3Source source = S3Source.open(new FailingObjectStore(store, meeting), URI, 10, 10)) {
            assertThat(source.read(0, 10)).isEqualTo(Arrays.copyOf(content, 10));
            assertThat(store.requests().get()).isEqualTo(2);
        }
    }

    @Test
    void opensByTheTailAloneOrWithoutAnyRequest() throws IOException {
        put(1000);
        S3Source tail = S3Source.open(store, URI, 0, 1000);
        assertThat(tail.read(0, 1000)).hasSize(1000);
        assertThat(store.requests().get()).isEqualTo(1);
        S3Source known = new S3Source(store, tail.info());
        assertThat(store.requests().get()).isEqualTo(1);
        assertThat(known.identity()).isEqualTo(tail.identity());
        assertThat(known.name()).isEqualTo("s3://a-bucket/k");
        assertThat(known.read(10, 10)).hasSize(10);
        assertThat(store.requests().get()).isEqualTo(2);
    }

    @Test
    void refusesAnObjectThatIsReplacedBetweenItsTwoRequests() throws IOException {
        put(1000);
        AtomicInteger requests = new AtomicInteger();
        FaultPlan replacing =
                (operation, uri) -> {
                    if (requests.getAndIncrement() > 0) {
                        while (store.requests().bytesRead() == 0) {
                            Thread.onSpinWait();
                        }
                        replace();
                    }
                    return Optional.empty();
                };
        ObjectStore other = new FailingObjectStore(store, replacing);
        assertThatThrownBy(() -> S3Source.open(other, URI, 10, 10))
                .isInstanceOf(ObjectChangedException.class);
    }

    private void replace() {
        try {
            put(999);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void readsAgainWhatBrokeOff() throws IOException {
        byte[] content = put(1000);
        S3Source source =
                new S3Source(
                        new FailingObjectStore(
                                store,
                                FaultPlan.script(
                                        Operation.OPEN,
                                        new Fault.ConnectionReset(),
                                        new Fault.TruncatedBody())),
                        store.head(URI).orElseThrow());
        assertThat(source.read(1, 998)).isEqualTo(Arrays.copyOfRange(content, 1, 999));
    }

    @Test
    void readsNothingPastItsEnd() throws IOException {
        put(10);
        S3Source source = S3Source.open(store, URI, 1, 1);
        assertThatThrownBy(() -> source.read(5, 6))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining(URI.toString());
        assertThatThrownBy(() -> source.open(11, 0)).isInstanceOf(EOFException.class);
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> S3Source.open(store, URI, 10, 10))
                .isInstanceOf(NoSuchObjectException.class);
    }
}
