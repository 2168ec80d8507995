package dev.s3logkit.local.states;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// A state machine, or the part of one that a branch or a map runs.
///
/// @param comment what it is for
public record Definition(String comment, String startAt, Map<String, State> states) {

    public Definition {
        states = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /// Reads a definition in YAML or JSON.
    ///
    /// @param substitutions values for `${name}`
    /// @throws DefinitionException for whatever would be run otherwise than in the service, and for
    ///   what the service would refuse
    public static Definition read(Path file, Map<String, String> substitutions) throws IOException {
        String name = String.valueOf(file.getFileName());
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new DefinitionException(file.toString(), "there is no such file", e);
        }
        return parse(name, text, substitutions);
    }

    /// As [#read(Path, Map)] from text.
    ///
    /// @param name stands in messages
    public static Definition parse(String name, String text, Map<String, String> substitutions)
            throws DefinitionException {
        return new DefinitionReader(name).read(text, substitutions);
    }

    State state(String name) {
        return Objects.requireNonNull(states.get(name));
    }
}
