package dev.s3logkit.local.states;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One state of a definition. Values of type `Object` are JSON in which any string of the form `{%
/// … %}` is a JSONata expression; null where the field is absent.
sealed interface State {

    /// The key under `States`.
    String name();

    /// A state that may fail, and is tried again or left by a catcher then.
    sealed interface Fallible extends State {
        Exit exit();

        List<Retrier> retriers();

        List<Catcher> catchers();
    }

    /// How a state is left.
    ///
    /// @param next empty at the end of the machine or branch
    /// @param output of the state; its result when null
    /// @param assign variables that are set
    record Exit(Optional<String> next, @Nullable Object output, Map<String, Object> assign) {
        public Exit {
            assign = Map.copyOf(assign);
        }
    }

    /// How often, and after which pauses, a state is tried again after some errors.
    record Retrier(
            List<String> errors,
            double intervalSeconds,
            int maxAttempts,
            double backoffRate,
            double maxDelaySeconds,
            boolean jitter) {
        public Retrier {
            errors = List.copyOf(errors);
        }
    }

    /// Where some errors lead.
    record Catcher(List<String> errors, Exit exit) {
        public Catcher {
            errors = List.copyOf(errors);
        }
    }

    /// Invokes a function and waits for it.
    record Task(
            String name,
            @Nullable Object arguments,
            @Nullable Object timeoutSeconds,
            Exit exit,
            List<Retrier> retriers,
            List<Catcher> catchers)
            implements Fallible {}

    /// Runs branches at once.
    record Parallel(
            String name,
            @Nullable Object arguments,
            List<Definition> branches,
            Exit exit,
            List<Retrier> retriers,
            List<Catcher> catchers)
            implements Fallible {}

    /// Runs one machine for each item.
    ///
    /// @param distributed whether an item is an execution of its own, without the variables around
    record Each(
            String name,
            Items items,
            @Nullable Object selector,
            Definition processor,
            boolean distributed,
            @Nullable Object maxConcurrency,
            @Nullable Object toleratedCount,
            @Nullable Object toleratedPercentage,
            Exit exit,
            List<Retrier> retriers,
            List<Catcher> catchers)
            implements Fallible {}

    /// Where a map has its items from.
    sealed interface Items {
        /// A list, or an expression that gives one; the state's input when null.
        record Inline(@Nullable Object items) implements Items {}

        /// A list inside a JSON object in S3.
        ///
        /// @param pointer JSON pointer to the list; empty for the whole
        record JsonObject(Object arguments, String pointer) implements Items {}
    }

    /// The first condition that holds says what is next.
    record Choice(String name, List<Rule> rules, Optional<Exit> otherwise) implements State {
        record Rule(Object condition, Exit exit) {}
    }

    record Pass(String name, Exit exit) implements State {}

    /// Waits for so many seconds, or until a time.
    ///
    /// @param seconds null when there is a timestamp
    record Wait(String name, @Nullable Object seconds, @Nullable Object timestamp, Exit exit)
            implements State {}

    record Succeed(String name, Exit exit) implements State {}

    record Fail(String name, @Nullable Object error, @Nullable Object reason) implements State {}
}
