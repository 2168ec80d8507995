package dev.s3logkit.local.states;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A mapping of a definition whose every field has to be known.
final class Fields {

    private final String where;
    private final Map<String, Object> values;

    Fields(String where, @Nullable Object node) throws DefinitionException {
        this.where = where;
        if (!(node instanceof Map<?, ?> map)) {
            throw new DefinitionException(where, "expected a mapping");
        }
        this.values = new LinkedHashMap<>();
        map.forEach((key, value) -> values.put(String.valueOf(key), value));
    }

    String where() {
        return where;
    }

    String path(String name) {
        return where + "." + name;
    }

    /// Refuses every field but these.
    Fields only(Set<String> known, Set<String> more) throws DefinitionException {
        for (String name : values.keySet()) {
            if (!known.contains(name) && !more.contains(name)) {
                Set<String> all = new TreeSet<>(known);
                all.addAll(more);
                throw new DefinitionException(
                        path(name), "this runner does not know the field; it knows " + all);
            }
        }
        return this;
    }

    Map<String, Object> all() {
        return values;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable Object value(String name) {
        return values.get(name);
    }

    String text(String name) throws DefinitionException {
        if (values.get(name) instanceof String text) {
            return text;
        }
        throw problem(name, has(name) ? "expected a string" : "it is missing");
    }

    String text(String name, String absent) throws DefinitionException {
        return has(name) ? text(name) : absent;
    }

    double number(String name, double absent, double min, double max) throws DefinitionException {
        if (!has(name)) {
            return absent;
        }
        if (values.get(name) instanceof Number number
                && number.doubleValue() >= min
                && number.doubleValue() <= max) {
            return number.doubleValue();
        }
        throw problem(name, "expected a number from %.0f to %.0f".formatted(min, max));
    }

    Fields below(String name) throws DefinitionException {
        return new Fields(path(name), values.get(name));
    }

    List<Fields> items(String name) throws DefinitionException {
        if (!(values.get(name) instanceof List<?> list)) {
            throw problem(name, has(name) ? "expected a list" : "it is missing");
        }
        List<Fields> items = new ArrayList<>();
        for (Object item : list) {
            items.add(new Fields(path(name) + "[" + items.size() + "]", item));
        }
        return items;
    }

    List<String> texts(String name) throws DefinitionException {
        if (values.get(name) instanceof List<?> list && !list.isEmpty()) {
            return list.stream().map(String::valueOf).toList();
        }
        throw problem(name, "expected a list of names");
    }

    DefinitionException problem(String name, String problem) {
        return new DefinitionException(path(name), problem);
    }
}
