package dev.s3logkit.local.states;

import dev.s3logkit.local.states.State.Catcher;
import dev.s3logkit.local.states.State.Choice;
import dev.s3logkit.local.states.State.Each;
import dev.s3logkit.local.states.State.Exit;
import dev.s3logkit.local.states.State.Fail;
import dev.s3logkit.local.states.State.Fallible;
import dev.s3logkit.local.states.State.Parallel;
import dev.s3logkit.local.states.State.Pass;
import dev.s3logkit.local.states.State.Retrier;
import dev.s3logkit.local.states.State.Succeed;
import dev.s3logkit.local.states.State.Task;
import dev.s3logkit.local.states.State.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One pass through a machine or a part of one. Branches and items are passes of their own.
final class MachineRun {

    /// Of what a state is given or gives, in UTF-8.
    private static final int MAX_PAYLOAD = 256 << 10;

    private final Definition definition;
    private final StatesServices services;
    private final Map<String, Object> context;
    private final List<String> visited;
    private final Map<String, Object> variables = new HashMap<>();

    /// @param context what `$states.context` holds of the execution
    /// @param visited takes the names of states
    MachineRun(
            Definition definition,
            StatesServices services,
            Map<String, Object> context,
            List<String> visited) {
        this.definition = definition;
        this.services = services;
        this.context = context;
        this.visited = visited;
    }

    /// Where a state leads.
    private record Step(Optional<String> next, @Nullable Object output) {}

    /// @param around the variables that are there already
    @Nullable Object run(@Nullable Object input, Map<String, Object> around)
            throws StateFailure, InterruptedException {
        variables.putAll(around);
        Optional<String> name = Optional.of(definition.startAt());
        Object value = bounded(input);
        while (name.isPresent()) {
            Step step = step(definition.state(name.get()), value);
            value = bounded(step.output());
            name = step.next();
        }
        return value;
    }

