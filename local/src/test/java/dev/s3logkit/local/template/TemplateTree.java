package dev.s3logkit.local.template;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// A template as it is written, for tests that look at what is not evaluated locally, such as
/// policies. Intrinsic functions stand in their long form.
///
/// @param root may be changed
public record TemplateTree(Map<String, Object> root) {

    /// The project's own.
    public static TemplateTree ofProject() throws IOException {
        return read(Path.of(System.getProperty("s3logkit.root"), "template.yaml"));
    }

    public static TemplateTree read(Path file) throws IOException {
        return new TemplateTree(TemplateYaml.read(file));
    }

    /// Logical ids of the resources of a type, in the order of the file.
    public List<String> ids(String type) {
        List<String> ids = new ArrayList<>();
        map(root.get("Resources"))
                .forEach(
                        (id, resource) -> {
                            if (type.equals(at(resource, "Type"))) {
                                ids.add(id);
                            }
                        });
        return ids;
    }

    /// A property of a resource, or null.
    public Object property(String id, String... path) {
        return at(at(root, "Resources", id, "Properties"), path);
    }

    /// Takes a property of a resource away. A step into a list names the `Sid` of a statement.
    public void remove(String id, String... path) {
        Object node = at(root, "Resources", id, "Properties");
        for (int i = 0; i < path.length - 1; i++) {
            node = step(node, path[i]);
        }
        String last = path[path.length - 1];
        boolean removed =
                node instanceof List<?> list
                        ? list.remove(step(node, last))
                        : node instanceof Map<?, ?> map && map.remove(last) != null;
        if (!removed) {
            throw new IllegalArgumentException(id + " has no " + String.join(".", path));
        }
    }

    private static Object step(Object node, String step) {
        return node instanceof List<?> list
                ? list.stream()
                        .filter(item -> step.equals(at(item, "Sid")))
                        .findFirst()
                        .orElse(null)
                : at(node, step);
    }

    /// What stands below a path of keys, or null.
    public static Object at(Object node, String... path) {
        Object value = node;
        for (String step : path) {
            value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return value;
    }

    /// The node's entries; none when it is no mapping.
    public static Map<String, Object> map(Object node) {
        Map<String, Object> result = new LinkedHashMap<>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> result.put(String.valueOf(key), value));
        }
        return result;
    }

    /// Calls back for each item that a list or a single node may have, whatever conditions hold,
    /// with the conditions that it depends on: `Name`, or `!Name` for the other branch of an
    /// `Fn::If`.
    public static void items(Object node, BiConsumer<Object, List<String>> visitor) {
        items(node, List.of(), visitor);
    }

    private static void items(
            Object node, List<String> conditions, BiConsumer<Object, List<String>> visitor) {
        if (node instanceof List<?> list) {
            list.forEach(item -> items(item, conditions, visitor));
        } else if (at(node, "Fn::If") instanceof List<?> branches) {
            items(branches.get(1), with(conditions, "" + branches.get(0)), visitor);
            items(branches.get(2), with(conditions, "!" + branches.get(0)), visitor);
        } else if (node != null && !"AWS::NoValue".equals(at(node, "Ref"))) {
            visitor.accept(node, conditions);
        }
    }

    private static List<String> with(List<String> conditions, String condition) {
        List<String> more = new ArrayList<>(conditions);
        more.add(condition);
        return more;
    }

    /// The logical id that a node like `!Ref X` or `!GetAtt X.Arn` names, or an empty text.
    public static String target(Object node) {
        if (at(node, "Ref") instanceof String id) {
            return id;
        }
        return at(node, "Fn::GetAtt") instanceof List<?> path ? String.valueOf(path.get(0)) : "";
    }

    /// Whether a resource or parameter is named anywhere within a node.
    public static boolean mentions(Object node, String id) {
        return switch (node) {
            case Map<?, ?> map ->
                    id.equals(target(node)) || map.values().stream().anyMatch(v -> mentions(v, id));
            case List<?> list -> list.stream().anyMatch(item -> mentions(item, id));
            case null -> false;
            default ->
                    String.valueOf(node).contains("${" + id + "}")
                            || String.valueOf(node).contains("${" + id + ".");
        };
    }
}
