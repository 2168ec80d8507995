package dev.s3logkit.compressor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.s3.FailingObjectStore;
import dev.s3logkit.common.s3.Fault;
import dev.s3logkit.common.s3.FaultPlan;
import dev.s3logkit.common.s3.FaultPlan.Operation;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.archive.Watcher;
import dev.s3logkit.compressor.event.CompressorEvent.Delete;
import dev.s3logkit.compressor.event.CompressorEvent.Progress;
import dev.s3logkit.compressor.failure.ArchiveInvalidException;
import dev.s3logkit.compressor.failure.ArchiveUnreadableException;
import dev.s3logkit.compressor.failure.DeletionIncompleteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeleteTest {

    private static final Delete DELETE = new Delete(Fixture.ARCHIVE, null);

    private static Map<?, ?> data(RunResult result) {
        return (Map<?, ?>) ((Map<?, ?>) result.answer().get("metrics")).get("data");
    }

    private static List<String> sources(Fixture fixture) {
        List<String> keys = new ArrayList<>(fixture.memory.keys("logs"));
        keys.addAll(fixture.memory.keys("more"));
        return keys;
    }

    @Test
    void aRunThatIsToDeleteAsksForARunOfItsOwnThatDoes() throws IOException {
        Fixture fixture = Fixture.ofMany();
        RunResult made = fixture.compress(",\"delete_source_files\":true");
        assertThat(made.next()).contains(DELETE);
        assertThat(sources(fixture)).hasSize(305);

        RunResult deleted = Fixture.run(fixture.memory, made.next().orElseThrow());
        assertThat(deleted.next()).isEmpty();
        assertThat(deleted.answer())
                .containsEntry("status", "success")
                .doesNotContainKey("changed");
        assertThat(data(deleted).get("files_deleted_successfully")).isEqualTo(305L);
        assertThat(sources(fixture)).isEmpty();
        assertThat(fixture.memory.keys("lists")).isNotEmpty();
        fixture.verify();
    }

    @Test
    void aSecondDeliveryFindsTheArchiveAndResumesTheDeletion() throws IOException {
        Fixture fixture = Fixture.ofMany();
        fixture.compress(",\"delete_source_files\":true");
        AtomicInteger left = new AtomicInteger(100);
        ObjectStore broken =
                new FailingObjectStore(
                        fixture.memory,
                        FaultPlan.when(
                                (operation, uri) ->
                                        operation == Operation.DELETE
                                                && left.getAndDecrement() <= 0,
                                new Fault.Unavailable()));
        assertThatThrownBy(() -> Fixture.run(broken, DELETE))
                .isInstanceOf(DeletionIncompleteException.class)
                .hasMessageContaining("205 of the 305 sources of s3://zips/day.zip");
        assertThat(sources(fixture)).hasSize(205);

        RunResult again = fixture.compress(",\"delete_source_files\":true");
        assertThat(again.answer()).containsEntry("existed", true);
        RunResult deleted = Fixture.run(fixture.memory, again.next().orElseThrow());
        assertThat(data(deleted).get("files_deleted_successfully")).isEqualTo(305L);
        assertThat(sources(fixture)).isEmpty();
    }

    @Test
    void whatWasChangedSinceIsLeftAsItIsAndTold() throws IOException {
        Fixture fixture = Fixture.ofFew();
        fixture.compress();
        S3Uri changed = S3Uri.parse("s3://logs/few/2");
        fixture.memory.put(changed, "newer".getBytes(UTF_8));
        RunResult deleted = Fixture.run(fixture.memory, DELETE);
        assertThat(deleted.answer().get("changed")).isEqualTo(List.of("s3://logs/few/2"));
        assertThat(data(deleted).get("files_deleted_successfully")).isEqualTo(4L);
        assertThat(data(deleted).get("files_changed")).isEqualTo(1L);
        assertThat(fixture.memory.content(changed)).isEqualTo("newer".getBytes(UTF_8));
    }

    @Test
    void goesOnInAnotherRunWhenTimeRunsOutWithoutProvingAgain() throws IOException {
        Fixture fixture = new Fixture();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            String url = "s3://logs/%04d".formatted(i);
            fixture.memory.put(S3Uri.parse(url), url.getBytes(UTF_8));
            lines.add(url);
        }
        fixture.manifest(lines);
        fixture.compress();
        fixture.memory.put(S3Uri.parse("s3://logs/0001"), "newer".getBytes(UTF_8));

        Compressor compressor = new Compressor(fixture.memory, null, Watcher.NONE);
        AtomicInteger asked = new AtomicInteger();
        RunResult first = compressor.run(DELETE, () -> asked.getAndIncrement() == 0);
        assertThat(first.answer()).containsEntry("status", "continued");
        assertThat(fixture.memory.keys("logs")).hasSize(1_501);
        long reads = fixture.memory.requests().get();
        RunResult second = compressor.run(first.next().orElseThrow(), () -> true);
        assertThat(second.next()).isEmpty();
        assertThat(data(second).get("files_deleted_successfully")).isEqualTo(2_499L);
        assertThat(data(second).get("files_changed")).isEqualTo(1L);
        assertThat(fixture.memory.keys("logs")).containsExactly("0001");
        assertThat(fixture.memory.requests().get() - reads).isLessThan(4);
    }

    @Test
    void whatWasProvenIsNotBelievedOfAnotherArchive() throws IOException {
        Fixture fixture = Fixture.ofFew();
        fixture.compress();
        byte[] archive = fixture.archive();
        archive[100] ^= 1;
        fixture.memory.put(Fixture.ARCHIVE, archive);
        Delete forged = new Delete(Fixture.ARCHIVE, new Progress("other", 0, 0));
        assertThatThrownBy(() -> Fixture.run(fixture.memory, forged))
                .isInstanceOf(ArchiveInvalidException.class);
        assertThat(sources(fixture)).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 30, 60, 120, 200})
    void nothingIsDeletedForAnArchiveThatIsNotWhole(int position) throws IOException {
        Fixture fixture = Fixture.ofFew();
        fixture.compress();
        byte[] archive = fixture.archive();
        archive[position] ^= 0x20;
        fixture.memory.put(Fixture.ARCHIVE, archive);
        assertThatThrownBy(fixture::verify)
                .isInstanceOf(ArchiveInvalidException.class)
                .hasMessageContaining("s3://zips/day.zip");
        assertThatThrownBy(() -> Fixture.run(fixture.memory, DELETE))
                .isInstanceOf(ArchiveInvalidException.class);
        assertThat(sources(fixture)).hasSize(5);
    }

    @Test
    void nothingIsDeletedForWhatIsNoArchiveOfOurs() throws IOException {
        Fixture fixture = Fixture.ofFew();
        assertThatThrownBy(() -> Fixture.run(fixture.memory, DELETE))
                .isInstanceOf(ArchiveUnreadableException.class);
        fixture.memory.put(Fixture.ARCHIVE, new byte[0]);
        assertThatThrownBy(() -> Fixture.run(fixture.memory, DELETE))
                .isInstanceOf(ArchiveInvalidException.class);
        fixture.memory.put(Fixture.ARCHIVE, "not a zip at all".getBytes(UTF_8));
        assertThatThrownBy(fixture::verify).isInstanceOf(ArchiveInvalidException.class);
        assertThat(sources(fixture)).hasSize(5);
    }
}
