package dev.s3logkit.compressor.event;

import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.failure.InvalidEventException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The fields of an event by name: every access is checked, and every complaint names the field,
/// what was found and what was expected. A field that is null counts as absent.
final class EventFields {

    /// How much of a foreign value is quoted.
    private static final int QUOTED_CHARS = 100;

    private final Map<?, ?> values;
    private final String path;
    private final Set<String> asked = new HashSet<>();

    EventFields(Map<?, ?> values) {
        this(values, "");
    }

    private EventFields(Map<?, ?> values, String path) {
        this.values = values;
        this.path = path;
    }

    /// The fields that nobody has asked for.
    List<String> unknown() {
        Set<String> names = new TreeSet<>();
        values.keySet().forEach(name -> names.add(String.valueOf(name)));
        names.removeAll(asked);
        return List.copyOf(names);
    }

    boolean has(String name) {
        return value(name) != null;
    }

    @Nullable String text(String name) throws InvalidEventException {
        return switch (value(name)) {
            case null -> null;
            case String text -> text;
            default -> throw rejected(name, "text");
        };
    }

    String requiredText(String name) throws InvalidEventException {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            throw rejected(name, "text");
        }
        return text;
    }

    boolean flag(String name, boolean defaultValue) throws InvalidEventException {
        return switch (value(name)) {
            case null -> defaultValue;
            case Boolean flag -> flag;
            default -> throw rejected(name, "true or false");
        };
    }

    /// An integer from `min` to `max`, both included.
    int integer(String name, int defaultValue, int min, int max) throws InvalidEventException {
        return switch (value(name)) {
            case null -> defaultValue;
            case Integer number when number >= min && number <= max -> number;
            default -> throw rejected(name, "an integer from %d to %d".formatted(min, max));
        };
    }

    /// A number of entries.
    long count(String name) throws InvalidEventException {
        return switch (value(name)) {
            case null -> 0;
            case Integer number when number >= 0 -> number;
            case Long number when number >= 0 -> number;
            default -> throw rejected(name, "a number of entries");
        };
    }

    /// One object.
    S3Uri object(String name) throws InvalidEventException {
        String text = requiredText(name);
        String expected = "the URL of an object such as s3://bucket/key";
        try {
            S3Uri uri = S3Uri.parse(text);
            if (uri.key().isEmpty() || uri.key().endsWith("/")) {
                throw rejected(name, expected);
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw new InvalidEventException(
                    complaint(name, expected) + " (" + e.getMessage() + ")", e);
        }
    }

    /// The fields of an object within, or null.
    @Nullable EventFields below(String name) throws InvalidEventException {
        return switch (value(name)) {
            case null -> null;
            case Map<?, ?> map -> new EventFields(map, path + name + ".");
            default -> throw rejected(name, "an object");
        };
    }

    InvalidEventException rejected(String name, String expected) {
        return new InvalidEventException(complaint(name, expected));
    }

    private String complaint(String name, String expected) {
        Object found = value(name);
        String text = found instanceof String ? "\"" + found + "\"" : String.valueOf(found);
        String quoted =
                text.length() <= QUOTED_CHARS ? text : text.substring(0, QUOTED_CHARS) + "…";
        return "\"%s\" is %s, expected %s"
                .formatted(path + name, found == null ? "missing" : quoted, expected);
    }

    private @Nullable Object value(String name) {
        asked.add(name);
        return values.get(name);
    }
}
