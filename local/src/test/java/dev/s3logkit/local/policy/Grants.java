package dev.s3logkit.local.policy;

import dev.s3logkit.local.template.TemplateTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What roles of a template allow: their own policies and the managed policies of the template.
final class Grants {

    /// An action that a role allows.
    ///
    /// @param statement the `Sid`, and after a dot the logical id of a managed policy
    /// @param conditions of the template, all of which have to hold; `!` stands before those that
    ///   must not
    /// @param resource as the template has it
    record Grant(String action, String statement, List<String> conditions, Object resource) {

        boolean isUnconditional() {
            return conditions.isEmpty();
        }
    }

    private final TemplateTree template;

    Grants(TemplateTree template) {
        this.template = template;
    }

    /// Everything that a role allows, whatever conditions hold.
    ///
    /// @throws IllegalArgumentException when it cannot be told from the template
    List<Grant> of(String role) {
        List<Grant> grants = new ArrayList<>();
        TemplateTree.items(
                template.property(role, "Policies"),
                (policy, conditions) ->
                        document(
                                TemplateTree.at(policy, "PolicyDocument"), "", conditions, grants));
        TemplateTree.items(
                template.property(role, "ManagedPolicyArns"),
                (reference, conditions) -> {
                    String policy = TemplateTree.target(reference);
                    if (!template.ids("AWS::IAM::ManagedPolicy").contains(policy)) {
                        throw new IllegalArgumentException(
                                role + " has the policy of somebody else: " + reference);
                    }
                    document(
                            template.property(policy, "PolicyDocument"),
                            policy + ".",
                            conditions,
                            grants);
                });
        return grants;
    }

    private static void document(
            Object document, String name, List<String> outer, List<Grant> grants) {
        TemplateTree.items(
                TemplateTree.at(document, "Statement"),
                (statement, inner) -> {
                    Map<String, Object> fields = TemplateTree.map(statement);
                    if (fields.containsKey("NotAction") || fields.containsKey("NotResource")) {
                        throw new IllegalArgumentException(
                                name + fields.get("Sid") + " says what it does not mean");
                    }
                    if ("Allow".equals(fields.get("Effect"))) {
                        TemplateTree.items(
                                fields.get("Action"),
                                (action, own) -> {
                                    List<String> conditions = new ArrayList<>(outer);
                                    conditions.addAll(inner);
                                    conditions.addAll(own);
                                    grants.add(
                                            new Grant(
                                                    String.valueOf(action),
                                                    name + fields.get("Sid"),
                                                    conditions,
                                                    fields.get("Resource")));
                                });
                    }
                });
    }
}
