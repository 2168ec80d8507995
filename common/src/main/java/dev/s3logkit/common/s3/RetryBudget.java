package dev.s3logkit.common.s3;

import java.util.concurrent.atomic.AtomicInteger;

/// Lets all requests of a client together try again only so often as some succeed: a service in
/// trouble is not asked ever more. The numbers are those of the SDK's standard retry mode. Safe for
/// use by any number of threads.
final class RetryBudget {

    private static final int FULL = 500;
    private static final int COST = 5;

    private final AtomicInteger left = new AtomicInteger(FULL);

    /// Whether one more try is allowed.
    boolean take() {
        int before = left.getAndUpdate(now -> now < COST ? now : now - COST);
        return before >= COST;
    }

    /// A try of a request succeeded.
    ///
    /// @param retried whether it was not the first one
    void succeeded(boolean retried) {
        if (retried || left.get() < FULL) {
            left.updateAndGet(now -> Math.min(FULL, now + (retried ? COST : 1)));
        }
    }
}
