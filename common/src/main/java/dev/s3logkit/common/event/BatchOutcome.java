package dev.s3logkit.common.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Which messages of a batch failed: what a queue has to deliver again. Safe for use by any number
/// of threads.
///
/// The answer to a queue is [#failedIds()], each as an `itemIdentifier`. Only the queue's ids may
/// stand in it: one that is empty makes the queue deliver the whole batch again, so a failure that
/// cannot be named is thrown as an [UnnamedFailureException], which has the same effect and says
/// why.
public final class BatchOutcome {

    /// A message that failed.
    ///
    /// @param id the queue's id of the message
    public record Failure(String id, Throwable reason) {}

    private final Map<String, Failure> failures = new LinkedHashMap<>();

    /// Handles the messages one after the other; each that throws is recorded, and the others go
    /// on. When the thread is interrupted, this message and all that follow are recorded as failed
    /// and the thread stays interrupted. An [Error] is thrown on and fails the batch.
    ///
    /// @param id the queue's id of a message
    public static <M> BatchOutcome process(
            List<M> messages, Function<M, String> id, MessageHandler<M> handler) {
        BatchOutcome outcome = new BatchOutcome();
        for (M message : messages) {
            try {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException("interrupted before this message");
                }
                handler.handle(message);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                outcome.failed(id.apply(message), e);
            } catch (Exception e) {
                outcome.failed(id.apply(message), e);
            }
        }
        return outcome;
    }

    /// Records a failure. A message that is in the batch twice is named once, with the first
    /// reason.
    ///
    /// @throws UnnamedFailureException when the id is empty
    public void failed(String id, Throwable reason) {
        if (id.isEmpty()) {
            throw new UnnamedFailureException(reason);
        }
        synchronized (failures) {
            failures.putIfAbsent(id, new Failure(id, reason));
        }
    }

    /// The failures in the order in which they were recorded.
    public List<Failure> failures() {
        synchronized (failures) {
            return List.copyOf(failures.values());
        }
    }

    /// The ids of the messages that failed, each once; empty when all succeeded.
    public List<String> failedIds() {
        List<String> ids = new ArrayList<>();
        for (Failure failure : failures()) {
            ids.add(failure.id());
        }
        return ids;
    }

    /// A message that failed and has no id by which the queue could be told so.
    public static final class UnnamedFailureException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnnamedFailureException(Throwable reason) {
            super("a message without an id failed, so the whole batch fails: " + reason, reason);
        }
    }
}
