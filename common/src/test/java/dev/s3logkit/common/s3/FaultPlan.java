package dev.s3logkit.common.s3;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.function.BiPredicate;

/// Decides which request fails, and how. Asked once per request, by any number of threads.
@FunctionalInterface
public interface FaultPlan {

    /// The requests that can fail; writing and committing are those of a writer that was created.
    enum Operation {
        OPEN,
        HEAD,
        LIST,
        CREATE,
        WRITE,
        COMMIT,
        DELETE
    }

    /// The fault of this request, or empty when it is to succeed.
    Optional<Fault> next(Operation operation, S3Uri uri);

    /// Every request that the predicate takes.
    static FaultPlan when(BiPredicate<Operation, S3Uri> affected, Fault fault) {
        return (operation, uri) ->
                affected.test(operation, uri) ? Optional.of(fault) : Optional.empty();
    }

    /// The first requests of this kind, one fault each; those that come later succeed.
    static FaultPlan script(Operation affected, Fault... faults) {
        Queue<Fault> left = new ArrayDeque<>(List.of(faults));
        return (operation, uri) -> {
            synchronized (left) {
                return operation == affected ? Optional.ofNullable(left.poll()) : Optional.empty();
            }
        };
    }

    /// Requests that the predicate takes, at this rate from 0 to 1, with a fault drawn from those
    /// given; the same draws for the same seed.
    static FaultPlan random(
            long seed, double rate, BiPredicate<Operation, S3Uri> affected, Fault... faults) {
        Random random = new Random(seed);
        List<Fault> choice = List.of(faults);
        return (operation, uri) -> {
            synchronized (random) {
                return affected.test(operation, uri) && random.nextDouble() < rate
                        ? Optional.of(choice.get(random.nextInt(choice.size())))
                        : Optional.empty();
            }
        };
    }
}
