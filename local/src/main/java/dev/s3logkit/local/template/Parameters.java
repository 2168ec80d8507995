package dev.s3logkit.local.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The values of a template's parameters, checked as CloudFormation checks them.
final class Parameters {

    private final Map<String, Object> values = new HashMap<>();

    Parameters(Map<String, Object> declared, Map<String, String> given) throws TemplateException {
        for (Map.Entry<String, Object> entry : declared.entrySet()) {
            Map<String, Object> parameter =
                    entry.getValue() instanceof Map<?, ?> map ? Trees.textKeys(map) : Map.of();
            values.put(entry.getKey(), value(entry.getKey(), parameter, given.get(entry.getKey())));
        }
        TreeSet<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(declared.keySet());
        if (!unknown.isEmpty()) {
            throw new TemplateException(
                    "parameter " + unknown.first(),
                    "the template has no such parameter; it has "
                            + String.join(", ", new TreeSet<>(declared.keySet())));
        }
    }

    /// A string, or a list of strings; null when there is no such parameter.
    @Nullable Object get(String name) {
        return values.get(name);
    }

    private static Object value(String name, Map<String, Object> parameter, @Nullable String given)
            throws TemplateException {
        Object value = given == null ? parameter.get("Default") : given;
        if (!(value instanceof String text)) {
            throw new TemplateException(
                    "parameter " + name, "it has no default, so give it a value");
        }
        String type = String.valueOf(parameter.getOrDefault("Type", "String"));
        if (type.equals("CommaDelimitedList") || type.startsWith("List<")) {
            List<String> items = List.of(text.strip().split("\\s*,\\s*"));
            for (String item : items) {
                check(name, parameter, item);
            }
            return items;
        }
        check(name, parameter, text);
        return text;
    }

    private static void check(String name, Map<String, Object> parameter, String value)
            throws TemplateException {
        String where = "parameter " + name;
        if (parameter.get("AllowedValues") instanceof List<?> allowed && !allowed.contains(value)) {
            throw new TemplateException(where, "'%s' is not one of %s".formatted(value, allowed));
        }
        if (parameter.get("AllowedPattern") instanceof String pattern
                && !Pattern.matches(pattern, value)) {
            throw new TemplateException(
                    where,
                    "'%s' does not match %s. %s"
                            .formatted(
                                    value,
                                    pattern,
                                    parameter.getOrDefault("ConstraintDescription", "")));
        }
        if ("Number".equals(parameter.get("Type"))) {
            double number = number(where, value);
            Object min = parameter.get("MinValue");
            Object max = parameter.get("MaxValue");
            if ((min instanceof String low && number < number(where, low))
                    || (max instanceof String high && number > number(where, high))) {
                throw new TemplateException(
                        where, "%s is not between %s and %s".formatted(value, min, max));
            }
        }
    }

    private static double number(String where, String text) throws TemplateException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new TemplateException(where, "'%s' is not a number".formatted(text), e);
        }
    }
}
