package dev.s3logkit.local.fault;

import java.util.SplittableRandom;

/// Decides when something goes wrong. The plan may be replaced at any time; the decisions depend on
/// the seed and on the order of the requests. Safe for use by several threads.
public final class Faults {

    private FaultPlan plan;
    private SplittableRandom random;
    private long injected;

    public Faults(FaultPlan plan) {
        this.plan = plan;
        this.random = new SplittableRandom(plan.seed());
    }

    /// Nothing goes wrong.
    public static Faults none() {
        return new Faults(FaultPlan.quiet(0));
    }

    /// Goes on with another plan, from its seed.
    public synchronized void follow(FaultPlan next) {
        plan = next;
        random = new SplittableRandom(next.seed());
    }

    /// The faults that were decided on so far, latency not counted.
    public synchronized long injected() {
        return injected;
    }

    public synchronized boolean refusesRequest() {
        return strikes(plan.unavailable());
    }

    public synchronized boolean losesAnswer() {
        return strikes(plan.lostAnswer());
    }

    public synchronized boolean cutsBody() {
        return strikes(plan.cutBody());
    }

    public synchronized boolean corruptsBody() {
        return strikes(plan.corruptBody());
    }

    public synchronized boolean duplicatesNotification() {
        return strikes(plan.duplicatedNotification());
    }

    public synchronized boolean delaysNotification() {
        return strikes(plan.reorderedNotification());
    }

    /// A place in a body of this length.
    public synchronized long position(long length) {
        return length <= 0 ? 0 : random.nextLong(length);
    }

    /// How much longer the next request takes, in milliseconds.
    public synchronized long latencyMillis() {
        long min = plan.minLatency().toMillis();
        long max = plan.maxLatency().toMillis();
        return max <= min ? min : random.nextLong(min, max + 1);
    }

    private boolean strikes(double probability) {
        boolean strikes = probability > 0 && random.nextDouble() < probability;
        injected += strikes ? 1 : 0;
        return strikes;
    }
}
