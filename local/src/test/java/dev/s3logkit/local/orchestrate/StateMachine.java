package dev.s3logkit.local.orchestrate;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/// Runs as much of the Amazon States Language as our state machines use, with its JSONata: tasks
/// that invoke functions, choices, and distributed maps over the items of a JSON file in S3. What
/// it does not know it refuses.
final class StateMachine {

    private static final Set<String> KNOWN =
            Set.of(
                    "Type",
                    "Comment",
                    "Resource",
                    "Arguments",
                    "Output",
                    "Assign",
                    "Next",
                    "End",
                    "Retry",
                    "TimeoutSeconds",
                    "Choices",
                    "Default",
                    "Label",
                    "MaxConcurrency",
                    "ToleratedFailurePercentage",
                    "ItemReader",
                    "ItemSelector",
                    "ItemProcessor");
    private static final Pattern EXPRESSION = Pattern.compile("\\{%(.*)%}", Pattern.DOTALL);
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{(\\w+)}");

    private final Map<?, ?> definition;
    private final Services services;
    private final Map<String, Object> variables = new HashMap<>();

    /// What states ask for.
    interface Services {

        /// The answer of a function, as JSON.
        String invoke(String function, String event) throws Exception;

        /// The content of an object.
        String read(String bucket, String key) throws Exception;
    }

    /// An execution that failed.
    static final class Failed extends Exception {

        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }

    /// @param substitutions a value for each `${NAME}`
    StateMachine(Path file, Map<String, String> substitutions, Services services)
            throws IOException {
        Matcher names = SUBSTITUTION.matcher(Files.readString(file));
        String text =
                names.replaceAll(
                        name -> {
                            String value = substitutions.get(name.group(1));
                            if (value == null) {
                                throw new IllegalArgumentException("no value for " + name.group());
                            }
                            return Matcher.quoteReplacement(value);
                        });
        this.definition = new Yaml().load(text);
        this.services = services;
    }

    /// Runs to the end.
    ///
    /// @return the output of the last state
    Object run(Map<String, Object> input) throws Exception {
        return run(definition, input, Map.of());
    }

    private Object run(Map<?, ?> machine, Object input, Map<String, Object> context)
            throws Exception {
        Map<?, ?> states = (Map<?, ?>) machine.get("States");
        Object data = input;
        Object name = machine.get("StartAt");
        while (true) {
            Map<?, ?> state = (Map<?, ?>) states.get(name);
            if (state == null || !KNOWN.containsAll(state.keySet())) {
                throw new IllegalArgumentException(name + " is " + state);
            }
            Map<String, Object> scope = new LinkedHashMap<>();
            scope.put("input", data);
            scope.put("context", context);
            Object next = state.get("Next");
            switch ((String) state.get("Type")) {
                case "Task" -> scope.put("result", task(state, scope));
                case "Map" -> scope.put("result", map(state, scope));
                case "Choice" -> next = choice(state, scope);
                case "Succeed" -> {
                    return data;
                }
                default -> throw new IllegalArgumentException("a state of type " + state);
            }
            if (state.get("Assign") instanceof Map<?, ?> assign) {
                assign.forEach((key, value) -> variables.put((String) key, value(value, scope)));
            }
            if (state.containsKey("Output")) {
                data = value(state.get("Output"), scope);
            } else if (scope.containsKey("result")) {
                data = scope.get("result");
            }
            if (Boolean.TRUE.equals(state.get("End"))) {
                return data;
            }
            name = next;
        }
    }

    private Object task(Map<?, ?> state, Map<String, Object> scope) throws Exception {
        if (!"arn:aws:states:::lambda:invoke".equals(state.get("Resource"))) {
            throw new IllegalArgumentException("a task of " + state.get("Resource"));
        }
        Map<?, ?> arguments = (Map<?, ?>) value(state.get("Arguments"), scope);
        String answer =
                services.invoke(
                        (String) arguments.get("FunctionName"),
                        JSON.std.asString(arguments.get("Payload")));
        return Map.of("Payload", JSON.std.mapFrom(answer));
    }

    private Object choice(Map<?, ?> state, Map<String, Object> scope) {
        for (Object each : (List<?>) state.get("Choices")) {
            Map<?, ?> choice = (Map<?, ?>) each;
            if (Boolean.TRUE.equals(value(choice.get("Condition"), scope))) {
                return choice.get("Next");
            }
        }
        return state.get("Default");
    }

    private Object map(Map<?, ?> state, Map<String, Object> scope) throws Exception {
        Map<?, ?> reader = (Map<?, ?>) state.get("ItemReader");
        Map<?, ?> config = (Map<?, ?>) reader.get("ReaderConfig");
        if (!"arn:aws:states:::s3:getObject".equals(reader.get("Resource"))
                || !"JSON".equals(config.get("InputType"))
                || !(state.get("MaxConcurrency") instanceof Integer)) {
            throw new IllegalArgumentException("a map over " + reader);
        }
        Map<?, ?> object = (Map<?, ?>) value(reader.get("Arguments"), scope);
        Object items =
                JSON.std.mapFrom(
                        services.read((String) object.get("Bucket"), (String) object.get("Key")));
        for (String field : ((String) config.get("ItemsPointer")).substring(1).split("/", -1)) {
            items = ((Map<?, ?>) items).get(field);
        }
        Map<?, ?> processor = (Map<?, ?>) state.get("ItemProcessor");
        List<Object> outputs = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (Object item : (List<?>) items) {
            Map<String, Object> inner = new LinkedHashMap<>(scope);
            inner.put("context", Map.of("Map", Map.of("Item", Map.of("Value", item))));
            Object input = value(state.get("ItemSelector"), inner);
            try {
                outputs.add(run(processor, input, Map.of()));
            } catch (Failed | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        int tolerated = (Integer) state.get("ToleratedFailurePercentage");
        if (100 * failures.size() > tolerated * ((List<?>) items).size()) {
            throw new Failed(
                    "%d of %d items failed: %s"
                            .formatted(failures.size(), ((List<?>) items).size(), failures));
        }
        return outputs;
    }

    /// A value with its expressions evaluated.
    private Object value(Object template, Map<String, Object> scope) {
        return switch (template) {
            case Map<?, ?> map -> {
                Map<String, Object> values = new LinkedHashMap<>();
                map.forEach((key, value) -> values.put((String) key, value(value, scope)));
                yield values;
            }
            case String text when EXPRESSION.matcher(text).matches() -> {
                Jsonata expression = Jsonata.jsonata(text.substring(2, text.length() - 2));
                Jsonata.Frame frame = expression.createFrame();
                frame.bind("states", scope);
                variables.forEach(frame::bind);
                yield expression.evaluate(null, frame);
            }
            default -> template;
        };
    }
}
