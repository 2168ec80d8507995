package dev.s3logkit.local.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Properties of a resource, or of a part of it, evaluated one by one: what the local run does not
/// look at may use functions that it does not know.
final class Properties {

    private final String where;
    private final Map<String, Object> raw;
    private final Evaluator evaluator;

    Properties(String where, Map<String, Object> raw, Evaluator evaluator) {
        this.where = where;
        this.raw = raw;
        this.evaluator = evaluator;
    }

    String path(String name) {
        return where + "." + name;
    }

    @Nullable Object value(String name) throws TemplateException {
        return evaluator.value(raw.get(name), path(name));
    }

    String text(String name) throws TemplateException {
        Object value = value(name);
        if (value instanceof String text) {
            return text;
        }
        throw problem(name, value == null ? "it is missing" : "expected a string, found " + value);
    }

    String text(String name, String defaultValue) throws TemplateException {
        return value(name) == null ? defaultValue : text(name);
    }

    boolean flag(String name, boolean defaultValue) throws TemplateException {
        return Boolean.parseBoolean(text(name, Boolean.toString(defaultValue)));
    }

    int integer(String name, int defaultValue, int min, int max) throws TemplateException {
        String text = text(name, Integer.toString(defaultValue));
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw problem(name, "'%s' is not an integer".formatted(text));
        }
        throw problem(name, "%s is not between %d and %d".formatted(text, min, max));
    }

    List<String> texts(String name) throws TemplateException {
        return value(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /// The properties below `name`; none when it is absent.
    Properties below(String name) throws TemplateException {
        Object node = raw.get(name);
        if (Trees.isIntrinsic(node == null ? "" : node)) {
            node = value(name);
        }
        return new Properties(
                path(name),
                node instanceof Map<?, ?> map ? Trees.textKeys(map) : Map.of(),
                evaluator);
    }

    /// The items of a list of mappings.
    List<Properties> items(String name) throws TemplateException {
        List<Properties> items = new ArrayList<>();
        if (value(name) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> map) {
                    String path = path(name) + "[" + items.size() + "]";
                    items.add(new Properties(path, Trees.textKeys(map), evaluator));
                }
            }
        }
        return items;
    }

    boolean has(String name) throws TemplateException {
        return value(name) != null;
    }

    List<String> names() {
        return List.copyOf(raw.keySet());
    }

    TemplateException problem(String name, String problem) {
        return new TemplateException(path(name), problem);
    }
}
