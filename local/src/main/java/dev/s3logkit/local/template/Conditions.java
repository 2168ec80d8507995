package dev.s3logkit.local.template;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The template's `Conditions`, evaluated when they are asked for.
final class Conditions {

    private final Map<String, Object> declared;
    private final Evaluator evaluator;
    private final Set<String> underWay = new LinkedHashSet<>();

    Conditions(Map<String, Object> declared, Evaluator evaluator) {
        this.declared = declared;
        this.evaluator = evaluator;
    }

    boolean holds(String name, String where) throws TemplateException {
        Object node = declared.get(name);
        if (node == null) {
            throw new TemplateException(where, "there is no condition " + name);
        }
        if (!underWay.add(name)) {
            throw new TemplateException(where, "the conditions refer to themselves: " + underWay);
        }
        try {
            return isTrue(node, "condition " + name);
        } finally {
            underWay.remove(name);
        }
    }

    private boolean isTrue(Object node, String where) throws TemplateException {
        if (!(node instanceof Map<?, ?> map) || !Trees.isIntrinsic(node)) {
            return "true".equals(evaluator.value(node, where));
        }
        Map.Entry<?, ?> function = map.entrySet().iterator().next();
        Object argument = Objects.requireNonNull(function.getValue());
        return switch (String.valueOf(function.getKey())) {
            case "Condition" -> holds(String.valueOf(argument), where);
            case "Fn::Equals" -> {
                List<?> sides = Evaluator.arguments(argument, 2, 2, "Fn::Equals", where);
                yield Objects.equals(
                        evaluator.value(sides.getFirst(), where),
                        evaluator.value(sides.getLast(), where));
            }
            case "Fn::Not" ->
                    !isTrue(
                            Evaluator.arguments(argument, 1, 1, "Fn::Not", where).getFirst(),
                            where);
            case "Fn::And" -> {
                boolean all = true;
                for (Object part : Evaluator.arguments(argument, 2, 10, "Fn::And", where)) {
                    all &= isTrue(part, where);
                }
                yield all;
            }
            case "Fn::Or" -> {
                boolean any = false;
                for (Object part : Evaluator.arguments(argument, 2, 10, "Fn::Or", where)) {
                    any |= isTrue(part, where);
                }
                yield any;
            }
            default -> "true".equals(evaluator.value(node, where));
        };
    }
}
