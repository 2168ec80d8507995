package dev.s3logkit.local.template;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What `Ref` and `Fn::GetAtt` give for a resource. Types without a local counterpart give values
/// of the right shape that name the logical id.
final class ResourceReferences {

    private static final String ALIAS = ".Alias";

    private final Map<String, Object> resources;
    private final Evaluator evaluator;
    private final TemplateSettings settings;
    private final Set<String> underWay = new LinkedHashSet<>();

    ResourceReferences(
            Map<String, Object> resources, Evaluator evaluator, TemplateSettings settings) {
        this.resources = resources;
        this.evaluator = evaluator;
        this.settings = settings;
    }

    String reference(String id, String where) throws TemplateException {
        if (id.endsWith(ALIAS)) {
            // SAM makes it of AutoPublishAlias; here there is one version of everything.
            String function = id.substring(0, id.length() - ALIAS.length());
            return attribute(function, "Arn", where);
        }
        return switch (type(id, where)) {
            case "AWS::S3::Bucket", "AWS::Serverless::Function", "AWS::DynamoDB::Table" ->
                    physicalName(id, where);
            case "AWS::SQS::Queue" -> queueUrl(physicalName(id, where));
            case "AWS::SNS::Topic" -> settings.arn("sns", id);
            case "AWS::Serverless::StateMachine" ->
                    settings.arn("states", "stateMachine:" + stateMachineName(id, where));
            case "AWS::SecretsManager::Secret" -> settings.arn("secretsmanager", "secret:" + id);
            default -> id;
        };
    }

    String attribute(String id, String attribute, String where) throws TemplateException {
        String type = type(id, where);
        return switch (type + "." + attribute) {
            case "AWS::S3::Bucket.Arn" -> "arn:aws:s3:::" + physicalName(id, where);
            case "AWS::S3::Bucket.DomainName" -> physicalName(id, where) + ".s3.amazonaws.com";
            case "AWS::SQS::Queue.Arn" -> queueArn(physicalName(id, where));
            case "AWS::SQS::Queue.QueueName" -> physicalName(id, where);
            case "AWS::SQS::Queue.QueueUrl" -> queueUrl(physicalName(id, where));
            case "AWS::DynamoDB::Table.Arn" ->
                    settings.arn("dynamodb", "table/" + physicalName(id, where));
            case "AWS::Serverless::StateMachine.Arn" -> reference(id, where);
            case "AWS::Serverless::StateMachine.Name" -> stateMachineName(id, where);
            case "AWS::Serverless::Function.Arn" ->
                    settings.arn("lambda", "function:" + physicalName(id, where));
            default -> {
                String[] service = type.toLowerCase(Locale.ROOT).split("::", -1);
                yield attribute.equals("Arn") && service.length == 3
                        ? settings.arn(service[1], service[2] + "/" + id)
                        : id + "." + attribute;
            }
        };
    }

    /// The name that the template gives the resource, or one made of the stack's name and the id.
    String physicalName(String id, String where) throws TemplateException {
        if (!underWay.add(id)) {
            throw new TemplateException(where, "the resources name each other: " + underWay);
        }
        try {
            String type = type(id, where);
            String property = type.substring(type.lastIndexOf(':') + 1) + "Name";
            Object properties = resource(id, where).get("Properties");
            Object name = properties instanceof Map<?, ?> map ? map.get(property) : null;
            Object value = evaluator.value(name, id + ".Properties." + property);
            String made = settings.stackName() + "-" + id;
            return switch (value) {
                case String text -> text;
                case null, default ->
                        type.equals("AWS::S3::Bucket") ? made.toLowerCase(Locale.ROOT) : made;
            };
        } finally {
            underWay.remove(id);
        }
    }

    /// State machines are the one type whose property is called `Name`.
    String stateMachineName(String id, String where) throws TemplateException {
        Object properties = resource(id, where).get("Properties");
        Object name = properties instanceof Map<?, ?> map ? map.get("Name") : null;
        return evaluator.value(name, id + ".Properties.Name") instanceof String text
                ? text
                : settings.stackName() + "-" + id;
    }

    private String queueArn(String name) {
        return settings.arn("sqs", name);
    }

    private String queueUrl(String name) {
        return settings.queueEndpoint() + "/" + settings.accountId() + "/" + name;
    }

    private String type(String id, String where) throws TemplateException {
        return String.valueOf(resource(id, where).get("Type"));
    }

    private Map<String, Object> resource(String id, String where) throws TemplateException {
        if (resources.get(id) instanceof Map<?, ?> resource) {
            return Trees.textKeys(resource);
        }
        throw new TemplateException(where, "there is no parameter or resource " + id);
    }
}
