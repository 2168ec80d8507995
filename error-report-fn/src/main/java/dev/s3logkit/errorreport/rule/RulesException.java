package dev.s3logkit.errorreport.rule;

import java.io.IOException;
import java.util.List;

/// A rules file that cannot be used.
public final class RulesException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String[] problems;

    /// @param name of the file
    /// @param problems each with its line and field; at least one
    public RulesException(String name, List<String> problems) {
        super(name + ": " + String.join("; ", problems));
        this.problems = problems.toArray(String[]::new);
    }

    /// Every problem that was found, such as `line 7: reports[1].retention: "x" is no …`.
    public List<String> problems() {
        return List.of(problems);
    }
}