    private static @Nullable Object bounded(@Nullable Object value) throws StateFailure {
        int size = Json.text(value).getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_PAYLOAD) {
            throw new StateFailure(
                    StateFailure.DATA_LIMIT,
                    "a payload of %d bytes: at most %d go from state to state"
                            .formatted(size, MAX_PAYLOAD));
        }
        return value;
    }

    private Step step(State state, @Nullable Object input)
            throws StateFailure, InterruptedException {
        return switch (state) {
            case Fallible fallible -> withRetries(fallible, input);
            case Choice choice -> {
                visited.add(choice.name());
                Map<String, Object> states = states(choice.name(), input);
                for (Choice.Rule rule : choice.rules()) {
                    Object holds = evaluate(rule.condition(), states);
                    if (!(holds instanceof Boolean)) {
                        throw new StateFailure(
                                StateFailure.QUERY, "a condition gave " + Json.text(holds));
                    }
                    if (Boolean.TRUE.equals(holds)) {
                        yield leave(rule.exit(), input, states);
                    }
                }
                yield leave(
                        choice.otherwise()
                                .orElseThrow(
                                        () ->
                                                new StateFailure(
                                                        StateFailure.NO_CHOICE,
                                                        "no condition of %s holds"
                                                                .formatted(choice.name()))),
                        input,
                        states);
            }
            case Pass pass -> {
                visited.add(pass.name());
                yield leave(pass.exit(), input, states(pass.name(), input));
            }
            case Wait wait -> {
                visited.add(wait.name());
                Map<String, Object> states = states(wait.name(), input);
                services.pause(waitingTime(wait, states));
                yield leave(wait.exit(), input, states);
            }
            case Succeed succeed -> {
                visited.add(succeed.name());
                yield leave(succeed.exit(), input, states(succeed.name(), input));
            }
            case Fail fail -> {
                visited.add(fail.name());
                Map<String, Object> states = states(fail.name(), input);
                throw new StateFailure(
                        text(evaluate(fail.error(), states)),
                        text(evaluate(fail.reason(), states)));
            }
        };
    }

    private Duration waitingTime(Wait wait, Map<String, Object> states) throws StateFailure {
        if (wait.seconds() != null) {
            return Duration.ofSeconds((long) number(evaluate(wait.seconds(), states), 0));
        }
        String time = text(evaluate(wait.timestamp(), states));
        try {
            Duration left = Duration.between(Instant.now(), Instant.parse(time));
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeParseException e) {
            throw new StateFailure("States.Runtime", time + " is no timestamp", e);
        }
    }

    private Step withRetries(Fallible state, @Nullable Object input)
            throws StateFailure, InterruptedException {
        Map<Retrier, Integer> tries = new HashMap<>();
        while (true) {
            visited.add(state.name());
            Map<String, Object> states = states(state.name(), input);
            try {
                Object result = result(state, input, states);
                states.put("result", result);
                return leave(state.exit(), result, states);
            } catch (StateFailure e) {
                Optional<Retrier> retrier =
                        state.retriers().stream().filter(r -> matches(r.errors(), e)).findFirst();
                if (retrier.isPresent()) {
                    int attempt = tries.getOrDefault(retrier.get(), 0) + 1;
                    tries.put(retrier.get(), attempt);
                    if (attempt <= retrier.get().maxAttempts()) {
                        services.pause(delay(retrier.get(), attempt));
                        continue;
                    }
                }
                return caught(state, e, input);
            }
        }
    }

    private Step caught(Fallible state, StateFailure failure, @Nullable Object input)
            throws StateFailure {
        for (Catcher catcher : state.catchers()) {
            if (matches(catcher.errors(), failure)) {
                Map<String, Object> error =
                        Map.of("Error", failure.error(), "Cause", failure.reason());
                Map<String, Object> states = states(state.name(), input);
                states.put("errorOutput", error);
                return leave(catcher.exit(), error, states);
            }
        }
        throw failure;
    }

    private static boolean matches(List<String> errors, StateFailure failure) {
        // The service lets nobody catch what would fail in the same way again and again.
        boolean hopeless =
                failure.error().equals(StateFailure.DATA_LIMIT)
                        || failure.error().equals("States.Runtime");
        return errors.contains(failure.error())
                || (errors.contains(StateFailure.ALL) && !hopeless)
                || (errors.contains(StateFailure.TASK_FAILED)
                        && !hopeless
                        && !failure.error().equals(StateFailure.TIMEOUT));
    }

    private static Duration delay(Retrier retrier, int attempt) {
        double seconds =
                Math.min(
                        retrier.intervalSeconds() * Math.pow(retrier.backoffRate(), attempt - 1.0),
                        retrier.maxDelaySeconds());
        double jittered =
                retrier.jitter() ? ThreadLocalRandom.current().nextDouble(seconds) : seconds;
        return Duration.ofMillis((long) (jittered * 1000));
    }

    private @Nullable Object result(
            Fallible state, @Nullable Object input, Map<String, Object> states)
            throws StateFailure, InterruptedException {
        return switch (state) {
            case Task task -> invoke(task, states);
            case Parallel parallel -> {
                Object argument =
                        parallel.arguments() == null
                                ? input
                                : evaluate(parallel.arguments(), states);
                List<Work> work = new ArrayList<>();
                for (Definition branch : parallel.branches()) {
                    work.add(() -> below(branch, context).run(argument, variables));
                }
                yield together(work);
            }
            case Each each -> new ItemRun(each, states).run(input);
        };
    }

    private MachineRun below(Definition part, Map<String, Object> around) {
        return new MachineRun(part, services, around, visited);
    }

    private @Nullable Object invoke(Task task, Map<String, Object> states)
            throws StateFailure, InterruptedException {
        if (!(evaluate(task.arguments(), states) instanceof Map<?, ?> arguments)) {
            throw new StateFailure("States.Runtime", "the task has no Arguments");
        }
        String function = text(arguments.get("FunctionName"));
        String payload = Json.text(arguments.get("Payload"));
        double limit =
                number(
                        task.timeoutSeconds() == null
                                ? null
                                : evaluate(task.timeoutSeconds(), states),
                        0);
        String result = timed(() -> services.invoke(function, payload), limit);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("ExecutedVersion", "$LATEST");
        try {
            answer.put("Payload", Json.value(result));
        } catch (IOException e) {
            throw new StateFailure("States.Runtime", function + " returned no JSON", e);
        }
        answer.put("StatusCode", 200);
        return answer;
    }

    @FunctionalInterface
    private interface Call {
        String get() throws StateFailure, InterruptedException;
    }

    /// @param seconds 0 for any time
    private static String timed(Call call, double seconds)
            throws StateFailure, InterruptedException {
        if (seconds <= 0) {
            return call.get();
        }
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> result = thread.submit(call::get);
            try {
                return result.get((long) (seconds * 1000), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                result.cancel(true);
                throw new StateFailure(
                        StateFailure.TIMEOUT, "no answer in %.0f s".formatted(seconds), e);
            } catch (InterruptedException e) {
                result.cancel(true);
                throw e;
            } catch (ExecutionException e) {
                throw failure(e);
            }
        }
    }

    private static StateFailure failure(ExecutionException e) throws InterruptedException {
        return switch (e.getCause()) {
            case StateFailure failure -> failure;
            case InterruptedException _ -> throw new InterruptedException();
            case null, default -> new StateFailure("States.Runtime", String.valueOf(e), e);
        };
    }

    @FunctionalInterface
    private interface Work {
        @Nullable Object run() throws StateFailure, InterruptedException;
    }

    /// All results in order; the first failure ends the others.
    private static List<@Nullable Object> together(List<Work> work)
            throws StateFailure, InterruptedException {
        List<@Nullable Object> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            java.util.concurrent.CompletionService<@Nullable Object> done =
                    new java.util.concurrent.ExecutorCompletionService<>(threads);
            List<Future<@Nullable Object>> futures = new ArrayList<>();
            for (Work one : work) {
                futures.add(done.submit(one::run));
            }
            try {
                for (int i = 0; i < work.size(); i++) {
                    done.take().get();
                }
                for (Future<@Nullable Object> future : futures) {
                    results.add(future.resultNow());
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw failure(e);
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
        return results;
    }

    /// A map over its items.
    private final class ItemRun {

        private final Each each;
        private final Map<String, Object> states;

        ItemRun(Each each, Map<String, Object> states) {
            this.each = each;
            this.states = states;
        }

        Object run(@Nullable Object input) throws StateFailure, InterruptedException {
            List<?> items = items(input);
            int atOnce = (int) number(evaluated(each.maxConcurrency()), 0);
            double toleratedCount = number(evaluated(each.toleratedCount()), 0);
            double toleratedShare = number(evaluated(each.toleratedPercentage()), 0) / 100;
            double tolerated = Math.max(toleratedCount, toleratedShare * items.size());
            java.util.concurrent.Semaphore places =
                    new java.util.concurrent.Semaphore(atOnce == 0 ? Integer.MAX_VALUE : atOnce);
            java.util.concurrent.atomic.AtomicInteger failed =
                    new java.util.concurrent.atomic.AtomicInteger();
            List<Work> work = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                int index = i;
                Object item = items.get(i);
                work.add(
                        () -> {
                            places.acquire();
                            try {
                                return one(index, item);
                            } catch (StateFailure e) {
                                int count = failed.incrementAndGet();
                                if (tolerated == 0) {
                                    throw e;
                                }
                                if (count > tolerated) {
                                    throw new StateFailure(
                                            StateFailure.TOO_MANY_FAILED,
                                            "%d of %d items failed, the last with %s: %s"
                                                    .formatted(
                                                            count,
                                                            items.size(),
                                                            e.error(),
                                                            e.reason()),
                                            e);
                                }
                                return Map.of("Error", e.error(), "Cause", e.reason());
                            } finally {
                                places.release();
                            }
                        });
            }
            return together(work);
        }

        private @Nullable Object one(int index, @Nullable Object item)
                throws StateFailure, InterruptedException {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("Index", index);
            entry.put("Value", item);
            Map<String, Object> around = new LinkedHashMap<>(context);
            around.put("Map", Map.of("Item", entry));
            Map<String, Object> here = new LinkedHashMap<>(states);
            here.put("context", around);
            Object input = each.selector() == null ? item : evaluate(each.selector(), here);
            return below(each.processor(), around)
                    .run(input, each.distributed() ? Map.of() : variables);
        }

        private List<?> items(@Nullable Object input) throws StateFailure {
            Object list =
                    switch (each.items()) {
                        case State.Items.Inline inline ->
                                inline.items() == null ? input : evaluate(inline.items(), states);
                        case State.Items.JsonObject object -> read(object);
                    };
            if (list instanceof List<?> items) {
                return items;
            }
            throw new StateFailure(
                    StateFailure.ITEM_READER, "the items of %s are no list".formatted(each.name()));
        }

        private @Nullable Object read(State.Items.JsonObject object) throws StateFailure {
            if (!(evaluate(object.arguments(), states) instanceof Map<?, ?> place)) {
                throw new StateFailure(StateFailure.ITEM_READER, "no Bucket and Key");
            }
            String text = services.read(text(place.get("Bucket")), text(place.get("Key")));
            try {
                Object node = Json.value(text);
                for (String name : object.pointer().split("/", -1)) {
                    if (!name.isEmpty()) {
                        node = node instanceof Map<?, ?> map ? map.get(name) : null;
                    }
                }
                return node;
            } catch (IOException e) {
                throw new StateFailure(StateFailure.ITEM_READER, place + " holds no JSON", e);
            }
        }

        private @Nullable Object evaluated(@Nullable Object value) throws StateFailure {
            return value == null ? null : evaluate(value, states);
        }
    }

    private Step leave(Exit exit, @Nullable Object result, Map<String, Object> states)
            throws StateFailure {
        // Both see the variables as they were: an assignment is seen by the next state.
        Object output = exit.output() == null ? result : evaluate(exit.output(), states);
        Map<String, Object> assigned = new HashMap<>();
        for (Map.Entry<String, Object> entry : exit.assign().entrySet()) {
            Object value = evaluate(entry.getValue(), states);
            if (value != null) {
                assigned.put(entry.getKey(), value);
            }
        }
        variables.putAll(assigned);
        return new Step(exit.next(), output);
    }

    private Map<String, Object> states(String name, @Nullable Object input) {
        Map<String, Object> here = new LinkedHashMap<>(context);
        here.put("State", Map.of("Name", name, "EnteredTime", Instant.now().toString()));
        Map<String, Object> states = new LinkedHashMap<>();
        states.put("input", input == null ? Map.of() : input);
        states.put("context", here);
        return states;
    }

    private @Nullable Object evaluate(@Nullable Object value, Map<String, Object> states)
            throws StateFailure {
        return Expressions.evaluate(value, states, variables);
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : Json.text(value);
    }

    private static double number(@Nullable Object value, double absent) throws StateFailure {
        return switch (value) {
            case null -> absent;
            case Number number -> number.doubleValue();
            default -> throw new StateFailure("States.Runtime", value + " is no number");
        };
    }
}
