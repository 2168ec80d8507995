package dev.s3logkit.common.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.s3.BoundedTasks.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BoundedTasksTest {

    @Test
    void collectsEachJobsResultInOrder() throws InterruptedException {
        IOException failure = new IOException("no such key");
        List<Callable<Integer>> jobs =
                List.of(
                        () -> 1,
                        () -> {
                            throw failure;
                        },
                        () -> 3);
        assertThat(BoundedTasks.run(jobs, 2))
                .containsExactly(
                        new Result.Done<>(1), new Result.Failed<>(failure), new Result.Done<>(3));
        assertThat(BoundedTasks.run(List.<Callable<Integer>>of(), 2)).isEmpty();
    }

    @Test
    void runsSoManyAtOnceAndNoMore() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier four = new CyclicBarrier(4);
        List<Callable<Integer>> jobs = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            jobs.add(
                    () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        // Passes only when four are under way together.
                        four.await();
                        return running.decrementAndGet();
                    });
        }
        assertThat(BoundedTasks.run(jobs, 4)).hasSize(400).allMatch(Result.Done.class::isInstance);
        assertThat(most).hasValue(4);
    }

    @Test
    void interruptsEveryJobWhenTheCallerIsInterrupted() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger stopped = new AtomicInteger();
        Callable<Integer> waiting =
                () -> {
                    started.countDown();
                    try {
                        never.await();
                        return 0;
                    } catch (InterruptedException e) {
                        stopped.incrementAndGet();
                        throw e;
                    }
                };
        AtomicReference<Throwable> seen = new AtomicReference<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        BoundedTasks.run(List.of(waiting, waiting, waiting), 2);
                                    } catch (InterruptedException e) {
                                        seen.set(e);
                                    }
                                });
        started.await();
        caller.interrupt();
        caller.join();
        assertThat(seen.get()).isInstanceOf(InterruptedException.class);
        assertThat(stopped).hasValue(2);
    }

    @Test
    void throwsTheErrorOfAJob() {
        List<Callable<Integer>> jobs =
                List.of(
                        () -> {
                            throw new NoClassDefFoundError("gone");
                        });
        assertThatThrownBy(() -> BoundedTasks.run(jobs, 2)).hasMessage("gone");
    }
}
