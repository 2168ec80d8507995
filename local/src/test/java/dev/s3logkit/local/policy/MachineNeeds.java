package dev.s3logkit.local.policy;

import dev.s3logkit.local.template.TemplateTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What a state machine does in the name of its role.
///
/// @param actions each with the state that needs it
/// @param functions the substitutions that name the functions it invokes
record MachineNeeds(Map<String, String> actions, Set<String> functions) {

    /// Actions of integrations.
    private static final Map<String, String> INTEGRATIONS =
            Map.of(
                    "arn:aws:states:::lambda:invoke", "lambda:InvokeFunction",
                    "arn:aws:states:::s3:getObject", "s3:GetObject");

    /// What a distributed map does with executions of its own machine; the last one is for
    /// redrives.
    private static final List<String> DISTRIBUTED =
            List.of(
                    "states:StartExecution",
                    "states:DescribeExecution",
                    "states:StopExecution",
                    "states:RedriveExecution");

    static MachineNeeds read(Path definition) throws IOException {
        MachineNeeds needs = new MachineNeeds(new LinkedHashMap<>(), new TreeSet<>());
        needs.states(TemplateTree.read(definition).root());
        return needs;
    }

    private void states(Object machine) {
        TemplateTree.map(TemplateTree.at(machine, "States")).forEach(this::state);
    }

    private void state(String name, Object state) {
        integration(name, state);
        if (TemplateTree.at(state, "ItemReader") != null) {
            integration(name + ".ItemReader", TemplateTree.at(state, "ItemReader"));
        }
        if (TemplateTree.at(state, "ResultWriter") != null) {
            integration(name + ".ResultWriter", TemplateTree.at(state, "ResultWriter"));
        }
        Object processor = TemplateTree.at(state, "ItemProcessor");
        if ("DISTRIBUTED".equals(TemplateTree.at(processor, "ProcessorConfig", "Mode"))) {
            for (String action : DISTRIBUTED) {
                actions.putIfAbsent(action, "the distributed map " + name);
            }
        }
        states(processor);
        TemplateTree.items(TemplateTree.at(state, "Branches"), (branch, none) -> states(branch));
    }

    private void integration(String name, Object node) {
        if (!(TemplateTree.at(node, "Resource") instanceof String resource)) {
            return;
        }
        String action = INTEGRATIONS.get(resource);
        if (action == null) {
            throw new IllegalArgumentException(
                    "%s: no action is known for the integration %s".formatted(name, resource));
        }
        actions.putIfAbsent(action, "the state " + name);
        if (TemplateTree.at(node, "Arguments", "FunctionName") instanceof String function) {
            functions.add(function.replaceAll("[${}]", ""));
        }
    }
}
