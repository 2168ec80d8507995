package dev.s3logkit.local.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns a node with intrinsic functions into strings, lists and maps of strings. `AWS::NoValue`
/// becomes null, and vanishes from what holds it.
final class Evaluator {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]*)}");

    private final Parameters parameters;
    private final Conditions conditions;
    private final Map<String, Object> mappings;
    private final ResourceReferences references;
    private final TemplateSettings settings;

    Evaluator(Map<String, Object> template, TemplateSettings settings) throws TemplateException {
        this.settings = settings;
        this.parameters = new Parameters(section(template, "Parameters"), settings.parameters());
        this.conditions = new Conditions(section(template, "Conditions"), this);
        this.mappings = section(template, "Mappings");
        this.references = new ResourceReferences(section(template, "Resources"), this, settings);
    }

    static Map<String, Object> section(Map<String, Object> template, String name) {
        return template.get(name) instanceof Map<?, ?> map ? Trees.textKeys(map) : Map.of();
    }

    Conditions conditions() {
        return conditions;
    }

    ResourceReferences references() {
        return references;
    }

    @Nullable Object value(@Nullable Object node, String where) throws TemplateException {
        return switch (node) {
            case Map<?, ?> map when Trees.isIntrinsic(map) -> {
                Map.Entry<?, ?> function = map.entrySet().iterator().next();
                yield call(String.valueOf(function.getKey()), function.getValue(), where);
            }
            case Map<?, ?> map -> {
                Map<String, Object> result = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    String key = String.valueOf(entry.getKey());
                    Object value = value(entry.getValue(), where + "." + key);
                    if (value != null) {
                        result.put(key, value);
                    }
                }
                yield result;
            }
            case List<?> list -> values(list, where);
            case null -> null;
            default -> String.valueOf(node);
        };
    }

    /// The value as one string.
    String text(@Nullable Object node, String where) throws TemplateException {
        Object value = value(node, where);
        if (value instanceof String text) {
            return text;
        }
        throw new TemplateException(where, "expected a string, found " + value);
    }

    private List<Object> values(List<?> list, String where) throws TemplateException {
        List<Object> result = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Object value = value(list.get(i), where + "[" + i + "]");
            if (value != null) {
                result.add(value);
            }
        }
        return result;
    }

    private @Nullable Object call(String function, @Nullable Object argument, String where)
            throws TemplateException {
        return switch (function) {
            case "Ref" -> reference(text(argument, where), where);
            case "Fn::GetAtt" -> {
                List<?> path = arguments(argument, 2, 2, function, where);
                yield references.attribute(
                        text(path.getFirst(), where), text(path.getLast(), where), where);
            }
            case "Fn::Sub" -> substitute(argument, where);
            case "Fn::If" -> {
                List<?> branches = arguments(argument, 3, 3, function, where);
                boolean holds = conditions.holds(String.valueOf(branches.getFirst()), where);
                yield value(branches.get(holds ? 1 : 2), where);
            }
            case "Fn::Join" -> {
                List<?> join = arguments(argument, 2, 2, function, where);
                yield String.join(text(join.getFirst(), where), strings(join.getLast(), where));
            }
            case "Fn::Select" -> {
                List<?> select = arguments(argument, 2, 2, function, where);
                List<String> items = strings(select.getLast(), where);
                String index = text(select.getFirst(), where);
                yield items.get(index(index, items.size(), where));
            }
            case "Fn::Split" -> {
                List<?> split = arguments(argument, 2, 2, function, where);
                String separator = Pattern.quote(text(split.getFirst(), where));
                yield List.of(text(split.getLast(), where).split(separator, -1));
            }
            case "Fn::FindInMap" -> {
                List<?> path = arguments(argument, 3, 3, function, where);
                Object node = mappings;
                for (Object step : path) {
                    String key = text(step, where);
                    node = node instanceof Map<?, ?> map ? map.get(key) : null;
                    if (node == null) {
                        throw new TemplateException(where, "Mappings hold no " + path);
                    }
                }
                yield value(node, where);
            }
            case "Fn::Base64" ->
                    Base64.getEncoder()
                            .encodeToString(text(argument, where).getBytes(StandardCharsets.UTF_8));
            case "Fn::GetAZs" -> List.of(settings.region() + "a", settings.region() + "b");
            case "Fn::ImportValue" ->
                    throw new TemplateException(
                            where,
                            "Fn::ImportValue has no local counterpart: no other stack is there");
            case "Condition" -> Boolean.toString(conditions.holds(text(argument, where), where));
            default -> throw new TemplateException(where, function + " is not known here");
        };
    }

    private @Nullable Object reference(String name, String where) throws TemplateException {
        Object parameter = parameters.get(name);
        return switch (name) {
            case "AWS::Region" -> settings.region();
            case "AWS::AccountId" -> settings.accountId();
            case "AWS::StackName" -> settings.stackName();
            case "AWS::StackId" ->
                    settings.arn("cloudformation", "stack/" + settings.stackName() + "/local");
            case "AWS::Partition" -> "aws";
            case "AWS::URLSuffix" -> "amazonaws.com";
            case "AWS::NotificationARNs" -> List.of();
            case "AWS::NoValue" -> null;
            default -> parameter == null ? references.reference(name, where) : parameter;
        };
    }

    private String substitute(@Nullable Object argument, String where) throws TemplateException {
        Map<String, Object> variables = new HashMap<>();
        Object template = argument;
        if (argument instanceof List<?>) {
            List<?> pair = arguments(argument, 2, 2, "Fn::Sub", where);
            template = pair.getFirst();
            if (pair.getLast() instanceof Map<?, ?> map) {
                variables.putAll(Trees.textKeys(map));
            }
        }
        Matcher matcher = PLACEHOLDER.matcher(text(template, where));
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(2).strip();
            String replacement;
            if (!matcher.group(1).isEmpty()) {
                replacement = "${" + name + "}";
            } else if (variables.containsKey(name)) {
                replacement = text(variables.get(name), where);
            } else {
                int dot = name.indexOf('.');
                replacement =
                        dot < 0
                                ? text(reference(name, where), where)
                                : references.attribute(
                                        name.substring(0, dot), name.substring(dot + 1), where);
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(replacement));
        }
        return matcher.appendTail(result).toString();
    }

    private List<String> strings(@Nullable Object node, String where) throws TemplateException {
        if (value(node, where) instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        throw new TemplateException(where, "expected a list");
    }

    private static int index(String text, int size, String where) throws TemplateException {
        try {
            return java.util.Objects.checkIndex(Integer.parseInt(text), size);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new TemplateException(
                    where, "Fn::Select of item %s from a list of %d".formatted(text, size), e);
        }
    }

    static List<?> arguments(
            @Nullable Object argument, int min, int max, String function, String where)
            throws TemplateException {
        if (argument instanceof List<?> list && list.size() >= min && list.size() <= max) {
            return list;
        }
        throw new TemplateException(
                where, "%s takes a list of %d to %d items".formatted(function, min, max));
    }
}
