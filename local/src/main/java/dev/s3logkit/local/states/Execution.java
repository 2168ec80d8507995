package dev.s3logkit.local.states;

import java.util.List;

/// How an execution ended.
///
/// @param visited names of the states in the order in which they were entered, each try of one of
///   its own
public record Execution(Ending ending, List<String> visited) {

    public Execution {
        visited = List.copyOf(visited);
    }

    /// The end of an execution.
    public sealed interface Ending {

        /// It came to an end.
        ///
        /// @param output JSON
        record Succeeded(String output) implements Ending {}

        /// An error was not caught, or a fail state was entered.
        ///
        /// @param error what a catcher would have matched
        /// @param cause for people
        record Failed(String error, String cause) implements Ending {}
    }

    /// Whether it succeeded.
    public boolean succeeded() {
        return ending instanceof Ending.Succeeded;
    }
}
