package dev.s3logkit.local.stack;

import dev.s3logkit.local.lambda.AsyncInvocations;
import dev.s3logkit.local.lambda.EventSourceMapping;
import dev.s3logkit.local.s3.event.NotificationSender;
import dev.s3logkit.local.sqs.Queues;
import java.time.Duration;
import java.util.List;

/// Whether all that was put has been worked off.
final class IdleCheck {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final NotificationSender sender;
    private final AsyncInvocations async;
    private final Queues queues;
    private final List<EventSourceMapping> mappings;

    IdleCheck(
            NotificationSender sender,
            AsyncInvocations async,
            Queues queues,
            List<EventSourceMapping> mappings) {
        this.sender = sender;
        this.async = async;
        this.queues = queues;
        this.mappings = mappings;
    }

    boolean await(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!isIdle()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(PAUSE);
        }
        return true;
    }

    /// A message leaves its queue only after its handler has ended, so whatever the handler wrote
    /// was told to the sender by then: queues that are empty before and after the sender is seen
    /// idle, without a new notification in between, mean that nothing is under way. The same goes
    /// for asynchronous invocations.
    private boolean isIdle() {
        long accepted = sender.accepted() + async.accepted();
        return queuesAreEmpty()
                && async.pending() == 0
                && sender.pending() == 0
                && queuesAreEmpty()
                && async.pending() == 0
                && sender.accepted() + async.accepted() == accepted;
    }

    private boolean queuesAreEmpty() {
        return mappings.stream().allMatch(mapping -> queues.messages(mapping.queueArn()) == 0);
    }
}
