package dev.s3logkit.local.states;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Evaluates the JSONata in a value: every string that is `{% … %}` becomes what its expression
/// gives, all else stays as it is.
final class Expressions {

    private static final String OPEN = "{%";
    private static final String CLOSE = "%}";

    /// As long as the service lets one expression run, and as deep.
    private static final long MAX_MILLIS = 1_000;

    private static final int MAX_DEPTH = 500;

    private Expressions() {}

    static boolean isExpression(@Nullable Object value) {
        return value instanceof String text && text.startsWith(OPEN) && text.endsWith(CLOSE);
    }

    /// @param states what `$states` holds
    /// @param variables what the machine has assigned
    /// @throws StateFailure `States.QueryEvaluationError` when an expression is wrong or gives
    ///   nothing
    static @Nullable Object evaluate(
            @Nullable Object value, Map<String, Object> states, Map<String, Object> variables)
            throws StateFailure {
        return switch (value) {
            case String text when isExpression(text) -> expression(text, states, variables);
            case Map<?, ?> map -> {
                Map<String, Object> result = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    result.put(
                            String.valueOf(entry.getKey()),
                            evaluate(entry.getValue(), states, variables));
                }
                yield result;
            }
            case List<?> list -> {
                List<@Nullable Object> result = new ArrayList<>();
                for (Object item : list) {
                    result.add(evaluate(item, states, variables));
                }
                yield result;
            }
            case null, default -> value;
        };
    }

    private static @Nullable Object expression(
            String text, Map<String, Object> states, Map<String, Object> variables)
            throws StateFailure {
        String source = text.substring(OPEN.length(), text.length() - CLOSE.length()).strip();
        Object result;
        try {
            Jsonata expression = Jsonata.jsonata(source);
            Jsonata.Frame frame = expression.createFrame();
            frame.setRuntimeBounds(MAX_MILLIS, MAX_DEPTH);
            variables.forEach((name, value) -> frame.bind(name, marked(value)));
            frame.bind("states", marked(states));
            result = expression.evaluate(null, frame);
        } catch (JException e) {
            throw new StateFailure(
                    StateFailure.QUERY, "%s: %s".formatted(source, e.getMessage()), e);
        }
        if (result == null) {
            throw new StateFailure(StateFailure.QUERY, "the expression gives nothing: " + source);
        }
        return unmarked(result);
    }

    /// JSON null is a value there, and Java's null means that there is none.
    private static @Nullable Object marked(@Nullable Object value) {
        return switch (value) {
            case null -> Jsonata.NULL_VALUE;
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> result = new LinkedHashMap<>();
                map.forEach((key, item) -> result.put(String.valueOf(key), marked(item)));
                yield result;
            }
            case List<?> list -> {
                List<@Nullable Object> result = new ArrayList<>();
                list.forEach(item -> result.add(marked(item)));
                yield result;
            }
            default -> value;
        };
    }

    private static @Nullable Object unmarked(@Nullable Object value) {
        if (Jsonata.NULL_VALUE.equals(value)) {
            return null;
        }
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> result = new LinkedHashMap<>();
                map.forEach((key, item) -> result.put(String.valueOf(key), unmarked(item)));
                yield result;
            }
            case List<?> list -> {
                List<@Nullable Object> result = new ArrayList<>();
                list.forEach(item -> result.add(unmarked(item)));
                yield result;
            }
            case null, default -> value;
        };
    }
}
