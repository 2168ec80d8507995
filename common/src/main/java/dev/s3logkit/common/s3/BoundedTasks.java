package dev.s3logkit.common.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Jobs that wait for S3, on virtual threads, so many at once and no more.
public final class BoundedTasks {

    /// How a job ended.
    public sealed interface Result<T> {

        /// The job returned.
        record Done<T>(T value) implements Result<T> {}

        /// The job threw; an [InterruptedException] when it was stopped or never started.
        record Failed<T>(Exception reason) implements Result<T> {}
    }

    private BoundedTasks() {}

    /// Runs every job, whatever becomes of the others, and returns when all have ended. Jobs start
    /// in their order. A job returns no null.
    ///
    /// @param atOnce the largest number of jobs under way
    /// @return one result per job, in the order of the jobs
    /// @throws InterruptedException when the caller is interrupted; every job has been interrupted
    ///   and has ended by then
    /// @throws Error the first one that a job threw; jobs that had not started are left out
    public static <T> List<Result<T>> run(List<? extends Callable<? extends T>> jobs, int atOnce)
            throws InterruptedException {
        Run<T> run = new Run<>(jobs);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(atOnce, jobs.size()); i++) {
            threads.add(Thread.ofVirtual().start(run));
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    threads.forEach(Thread::interrupt);
                }
            }
        }
        if (interrupted) {
            throw new InterruptedException("interrupted with jobs under way");
        }
        return run.results();
    }

    private static final class Run<T> implements Runnable {

        private final List<? extends Callable<? extends T>> jobs;
        private final AtomicReferenceArray<Result<T>> results;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReferenceArray<Error> error = new AtomicReferenceArray<>(1);

        Run(List<? extends Callable<? extends T>> jobs) {
            this.jobs = jobs;
            this.results = new AtomicReferenceArray<>(jobs.size());
        }

        @Override
        public void run() {
            int i = next.getAndIncrement();
            while (i < jobs.size() && error.get(0) == null) {
                try {
                    results.set(i, one(jobs.get(i)));
                } catch (Error e) {
                    error.compareAndSet(0, null, e);
                }
                i = next.getAndIncrement();
            }
        }

        private Result<T> one(Callable<? extends T> job) {
            if (Thread.currentThread().isInterrupted()) {
                return new Result.Failed<>(new InterruptedException("interrupted before this job"));
            }
            try {
                return new Result.Done<>(job.call());
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                return new Result.Failed<>(e);
            }
        }

        List<Result<T>> results() {
            Error failure = error.get(0);
            if (failure != null) {
                throw failure;
            }
            List<Result<T>> list = new ArrayList<>(jobs.size());
            for (int i = 0; i < jobs.size(); i++) {
                list.add(results.get(i));
            }
            return list;
        }
    }
}
