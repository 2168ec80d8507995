package dev.s3logkit.objectlambda.event;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of a JSON object in an event. What is there and has another type than it should is an
/// [InvalidEventException] that names it. Fields that nobody asks for are passed over.
public final class EventFields {

    private final String path;
    private final Map<?, ?> fields;

    private EventFields(String path, Map<?, ?> fields) {
        this.path = path;
        this.fields = fields;
    }

    /// Reads an event.
    ///
    /// @throws InvalidEventException when it is no JSON object
    /// @throws IOException when it cannot be read
    public static EventFields read(InputStream json) throws IOException {
        try {
            return of(JSON.std.anyFrom(json));
        } catch (JacksonException e) {
            throw new InvalidEventException("the event is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// The fields of an event that has been read.
    public static EventFields of(@Nullable Object event) {
        if (event instanceof Map<?, ?> fields) {
            return new EventFields("", fields);
        }
        throw new InvalidEventException("the event is no JSON object");
    }

    /// Whether there is a field that is not null.
    public boolean has(String name) {
        return fields.get(name) != null;
    }

    /// A text that has to be there.
    public String text(String name) {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw wrong(name, "a text");
    }

    /// A text that may be missing or null.
    public String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    /// A flag; false when it is missing or null.
    public boolean flag(String name) {
        return switch (fields.get(name)) {
            case null -> false;
            case Boolean flag -> flag;
            default -> throw wrong(name, "true or false");
        };
    }

    /// An object; without fields when it is missing or null.
    public EventFields below(String name) {
        return switch (fields.get(name)) {
            case null -> new EventFields(path + name + ".", Map.of());
            case Map<?, ?> object -> new EventFields(path + name + ".", object);
            default -> throw wrong(name, "an object");
        };
    }

    /// All fields as texts, as headers are; those that are null are left out.
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            String name = String.valueOf(field.getKey());
            if (field.getValue() != null) {
                texts.put(name, text(name));
            }
        }
        return texts;
    }

    private InvalidEventException wrong(String name, String expected) {
        Object found = fields.get(name);
        return new InvalidEventException(
                "\"%s%s\" of the event is %s: expected %s"
                        .formatted(
                                path,
                                name,
                                found == null ? "missing" : "a " + found.getClass().getSimpleName(),
                                expected));
    }
}
