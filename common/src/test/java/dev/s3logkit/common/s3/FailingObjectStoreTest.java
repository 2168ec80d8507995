package dev.s3logkit.common.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.s3.FaultPlan.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailingObjectStoreTest {

    private static final S3Uri URI = new S3Uri("a-bucket", "k");

    private final InMemoryObjectStore memory = new InMemoryObjectStore("a-bucket");

    @BeforeEach
    void fill() throws IOException {
        memory.put(URI, new byte[] {1, 2, 3, 4, 5});
    }

    private FailingObjectStore opening(Fault... faults) {
        return new FailingObjectStore(memory, FaultPlan.script(Operation.OPEN, faults));
    }

    private static byte[] read(ObjectStore store) throws IOException {
        try (ObjectStream body = store.open(URI)) {
            return body.readAllBytes();
        }
    }

    @Test
    void failsAsScriptedAndThenNoMore() throws IOException {
        FailingObjectStore store =
                opening(
                        new Fault.Unavailable(),
                        new Fault.Missing(),
                        new Fault.TruncatedBody(),
                        new Fault.ChecksumMismatch(),
                        new Fault.ConnectionReset(),
                        new Fault.Slow(Duration.ofNanos(1)));
        assertThatThrownBy(() -> read(store)).hasMessageContaining("503");
        assertThatThrownBy(() -> read(store)).isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(() -> read(store)).hasMessageContaining("has 2 bytes, announced were 5");
        assertThatThrownBy(() -> read(store)).hasMessageContaining("checksum");
        assertThatThrownBy(() -> read(store)).hasMessageContaining("Connection reset");
        assertThat(read(store)).hasSize(5);
        assertThat(read(store)).hasSize(5);
    }

    @Test
    void failsWhatThePredicateTakesUntilItHeals() throws IOException {
        FailingObjectStore store =
                new FailingObjectStore(
                        memory,
                        FaultPlan.when(
                                (operation, uri) -> operation != Operation.LIST,
                                new Fault.Unavailable()));
        assertThatThrownBy(() -> store.head(URI)).isInstanceOf(ObjectStoreException.class);
        List<ObjectInfo> listed = new ArrayList<>();
        store.list(URI, listed::add);
        assertThat(listed).hasSize(1);
        store.heal();
        assertThat(store.head(URI)).isPresent();
    }

    @Test
    void losesAnAnswerAfterTheObjectWasWritten() throws IOException {
        FailingObjectStore store =
                new FailingObjectStore(
                        memory, FaultPlan.script(Operation.COMMIT, new Fault.AnswerLost()));
        CreateOptions options =
                new CreateOptions(
                        "text/plain", "STANDARD", Map.of(), CreateOptions.MIN_PART_SIZE, true);
        S3Uri target = new S3Uri("a-bucket", "new");
        try (ObjectWriter writer = store.create(target, options)) {
            assertThatThrownBy(writer::commit).isInstanceOf(ObjectStoreException.class);
        }
        try (ObjectWriter writer = store.create(target, options)) {
            assertThat(writer.commit()).isInstanceOf(PutOutcome.AlreadyExists.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void drawsTheSameFaultsForTheSameSeed(long seed) {
        assertThat(draws(seed)).isEqualTo(draws(seed)).contains(true, false);
        assertThat(draws(seed)).isNotEqualTo(draws(seed + 100));
    }

    private static List<Boolean> draws(long seed) {
        FaultPlan plan = FaultPlan.random(seed, 0.5, (operation, uri) -> true, new Fault.Missing());
        List<Boolean> draws = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            draws.add(plan.next(Operation.OPEN, URI).isPresent());
        }
        return draws;
    }
}
