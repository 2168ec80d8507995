package dev.s3logkit.local.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is done to the maps and lists of a template before anything in them is evaluated.
final class Trees {

    private Trees() {}

    static Map<String, Object> textKeys(Map<?, ?> map) {
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> result.put(String.valueOf(key), value));
        return result;
    }

    /// Whether the node is `{"Ref": …}`, `{"Condition": …}` or `{"Fn::…": …}`.
    static boolean isIntrinsic(Object node) {
        return node instanceof Map<?, ?> map
                && map.size() == 1
                && map.keySet().iterator().next() instanceof String name
                && (name.equals("Ref") || name.equals("Condition") || name.startsWith("Fn::"));
    }

    /// The properties of a resource over those of `Globals`, as SAM merges them: mappings key by
    /// key, lists one after the other, of everything else the resource's own value.
    static Object merge(Object global, Object own) {
        if (isIntrinsic(global) || isIntrinsic(own)) {
            return own;
        }
        if (global instanceof Map<?, ?> below && own instanceof Map<?, ?> above) {
            Map<String, Object> merged = textKeys(below);
            textKeys(above).forEach((key, value) -> merged.merge(key, value, Trees::merge));
            return merged;
        }
        if (global instanceof List<?> first && own instanceof List<?> second) {
            List<Object> merged = new ArrayList<>(first);
            merged.addAll(second);
            return merged;
        }
        return own;
    }
}
