package dev.s3logkit.local.policy;

import dev.s3logkit.local.template.TemplateTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Compares what the roles of a template allow with what is done in their names: by the code of
/// functions, by state machines and by AWS itself.
final class PolicyCheck {

    /// What AWS does in the name of a function's role, or asks it for beside what the code calls.
    private record Beside(Predicate<Function> when, String reason, List<String> actions) {}

    /// A function as far as its role is concerned.
    private record Function(
            TemplateTree template, String id, String role, List<Grants.Grant> grants) {

        boolean has(String property) {
            return template.property(id, property) != null
                    || TemplateTree.at(template.root(), "Globals", "Function", property) != null;
        }

        boolean isPolled() {
            return TemplateTree.map(template.property(id, "Events")).values().stream()
                    .anyMatch(event -> "SQS".equals(TemplateTree.at(event, "Type")));
        }

        boolean keepsRecordsInS3() {
            return "S3Bucket"
                    .equals(
                            template.property(
                                    id,
                                    "EventInvokeConfig",
                                    "DestinationConfig",
                                    "OnFailure",
                                    "Type"));
        }

        boolean hasVariable(String name) {
            return template.property(id, "Environment", "Variables", name) != null;
        }

        /// Whether the role may do this to what may be encrypted with the key.
        boolean doesToEncrypted(String action) {
            return touchesEncrypted(template, grants, action);
        }
    }

    private static final List<Beside> BESIDE =
            List.of(
                    new Beside(
                            function -> true,
                            "Lambda writes the function's log in the role's name",
                            List.of("logs:CreateLogStream", "logs:PutLogEvents")),
                    new Beside(
                            Function::isPolled,
                            "Lambda's poller receives and deletes messages in the role's name",
                            List.of(
                                    "sqs:ReceiveMessage",
                                    "sqs:DeleteMessage",
                                    "sqs:GetQueueAttributes")),
                    new Beside(
                            function -> function.has("VpcConfig"),
                            "Lambda attaches the function to its network in the role's name",
                            List.of(
                                    "ec2:AssignPrivateIpAddresses",
                                    "ec2:CreateNetworkInterface",
                                    "ec2:DeleteNetworkInterface",
                                    "ec2:DescribeNetworkInterfaces",
                                    "ec2:DescribeSubnets",
                                    "ec2:UnassignPrivateIpAddresses")),
                    new Beside(
                            function -> function.has("FileSystemConfigs"),
                            "Lambda mounts the file system in the role's name",
                            List.of(
                                    "elasticfilesystem:ClientMount",
                                    "elasticfilesystem:ClientWrite")),
                    new Beside(
                            Function::keepsRecordsInS3,
                            "Lambda puts records of events that failed into the bucket",
                            List.of("s3:PutObject", "s3:ListBucket")),
                    new Beside(
                            function -> function.has("Tracing"),
                            "Lambda sends traces in the role's name",
                            List.of("xray:PutTraceSegments", "xray:PutTelemetryRecords")),
                    new Beside(
                            function -> function.doesToEncrypted("s3:GetObject"),
                            "S3 decrypts what the role reads with the key",
                            List.of("kms:Decrypt")),
                    new Beside(
                            function -> function.doesToEncrypted("s3:PutObject"),
                            "S3 encrypts what the role writes with the key, and decrypts the parts of"
                                    + " an upload",
                            List.of("kms:GenerateDataKey", "kms:Decrypt")));

    /// Actions of code that runs only with a variable.
    private static final Map<String, String> NEEDS_VARIABLE =
            Map.of("secretsmanager:GetSecretValue", "S3_ACCESS_KEYS_SECRET");

    /// Variables whose value has Lambda start other code beside the handler.
    private static final Map<String, String> STARTS =
            Map.of("AWS_LAMBDA_EXEC_WRAPPER", "dev.s3logkit.objectlambda.runtime.StreamingRuntime");

    private final AwsNeeds needs;
    private final Map<Set<String>, Map<String, String>> ofCode = new HashMap<>();
    private final Set<String> problemsOfCode = new TreeSet<>();

    PolicyCheck(AwsNeeds needs) {
        this.needs = needs;
    }

    /// Sentences on what does not fit, one for each action.
    List<String> findings(TemplateTree template) throws IOException {
        Set<String> findings = new LinkedHashSet<>();
        Set<String> checked = new LinkedHashSet<>();
        Grants grants = new Grants(template);
        for (String id : template.ids("AWS::Serverless::Function")) {
            String role = TemplateTree.target(template.property(id, "Role"));
            if (!checked.add(role)) {
                findings.add("%s has not got a role of its own, but %s".formatted(id, role));
            }
            Function function = new Function(template, id, role, grants.of(role));
            compare(id, role, function.grants(), needs(function), findings);
        }
        for (String id : template.ids("AWS::Serverless::StateMachine")) {
            String role = TemplateTree.target(template.property(id, "Role"));
            checked.add(role);
            List<Grants.Grant> allowed = grants.of(role);
            compare(id, role, allowed, needsOfMachine(template, id, allowed), findings);
        }
        for (String owner : List.of("AWS::Serverless::Function", "AWS::Serverless::StateMachine")) {
            for (String id : template.ids(owner)) {
                TemplateTree.map(template.property(id, "Events"))
                        .forEach(
                                (name, event) ->
                                        schedule(
                                                template, grants, id, owner, name, event, checked,
                                                findings));
            }
        }
        for (String role : template.ids("AWS::IAM::Role")) {
            if (!checked.contains(role)) {
                findings.add(role + " is the role of nothing that is checked here");
            }
        }
        findings.addAll(problemsOfCode);
        return List.copyOf(findings);
    }

