package dev.s3logkit.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.event.BatchOutcome.UnnamedFailureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchOutcomeTest {

    @Test
    void failsOnlyTheMessagesThatFailed() {
        List<String> handled = new ArrayList<>();
        BatchOutcome outcome =
                BatchOutcome.process(
                        List.of("a", "bad", "b", "worse"),
                        message -> "id-" + message,
                        message -> {
                            handled.add(message);
                            if (message.startsWith("bad")) {
                                throw new IOException("no such key");
                            }
                            if (message.startsWith("worse")) {
                                throw new IllegalStateException("broken");
                            }
                        });
        assertThat(handled).containsExactly("a", "bad", "b", "worse");
        assertThat(outcome.failedIds()).containsExactly("id-bad", "id-worse");
        assertThat(outcome.failures().getFirst().reason()).hasMessage("no such key");
    }

    @Test
    void hasNoFailuresWhenThereAreNoMessages() {
        assertThat(BatchOutcome.process(List.of(), Object::toString, m -> {}).failedIds())
                .isEmpty();
    }

    @Test
    void namesAMessageThatIsTwiceInTheBatchOnce() {
        BatchOutcome outcome = new BatchOutcome();
        outcome.failed("id", new IOException("first"));
        outcome.failed("id", new IOException("second"));
        assertThat(outcome.failedIds()).containsExactly("id");
        assertThat(outcome.failures().getFirst().reason()).hasMessage("first");
    }

    @Test
    void failsTheBatchWhenAFailureCannotBeNamed() {
        assertThat(BatchOutcome.process(List.of("ok"), m -> "", m -> {}).failedIds()).isEmpty();
        assertThatThrownBy(
                        () ->
                                BatchOutcome.process(
                                        List.of("x"),
                                        m -> "",
                                        m -> {
                                            throw new IOException("reason");
                                        }))
                .isInstanceOf(UnnamedFailureException.class)
                .hasMessageContaining("reason");
    }

    @Test
    void failsTheRestOfTheBatchWhenInterrupted() {
        List<String> handled = new ArrayList<>();
        BatchOutcome outcome =
                BatchOutcome.process(
                        List.of("a", "b", "c"),
                        message -> message,
                        message -> {
                            handled.add(message);
                            if (message.equals("b")) {
                                throw new InterruptedException("stop");
                            }
                        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(handled).containsExactly("a", "b");
        assertThat(outcome.failedIds()).containsExactly("b", "c");
    }

    @Test
    void passesErrorsOn() {
        assertThatThrownBy(
                        () ->
                                BatchOutcome.process(
                                        List.of("x"),
                                        m -> m,
                                        m -> {
                                            throw new NoClassDefFoundError("gone");
                                        }))
                .isInstanceOf(NoClassDefFoundError.class);
    }
}
