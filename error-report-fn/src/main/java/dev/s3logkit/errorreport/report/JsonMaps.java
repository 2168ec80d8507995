package dev.s3logkit.errorreport.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values of JSON that this package wrote itself.
final class JsonMaps {

    private JsonMaps() {}

    static Map<?, ?> map(@Nullable Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(what + ": expected an object");
    }

    static List<?> list(@Nullable Object value, String what) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException(what + ": expected a list");
    }

    static String text(Map<?, ?> json, String name) {
        if (json.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name + ": expected a text");
    }

    static @Nullable String optional(Map<?, ?> json, String name) {
        return json.get(name) instanceof String text ? text : null;
    }

    static long number(Map<?, ?> json, String name) {
        if (json.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException(name + ": expected a number");
    }
}