    private static Map<String, String> needsOfMachine(
            TemplateTree template, String id, List<Grants.Grant> allowed) throws IOException {
        Map<String, String> needed = new LinkedHashMap<>(machine(template, id).actions());
        if (template.property(id, "Tracing") != null) {
            for (String action :
                    List.of(
                            "xray:PutTraceSegments",
                            "xray:PutTelemetryRecords",
                            "xray:GetSamplingRules",
                            "xray:GetSamplingTargets")) {
                needed.put(action, "Step Functions sends traces in the role's name");
            }
        }
        if (touchesEncrypted(template, allowed, "s3:GetObject")) {
            needed.put("kms:Decrypt", "S3 decrypts what the role reads with the key");
        }
        return needed;
    }

    /// A schedule needs a role of the template, which starts its target and nothing else.
    private static void schedule(
            TemplateTree template,
            Grants grants,
            String target,
            String type,
            String name,
            Object event,
            Set<String> checked,
            Set<String> findings) {
        if (!"ScheduleV2".equals(TemplateTree.at(event, "Type"))) {
            return;
        }
        String role = TemplateTree.target(TemplateTree.at(event, "Properties", "RoleArn"));
        if (!template.ids("AWS::IAM::Role").contains(role)) {
            findings.add(
                    ("%s.Events.%s has no role of the template, so SAM makes one that trusts"
                                    + " every schedule")
                            .formatted(target, name));
            return;
        }
        checked.add(role);
        String action =
                type.endsWith("Function") ? "lambda:InvokeFunction" : "states:StartExecution";
        compare(
                target + ".Events." + name,
                role,
                grants.of(role),
                Map.of(action, "the schedule starts " + target),
                findings);
    }

    private Map<String, String> needs(Function function) {
        Map<String, String> needed = new LinkedHashMap<>();
        ofCode(function)
                .forEach(
                        (action, call) -> {
                            String variable = NEEDS_VARIABLE.get(action);
                            if (variable == null || function.hasVariable(variable)) {
                                needed.put(action, call);
                            }
                        });
        for (Beside beside : BESIDE) {
            if (beside.when().test(function)) {
                for (String action : beside.actions()) {
                    needed.putIfAbsent(action, beside.reason());
                }
            }
        }
        return needed;
    }

    private Map<String, String> ofCode(Function function) {
        Set<String> classes = new TreeSet<>();
        classes.add(String.valueOf(function.template().property(function.id(), "Handler")));
        STARTS.forEach(
                (variable, type) -> {
                    if (function.hasVariable(variable)) {
                        classes.add(type);
                    }
                });
        return ofCode.computeIfAbsent(classes, names -> needs.of(names, problemsOfCode));
    }

    static MachineNeeds machine(TemplateTree template, String id) throws IOException {
        return MachineNeeds.read(
                Path.of(System.getProperty("s3logkit.root"))
                        .resolve(String.valueOf(template.property(id, "DefinitionUri"))));
    }

    private static void compare(
            String id,
            String role,
            List<Grants.Grant> allowed,
            Map<String, String> needed,
            Set<String> findings) {
        Set<String> actions = new TreeSet<>();
        for (Grants.Grant grant : allowed) {
            actions.add(grant.action());
            if (!needed.containsKey(grant.action())) {
                findings.add(
                        "%s allows %s to %s, which does not need it: %s"
                                .formatted(role, grant.action(), id, grant.statement()));
            }
        }
        needed.forEach(
                (action, reason) -> {
                    if (!actions.contains(action)) {
                        findings.add(
                                "%s does not allow %s to %s, which needs it: %s"
                                        .formatted(role, action, id, reason));
                    }
                });
    }

    private static boolean touchesEncrypted(
            TemplateTree template, List<Grants.Grant> grants, String action) {
        return grants.stream()
                .filter(grant -> grant.action().equals(action))
                .anyMatch(grant -> isEncrypted(template, grant.resource()));
    }

    /// Whether a resource of S3 may be encrypted with the key: it is in a bucket that the template
    /// encrypts with it, or in one that a parameter names. To a log bucket with a key S3 could not
    /// deliver.
    private static boolean isEncrypted(TemplateTree template, Object resource) {
        return template.ids("AWS::S3::Bucket").stream()
                        .filter(
                                bucket ->
                                        TemplateTree.mentions(
                                                template.property(bucket, "BucketEncryption"),
                                                "KmsKeyArn"))
                        .anyMatch(bucket -> TemplateTree.mentions(resource, bucket))
                || TemplateTree.map(template.root().get("Parameters")).keySet().stream()
                        .filter(parameter -> !parameter.equals("LogBucketName"))
                        .anyMatch(parameter -> TemplateTree.mentions(resource, parameter));
    }
}
