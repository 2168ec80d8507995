package dev.s3logkit.local.policy;

import dev.s3logkit.local.template.TemplateTree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What holds for every resource of a template whatever it is for: encryption, TLS, nothing public,
/// and nobody served on behalf of somebody else.
final class SecurityCheck {

    /// Statements whose resource is `*`, because the service knows no narrower one.
    private static final Set<String> EVERYTHING =
            Set.of(
                    // EC2 describes all network interfaces and subnets or none.
                    "FileSystemAccessPolicy.LetLambdaSeeNetwork",
                    "ArchiveCachePolicy.LetLambdaSeeNetwork",
                    // X-Ray has no resources that traces and samples belong to.
                    "TracingPolicy.SendTraces",
                    "SamplingPolicy.AskWhatToTrace");

    /// Functions whose URL is open to the network: each checks signatures itself.
    private static final Set<String> OPEN = Set.of("ArchivesS3Function");

    private final TemplateTree template;
    private final List<String> findings = new ArrayList<>();

    private SecurityCheck(TemplateTree template) {
        this.template = template;
    }

    /// Sentences on what is not as it should be.
    static List<String> findings(TemplateTree template) {
        SecurityCheck check = new SecurityCheck(template);
        template.ids("AWS::S3::Bucket").forEach(check::bucket);
        template.ids("AWS::S3::AccessPoint").forEach(id -> check.closed(id));
        template.ids("AWS::SQS::Queue").forEach(check::queue);
        template.ids("AWS::SNS::Topic").forEach(check::topic);
        template.ids("AWS::IAM::Role").forEach(check::trust);
        template.ids("AWS::Serverless::Function").forEach(check::function);
        template.ids("AWS::Logs::LogGroup").forEach(check::logGroup);
        template.ids("AWS::DynamoDB::Table")
                .forEach(
                        id -> {
                            check.has(id, "true", "SSESpecification", "SSEEnabled");
                            check.has(
                                    id,
                                    "true",
                                    "PointInTimeRecoverySpecification",
                                    "PointInTimeRecoveryEnabled");
                        });
        template.ids("AWS::EFS::FileSystem")
                .forEach(
                        id -> {
                            check.has(id, "true", "Encrypted");
                            check.refusesPlain(id, template.property(id, "FileSystemPolicy"));
                        });
        check.policies();
        return check.findings;
    }

    private void bucket(String id) {
        closed(id);
        Object encryption =
                template.property(id, "BucketEncryption", "ServerSideEncryptionConfiguration");
        if (!(encryption instanceof List<?> rules) || rules.isEmpty()) {
            findings.add(id + " says nothing of its encryption");
        }
        Object ownership =
                template.property(id, "OwnershipControls", "Rules") instanceof List<?> rules
                        ? TemplateTree.at(rules.getFirst(), "ObjectOwnership")
                        : null;
        if (!"BucketOwnerEnforced".equals(ownership)) {
            findings.add(id + " has objects that others may own");
        }
        refusesPlain(id, policyOf("AWS::S3::BucketPolicy", "Bucket", id));
    }

    private void closed(String id) {
        for (String setting :
                List.of(
                        "BlockPublicAcls",
                        "BlockPublicPolicy",
                        "IgnorePublicAcls",
                        "RestrictPublicBuckets")) {
            has(id, "true", "PublicAccessBlockConfiguration", setting);
        }
    }

    private void queue(String id) {
        has(id, "true", "SqsManagedSseEnabled");
        refusesPlain(id, policyOf("AWS::SQS::QueuePolicy", "Queues", id));
        Object target = template.property(id, "RedrivePolicy", "deadLetterTargetArn");
        if (target == null) {
            // A dead-letter queue.
            has(id, "byQueue", "RedriveAllowPolicy", "redrivePermission");
            String name = String.valueOf(template.property(id, "RedriveAllowPolicy"));
            boolean itsOwn =
                    template.ids("AWS::SQS::Queue").stream()
                            .filter(
                                    queue ->
                                            TemplateTree.target(
                                                            template.property(
                                                                    queue,
                                                                    "RedrivePolicy",
                                                                    "deadLetterTargetArn"))
                                                    .equals(id))
                            .map(queue -> template.property(queue, "QueueName", "Fn::Sub"))
                            .allMatch(queue -> name.contains(":" + queue + "}"));
            if (!itsOwn) {
                findings.add(id + " does not name the queue that moves messages there");
            }
        }
    }

    private void topic(String id) {
        Object policy = policyOf("AWS::SNS::TopicPolicy", "Topics", id);
        refusesPlain(id, policy);
        for (String alarm : template.ids("AWS::CloudWatch::Alarm")) {
            if (!String.valueOf(template.property(alarm, "AlarmName", "Fn::Sub"))
                    .startsWith("${AWS::StackName}-")) {
                findings.add(alarm + " has a name that " + id + " takes nothing from");
            }
        }
    }

    /// A service that works for many accounts is let in when it works for this one. Lambda needs no
    /// such condition: a role can be given to functions of its own account only.
    private void trust(String id) {
        TemplateTree.items(
                template.property(id, "AssumeRolePolicyDocument", "Statement"),
                (statement, conditions) -> {
                    String service =
                            String.valueOf(TemplateTree.at(statement, "Principal", "Service"));
                    if (!service.equals("lambda.amazonaws.com")) {
                        servesThisAccount(id, statement);
                    }
                });
    }

