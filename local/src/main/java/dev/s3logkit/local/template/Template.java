package dev.s3logkit.local.template;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The resources of a template that run locally, with every property resolved.
///
/// @param notices sentences on what the template asks for and the local run leaves out
public record Template(
        List<BucketSpec> buckets,
        List<QueueSpec> queues,
        List<TableSpec> tables,
        List<FunctionSpec> functions,
        List<StateMachineSpec> stateMachines,
        List<SecretSpec> secrets,
        List<ObjectLambdaSpec> objectLambdas,
        List<String> notices) {

    /// Types that change nothing in a run on one machine.
    private static final List<String> SILENT =
            List.of(
                    "AWS::CloudFormation::WaitConditionHandle",
                    "AWS::EC2::",
                    "AWS::EFS::",
                    "AWS::IAM::",
                    "AWS::KMS::",
                    "AWS::Logs::",
                    "AWS::CloudWatch::",
                    "AWS::SNS::",
                    "AWS::Glue::",
                    "AWS::Lambda::Permission",
                    "AWS::S3::BucketPolicy",
                    "AWS::SQS::QueuePolicy");

    public Template {
        buckets = List.copyOf(buckets);
        queues = List.copyOf(queues);
        tables = List.copyOf(tables);
        functions = List.copyOf(functions);
        stateMachines = List.copyOf(stateMachines);
        secrets = List.copyOf(secrets);
        objectLambdas = List.copyOf(objectLambdas);
        notices = List.copyOf(notices);
    }

    /// The names of a template's parameters.
    public static Set<String> parameterNames(Path file) throws IOException {
        return Evaluator.section(TemplateYaml.read(file), "Parameters").keySet();
    }

    /// Reads a CloudFormation or SAM template in YAML (or JSON, which is YAML).
    ///
    /// @throws TemplateException when it cannot be run; AWS would refuse most of these too
    /// @throws IOException when the file cannot be read
    public static Template read(Path file, TemplateSettings settings) throws IOException {
        Map<String, Object> root = TemplateYaml.read(file);
        Map<String, Object> resources = Evaluator.section(root, "Resources");
        if (resources.isEmpty()) {
            throw new TemplateException(String.valueOf(file.getFileName()), "it has no Resources");
        }
        Evaluator evaluator = new Evaluator(root, settings);
        Map<String, Object> globals =
                Evaluator.section(Evaluator.section(root, "Globals"), "Function");
        ResourceReader reader =
                new ResourceReader(file.toAbsolutePath().normalize(), evaluator, globals);

        List<BucketSpec> buckets = new ArrayList<>();
        List<QueueSpec> queues = new ArrayList<>();
        List<TableSpec> tables = new ArrayList<>();
        List<FunctionSpec> functions = new ArrayList<>();
        List<StateMachineSpec> stateMachines = new ArrayList<>();
        List<SecretSpec> secrets = new ArrayList<>();
        Map<String, String> accessPoints = new HashMap<>();
        Map<String, Map<String, Object>> objectLambdas = new LinkedHashMap<>();
        List<String> notices = new ArrayList<>();
        for (Map.Entry<String, Object> entry : resources.entrySet()) {
            String id = entry.getKey();
            Map<String, Object> resource = Evaluator.section(resources, id);
            if (resource.get("Condition") instanceof String condition
                    && !evaluator.conditions().holds(condition, id)) {
                continue;
            }
            Map<String, Object> properties = Evaluator.section(resource, "Properties");
            String type = String.valueOf(resource.get("Type"));
            switch (type) {
                case "AWS::S3::Bucket" -> buckets.add(reader.bucket(id, properties, notices));
                case "AWS::SQS::Queue" -> queues.add(reader.queue(id, properties));
                case "AWS::DynamoDB::Table" -> tables.add(reader.table(id, properties));
                case "AWS::Serverless::Function" ->
                        functions.add(reader.function(id, properties, notices));
                case "AWS::Serverless::StateMachine" ->
                        stateMachines.add(reader.stateMachine(id, properties, notices));
                case "AWS::SecretsManager::Secret" -> secrets.add(reader.secret(id, properties));
                case "AWS::S3::AccessPoint" ->
                        accessPoints.put(reader.arn(id), reader.accessPointBucket(id, properties));
                case "AWS::S3ObjectLambda::AccessPoint" -> objectLambdas.put(id, properties);
                default -> {
                    if (SILENT.stream().noneMatch(type::startsWith)) {
                        notices.add(id + " (" + type + ") has no local counterpart");
                    }
                }
            }
        }
        List<ObjectLambdaSpec> served = new ArrayList<>();
        for (Map.Entry<String, Map<String, Object>> entry : objectLambdas.entrySet()) {
            served.add(reader.objectLambda(entry.getKey(), entry.getValue(), accessPoints));
        }
        Template template =
                new Template(
                        buckets,
                        queues,
                        tables,
                        functions,
                        stateMachines,
                        secrets,
                        served,
                        notices);
        TemplateChecks.check(template);
        return template;
    }
}
