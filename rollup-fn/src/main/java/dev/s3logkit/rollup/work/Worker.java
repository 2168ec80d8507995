package dev.s3logkit.rollup.work;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.rollup.task.RollupTask;
import java.io.IOException;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/// Turns tasks into tarballs. Safe for use by several threads.
public final class Worker {

    private final WorkRules rules;
    private final Clock clock;

    public Worker(WorkRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /// Does one task, or what is left of it: it may be done any number of times, at the same time
    /// too, and be stopped anywhere.
    ///
    /// @param goOn asked again and again; when false, the task is stopped and fails
    /// @throws TaskFailedException when it has to be tried again; the message names the object that
    ///   is the reason
    /// @throws IOException when S3 fails, likewise
    public TaskReport run(RollupTask task, ObjectStore store, BooleanSupplier goOn)
            throws IOException {
        return new TaskRun(rules, clock, task, store, new Deadline(goOn)).run();
    }
}