    private void function(String id) {
        String group = TemplateTree.target(template.property(id, "LoggingConfig", "LogGroup"));
        if (!template.ids("AWS::Logs::LogGroup").contains(group)) {
            findings.add(id + " writes its log where the template keeps no watch over it");
        }
        Object door = template.property(id, "FunctionUrlConfig", "AuthType");
        if (door != null && !"AWS_IAM".equals(door) && !OPEN.contains(id)) {
            findings.add(id + " has a URL that is open to everybody");
        }
    }

    private void logGroup(String id) {
        if (template.property(id, "RetentionInDays") == null) {
            findings.add(id + " keeps logs for ever");
        }
    }

    /// All policies: of roles, resources and endpoints.
    private void policies() {
        Map<String, Object> resources = TemplateTree.map(template.root().get("Resources"));
        resources.forEach(
                (id, resource) -> statements(id, TemplateTree.at(resource, "Properties")));
    }

    private void statements(String id, Object node) {
        if ("Allow".equals(TemplateTree.at(node, "Effect"))) {
            allowed(id, node);
        }
        switch (node) {
            case Map<?, ?> map -> map.values().forEach(value -> statements(id, value));
            case List<?> list -> list.forEach(value -> statements(id, value));
            case null, default -> {}
        }
    }

    private void allowed(String id, Object statement) {
        Object sid = TemplateTree.at(statement, "Sid");
        String name = sid == null ? id : id + "." + sid;
        TemplateTree.items(
                TemplateTree.at(statement, "Action"),
                (action, conditions) -> {
                    if (String.valueOf(action).contains("*")) {
                        findings.add(name + " allows " + action);
                    }
                    if (String.valueOf(action).startsWith("kms:")
                            && TemplateTree.at(
                                            statement,
                                            "Condition",
                                            "StringEquals",
                                            "kms:ViaService")
                                    == null) {
                        findings.add(name + " allows the use of a key by other ways than S3");
                    }
                });
        TemplateTree.items(
                TemplateTree.at(statement, "Resource"),
                (resource, conditions) -> {
                    if ("*".equals(resource) && !EVERYTHING.contains(name)) {
                        findings.add(name + " allows it for everything");
                    }
                });
        Object principal = TemplateTree.at(statement, "Principal");
        if ("*".equals(principal) || "*".equals(TemplateTree.at(principal, "AWS"))) {
            if (TemplateTree.at(statement, "Condition", "StringEquals", "aws:PrincipalAccount")
                            == null
                    && TemplateTree.at(statement, "Condition", "ArnEquals", "aws:PrincipalArn")
                            == null) {
                findings.add(name + " lets everybody in");
            }
        } else if (TemplateTree.at(principal, "Service") != null
                && !"sts:AssumeRole".equals(TemplateTree.at(statement, "Action"))) {
            servesThisAccount(name, statement);
        }
    }

    private void servesThisAccount(String name, Object statement) {
        Object service = TemplateTree.at(statement, "Principal", "Service");
        if (!"AWS::AccountId"
                .equals(
                        TemplateTree.target(
                                TemplateTree.at(
                                        statement,
                                        "Condition",
                                        "StringEquals",
                                        "aws:SourceAccount")))) {
            findings.add("%s lets %s in for any account".formatted(name, service));
        }
        if (TemplateTree.at(statement, "Condition", "ArnEquals", "aws:SourceArn") == null
                && TemplateTree.at(statement, "Condition", "ArnLike", "aws:SourceArn") == null) {
            findings.add("%s lets %s in for any resource".formatted(name, service));
        }
    }

    private void refusesPlain(String id, Object policy) {
        Set<Object> refused = new LinkedHashSet<>();
        TemplateTree.items(
                TemplateTree.at(policy, "Statement"),
                (statement, conditions) -> {
                    if ("Deny".equals(TemplateTree.at(statement, "Effect"))
                            && "false"
                                    .equals(
                                            TemplateTree.at(
                                                    statement,
                                                    "Condition",
                                                    "Bool",
                                                    "aws:SecureTransport"))) {
                        refused.add(TemplateTree.at(statement, "Action"));
                    }
                });
        if (refused.isEmpty()) {
            findings.add(id + " takes requests without TLS");
        }
    }

    /// The one policy that names the resource; of two, AWS would keep the one that came last.
    private Object policyOf(String type, String property, String id) {
        Set<String> policies = new TreeSet<>();
        for (String policy : template.ids(type)) {
            TemplateTree.items(
                    template.property(policy, property),
                    (target, conditions) -> {
                        if (TemplateTree.target(target).equals(id)) {
                            policies.add(policy);
                        }
                    });
        }
        if (policies.size() != 1) {
            findings.add("%s has %d policies: %s".formatted(id, policies.size(), policies));
        }
        return policies.isEmpty()
                ? null
                : template.property(policies.iterator().next(), "PolicyDocument");
    }

    private void has(String id, String value, String... path) {
        if (!value.equals(template.property(id, path))) {
            findings.add("%s has not got %s: %s".formatted(id, String.join(".", path), value));
        }
    }
}
