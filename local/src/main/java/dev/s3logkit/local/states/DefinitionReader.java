package dev.s3logkit.local.states;

import dev.s3logkit.local.states.State.Catcher;
import dev.s3logkit.local.states.State.Choice;
import dev.s3logkit.local.states.State.Each;
import dev.s3logkit.local.states.State.Exit;
import dev.s3logkit.local.states.State.Fail;
import dev.s3logkit.local.states.State.Items;
import dev.s3logkit.local.states.State.Parallel;
import dev.s3logkit.local.states.State.Pass;
import dev.s3logkit.local.states.State.Retrier;
import dev.s3logkit.local.states.State.Succeed;
import dev.s3logkit.local.states.State.Task;
import dev.s3logkit.local.states.State.Wait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// Turns a definition's text into states, and refuses each field that it does not know: what is not
/// run as the service runs it must not look as if it were.
final class DefinitionReader {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9_]+)}");
    private static final String INVOKE = "arn:aws:states:::lambda:invoke";
    private static final String GET_OBJECT = "arn:aws:states:::s3:getObject";
    private static final String JSONATA = "JSONata";

    private static final Set<String> COMMON = Set.of("Type", "Comment", "QueryLanguage");
    private static final Set<String> EXIT = Set.of("Next", "End", "Output", "Assign");

    /// As the service takes it when the field is absent.
    private static final double NO_LIMIT = 99_999_999;

    private final String file;

    DefinitionReader(String file) {
        this.file = file;
    }

    Definition read(String text, Map<String, String> substitutions) throws DefinitionException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object root;
        try {
            root =
                    new Yaml(new SafeConstructor(options))
                            .load(substituted(text, Map.copyOf(substitutions)));
        } catch (YAMLException e) {
            throw new DefinitionException(file, "this is not YAML: " + e.getMessage(), e);
        }
        Fields fields =
                new Fields(file, root)
                        .only(Set.of("Comment", "QueryLanguage", "StartAt", "States"), Set.of());
        if (!fields.text("QueryLanguage", "JSONPath").equals(JSONATA)) {
            throw fields.problem("QueryLanguage", "only JSONata runs here");
        }
        return machine(fields);
    }

    private String substituted(String text, Map<String, String> values) throws DefinitionException {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String value = values.get(matcher.group(1));
            if (value == null) {
                throw new DefinitionException(
                        file, "nothing is given for " + matcher.group() + ", only " + values);
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(result).toString();
    }

    private Definition machine(Fields fields) throws DefinitionException {
        Fields states = fields.below("States");
        Map<String, State> byName = new LinkedHashMap<>();
        for (String name : states.all().keySet()) {
            byName.put(name, state(name, states.below(name)));
        }
        String startAt = fields.text("StartAt");
        known(fields.path("StartAt"), startAt, byName);
        for (State state : byName.values()) {
            for (Exit exit : exits(state)) {
                if (exit.next().isPresent()) {
                    known(states.path(state.name()), exit.next().get(), byName);
                }
            }
        }
        return new Definition(fields.text("Comment", ""), startAt, byName);
    }

    private static List<Exit> exits(State state) {
        List<Exit> exits = new ArrayList<>();
        switch (state) {
            case State.Fallible fallible -> {
                exits.add(fallible.exit());
                fallible.catchers().forEach(catcher -> exits.add(catcher.exit()));
            }
            case Choice choice -> {
                choice.rules().forEach(rule -> exits.add(rule.exit()));
                choice.otherwise().ifPresent(exits::add);
            }
            case Pass pass -> exits.add(pass.exit());
            case Wait wait -> exits.add(wait.exit());
            case Succeed succeed -> exits.add(succeed.exit());
            case Fail _ -> {
                return exits;
            }
        }
        return exits;
    }

    private static void known(String where, String name, Map<String, State> states)
            throws DefinitionException {
        if (!states.containsKey(name)) {
            throw new DefinitionException(
                    where, "there is no state %s, only %s".formatted(name, states.keySet()));
        }
    }

    private State state(String name, Fields fields) throws DefinitionException {
        if (!fields.text("QueryLanguage", JSONATA).equals(JSONATA)) {
            throw fields.problem("QueryLanguage", "only JSONata runs here");
        }
        String type = fields.text("Type");
        return switch (type) {
            case "Task" -> task(name, fields);
            case "Parallel" -> parallel(name, fields);
            case "Map" -> each(name, fields);
            case "Choice" -> choice(name, fields);
            case "Pass" -> {
                only(fields, EXIT, Set.of());
                yield new Pass(name, exit(fields));
            }
            case "Wait" -> {
                only(fields, EXIT, Set.of("Seconds", "Timestamp"));
                if (fields.has("Seconds") == fields.has("Timestamp")) {
                    throw fields.problem("Seconds", "expected either Seconds or Timestamp");
                }
                yield new Wait(
                        name, fields.value("Seconds"), fields.value("Timestamp"), exit(fields));
            }
            case "Succeed" -> {
                only(fields, Set.of("Output"), Set.of());
                yield new Succeed(
                        name, new Exit(Optional.empty(), fields.value("Output"), Map.of()));
            }
            case "Fail" -> {
                only(fields, Set.of("Error", "Cause"), Set.of());
                yield new Fail(name, fields.value("Error"), fields.value("Cause"));
            }
            default -> throw fields.problem("Type", "this runner does not know " + type);
        };
    }

    private static void only(Fields fields, Set<String> known, Set<String> more)
            throws DefinitionException {
        Set<String> all = new java.util.HashSet<>(COMMON);
        all.addAll(known);
        fields.only(all, more);
    }

    private Task task(String name, Fields fields) throws DefinitionException {
        only(fields, EXIT, Set.of("Resource", "Arguments", "TimeoutSeconds", "Retry", "Catch"));
        if (!fields.text("Resource").equals(INVOKE)) {
            throw fields.problem("Resource", "only " + INVOKE + " runs here");
        }
        fields.below("Arguments").only(Set.of("FunctionName", "Payload"), Set.of());
        return new Task(
                name,
                fields.value("Arguments"),
                fields.value("TimeoutSeconds"),
                exit(fields),
                retriers(fields),
                catchers(fields));
    }

    private Parallel parallel(String name, Fields fields) throws DefinitionException {
        only(fields, EXIT, Set.of("Branches", "Arguments", "Retry", "Catch"));
        List<Definition> branches = new ArrayList<>();
        for (Fields branch : fields.items("Branches")) {
            branches.add(machine(branch.only(Set.of("StartAt", "States"), Set.of("Comment"))));
        }
        return new Parallel(
                name,
                fields.value("Arguments"),
                branches,
                exit(fields),
                retriers(fields),
                catchers(fields));
    }

    private Each each(String name, Fields fields) throws DefinitionException {
        only(
                fields,
                EXIT,
                Set.of(
                        "Items",
                        "ItemReader",
                        "ItemSelector",
                        "ItemProcessor",
                        "MaxConcurrency",
                        "ToleratedFailureCount",
                        "ToleratedFailurePercentage",
                        "Label",
                        "Retry",
                        "Catch"));
        Fields processor =
                fields.below("ItemProcessor")
                        .only(Set.of("ProcessorConfig", "StartAt", "States"), Set.of("Comment"));
        boolean distributed = false;
        if (processor.has("ProcessorConfig")) {
            Fields config =
                    processor
                            .below("ProcessorConfig")
                            .only(Set.of("Mode", "ExecutionType"), Set.of());
            distributed = config.text("Mode", "INLINE").equals("DISTRIBUTED");
        }
        return new Each(
                name,
                items(fields),
                fields.value("ItemSelector"),
                machine(processor),
                distributed,
                fields.value("MaxConcurrency"),
                fields.value("ToleratedFailureCount"),
                fields.value("ToleratedFailurePercentage"),
                exit(fields),
                retriers(fields),
                catchers(fields));
    }

    private static Items items(Fields fields) throws DefinitionException {
        if (!fields.has("ItemReader")) {
            return new Items.Inline(fields.value("Items"));
        }
        Fields reader =
                fields.below("ItemReader")
                        .only(Set.of("Resource", "ReaderConfig", "Arguments"), Set.of());
        Fields config =
                reader.below("ReaderConfig").only(Set.of("InputType", "ItemsPointer"), Set.of());
        if (!reader.text("Resource").equals(GET_OBJECT)
                || !config.text("InputType").equals("JSON")) {
            throw fields.problem("ItemReader", "only a JSON object read by " + GET_OBJECT);
        }
        return new Items.JsonObject(
                reader.below("Arguments").only(Set.of("Bucket", "Key"), Set.of()).all(),
                config.text("ItemsPointer", ""));
    }

    private static Choice choice(String name, Fields fields) throws DefinitionException {
        only(fields, Set.of("Choices"), Set.of("Default", "Output", "Assign"));
        List<Choice.Rule> rules = new ArrayList<>();
        for (Fields rule : fields.items("Choices")) {
            rule.only(Set.of("Condition", "Next"), Set.of("Output", "Assign", "Comment"));
            rules.add(
                    new Choice.Rule(
                            rule.text("Condition"),
                            new Exit(
                                    Optional.of(rule.text("Next")),
                                    rule.value("Output"),
                                    assign(rule))));
        }
        Optional<Exit> otherwise =
                fields.has("Default")
                        ? Optional.of(
                                new Exit(
                                        Optional.of(fields.text("Default")),
                                        fields.value("Output"),
                                        assign(fields)))
                        : Optional.empty();
        return new Choice(name, rules, otherwise);
    }

    private static Exit exit(Fields fields) throws DefinitionException {
        boolean end = Boolean.TRUE.equals(fields.value("End"));
        if (end == fields.has("Next")) {
            throw fields.problem("Next", "expected either Next or End: true");
        }
        return new Exit(
                end ? Optional.empty() : Optional.of(fields.text("Next")),
                fields.value("Output"),
                assign(fields));
    }

    private static Map<String, Object> assign(Fields fields) throws DefinitionException {
        return fields.has("Assign") ? fields.below("Assign").all() : Map.of();
    }

    private static List<Retrier> retriers(Fields fields) throws DefinitionException {
        List<Retrier> retriers = new ArrayList<>();
        if (fields.has("Retry")) {
            for (Fields retry : fields.items("Retry")) {
                retry.only(
                        Set.of("ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate"),
                        Set.of("MaxDelaySeconds", "JitterStrategy", "Comment"));
                retriers.add(
                        new Retrier(
                                retry.texts("ErrorEquals"),
                                retry.number("IntervalSeconds", 1, 1, NO_LIMIT),
                                (int) retry.number("MaxAttempts", 3, 0, NO_LIMIT),
                                retry.number("BackoffRate", 2, 1, NO_LIMIT),
                                retry.number("MaxDelaySeconds", NO_LIMIT, 1, NO_LIMIT),
                                retry.text("JitterStrategy", "NONE").equals("FULL")));
            }
        }
        return retriers;
    }

    private static List<Catcher> catchers(Fields fields) throws DefinitionException {
        List<Catcher> catchers = new ArrayList<>();
        if (fields.has("Catch")) {
            for (Fields one : fields.items("Catch")) {
                one.only(Set.of("ErrorEquals", "Next"), Set.of("Output", "Assign", "Comment"));
                catchers.add(
                        new Catcher(
                                one.texts("ErrorEquals"),
                                new Exit(
                                        Optional.of(one.text("Next")),
                                        one.value("Output"),
                                        assign(one))));
            }
        }
        return catchers;
    }
}
