package dev.s3logkit.local.template;

import dev.s3logkit.local.template.BucketSpec.QueueNotification;
import dev.s3logkit.local.template.FunctionSpec.AsyncPolicy;
import dev.s3logkit.local.template.FunctionSpec.EventSource;
import dev.s3logkit.local.template.FunctionSpec.Mount;
import dev.s3logkit.local.template.FunctionSpec.Url;
import dev.s3logkit.local.template.QueueSpec.Redrive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Reads the properties of the resource types that run locally. Defaults are those of AWS.
final class ResourceReader {

    private final Path templateFile;
    private final Evaluator evaluator;
    private final Map<String, Object> functionGlobals;

    ResourceReader(Path templateFile, Evaluator evaluator, Map<String, Object> functionGlobals) {
        this.templateFile = templateFile;
        this.evaluator = evaluator;
        this.functionGlobals = functionGlobals;
    }

    BucketSpec bucket(String id, Map<String, Object> raw, List<String> notices)
            throws TemplateException {
        Properties configuration =
                new Properties(id + ".Properties", raw, evaluator)
                        .below("NotificationConfiguration");
        List<QueueNotification> notifications = new ArrayList<>();
        for (Properties queue : configuration.items("QueueConfigurations")) {
            String prefix = "";
            String suffix = "";
            for (Properties rule : queue.below("Filter").below("S3Key").items("Rules")) {
                switch (rule.text("Name")) {
                    case "prefix", "Prefix" -> prefix = rule.text("Value");
                    case "suffix", "Suffix" -> suffix = rule.text("Value");
                    default -> throw rule.problem("Name", "expected prefix or suffix");
                }
            }
            notifications.add(
                    new QueueNotification(
                            id + "-" + (notifications.size() + 1),
                            queue.text("Queue"),
                            queue.text("Event"),
                            prefix,
                            suffix));
        }
        for (String name : configuration.names()) {
            if (!name.equals("QueueConfigurations")) {
                notices.add(configuration.path(name) + " has no local counterpart");
            }
        }
        String name = evaluator.references().physicalName(id, id);
        if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new TemplateException(
                    id + ".Properties.BucketName",
                    "'%s' is no bucket name: expected 3 to 63 lower-case letters, digits, '.' and '-'"
                            .formatted(name));
        }
        return new BucketSpec(id, name, notifications);
    }

    QueueSpec queue(String id, Map<String, Object> raw) throws TemplateException {
        Properties properties = new Properties(id + ".Properties", raw, evaluator);
        Optional<Redrive> redrive = Optional.empty();
        if (properties.has("RedrivePolicy")) {
            Properties policy = properties.below("RedrivePolicy");
            redrive =
                    Optional.of(
                            new Redrive(
                                    policy.text("deadLetterTargetArn"),
                                    policy.integer("maxReceiveCount", 10, 1, 1000)));
        }
        return new QueueSpec(
                id,
                evaluator.references().physicalName(id, id),
                evaluator.references().attribute(id, "Arn", id),
                properties.flag("FifoQueue", false),
                properties.integer("VisibilityTimeout", 30, 0, 43_200),
                properties.integer("DelaySeconds", 0, 0, 900),
                properties.integer("ReceiveMessageWaitTimeSeconds", 0, 0, 20),
                redrive);
    }

    TableSpec table(String id, Map<String, Object> raw) throws TemplateException {
        Properties properties = new Properties(id + ".Properties", raw, evaluator);
        Map<String, String> attributes = new TreeMap<>();
        for (Properties attribute : properties.items("AttributeDefinitions")) {
            attributes.put(attribute.text("AttributeName"), attribute.text("AttributeType"));
        }
        List<TableSpec.Index> indexes = new ArrayList<>();
        for (Properties index : properties.items("GlobalSecondaryIndexes")) {
            if (!index.below("Projection").text("ProjectionType").equals("ALL")) {
                throw index.problem("Projection", "only ALL has a local counterpart");
            }
            indexes.add(new TableSpec.Index(index.text("IndexName"), key(index)));
        }
        Properties timeToLive = properties.below("TimeToLiveSpecification");
        return new TableSpec(
                id,
                evaluator.references().physicalName(id, id),
                attributes,
                key(properties),
                indexes,
                timeToLive.flag("Enabled", false)
                        ? Optional.of(timeToLive.text("AttributeName"))
                        : Optional.empty());
    }

    private static TableSpec.Key key(Properties properties) throws TemplateException {
        String partition = null;
        Optional<String> sort = Optional.empty();
        for (Properties element : properties.items("KeySchema")) {
            if (element.text("KeyType").equals("HASH")) {
                partition = element.text("AttributeName");
            } else {
                sort = Optional.of(element.text("AttributeName"));
            }
        }
        if (partition == null) {
            throw properties.problem("KeySchema", "it has no HASH key");
        }
        return new TableSpec.Key(partition, sort);
    }

    FunctionSpec function(String id, Map<String, Object> raw, List<String> notices)
            throws TemplateException {
        Map<String, Object> merged = Trees.textKeys((Map<?, ?>) Trees.merge(functionGlobals, raw));
        Properties properties = new Properties(id + ".Properties", merged, evaluator);
        List<Mount> mounts = new ArrayList<>();
        for (Properties mount : properties.items("FileSystemConfigs")) {
            mounts.add(new Mount(mount.text("Arn"), mount.text("LocalMountPath")));
        }
        Properties variables = properties.below("Environment").below("Variables");
        Map<String, String> environment = new TreeMap<>();
        for (String name : variables.names()) {
            if (variables.has(name)) {
                environment.put(name, variables.text(name));
            }
        }
        Path folder = Objects.requireNonNull(templateFile.getParent());
        return new FunctionSpec(
                id,
                evaluator.references().physicalName(id, id),
                evaluator.references().attribute(id, "Arn", id),
                folder.resolve(properties.text("CodeUri")),
                properties.text("Handler"),
                Duration.ofSeconds(properties.integer("Timeout", 3, 1, 900)),
                properties.integer("MemorySize", 128, 128, 10_240),
                environment,
                mounts,
                events(properties.below("Events"), notices),
                async(properties.below("EventInvokeConfig"), notices),
                url(properties, notices));
    }

    private static Optional<Url> url(Properties properties, List<String> notices)
            throws TemplateException {
        if (!properties.has("FunctionUrlConfig")) {
            return Optional.empty();
        }
        Properties url = properties.below("FunctionUrlConfig");
        if (url.text("InvokeMode", "BUFFERED").equals("RESPONSE_STREAM")) {
            notices.add(url.path("InvokeMode") + " has no local counterpart: answers are buffered");
        }
        return switch (url.text("AuthType")) {
            case "AWS_IAM" -> Optional.of(new Url(true));
            case "NONE" -> Optional.of(new Url(false));
            default -> throw url.problem("AuthType", "expected AWS_IAM or NONE");
        };
    }

    SecretSpec secret(String id, Map<String, Object> raw) throws TemplateException {
        Properties generated =
                new Properties(id + ".Properties", raw, evaluator).below("GenerateSecretString");
        return new SecretSpec(
                id,
                evaluator.references().reference(id, id),
                generated.text("SecretStringTemplate"),
                generated.text("GenerateStringKey"),
                generated.integer("PasswordLength", 32, 1, 4096));
    }

    /// @param bucketOfAccessPoint the bucket behind an access point, by its ARN
    ObjectLambdaSpec objectLambda(
            String id, Map<String, Object> raw, Map<String, String> bucketOfAccessPoint)
            throws TemplateException {
        Properties properties = new Properties(id + ".Properties", raw, evaluator);
        Properties configuration = properties.below("ObjectLambdaConfiguration");
        String accessPoint = configuration.text("SupportingAccessPoint");
        String bucket = bucketOfAccessPoint.get(accessPoint);
        if (bucket == null) {
            throw configuration.problem(
                    "SupportingAccessPoint", "the template has no access point " + accessPoint);
        }
        List<Properties> transformations = configuration.items("TransformationConfigurations");
        if (transformations.size() != 1) {
            throw configuration.problem(
                    "TransformationConfigurations", "one of them is served locally");
        }
        Properties transformation = transformations.getFirst();
        return new ObjectLambdaSpec(
                id,
                properties.text("Name"),
                transformation
                        .below("ContentTransformation")
                        .below("AwsLambda")
                        .text("FunctionArn"),
                bucket,
                Set.copyOf(transformation.texts("Actions")),
                Set.copyOf(configuration.texts("AllowedFeatures")));
    }

    String accessPointBucket(String id, Map<String, Object> raw) throws TemplateException {
        return new Properties(id + ".Properties", raw, evaluator).text("Bucket");
    }

    String arn(String id) throws TemplateException {
        return evaluator.references().attribute(id, "Arn", id);
    }

    StateMachineSpec stateMachine(String id, Map<String, Object> raw, List<String> notices)
            throws TemplateException {
        Properties properties = new Properties(id + ".Properties", raw, evaluator);
        Properties given = properties.below("DefinitionSubstitutions");
        Map<String, String> substitutions = new TreeMap<>();
        for (String name : given.names()) {
            substitutions.put(name, given.text(name));
        }
        List<EventSource.Schedule> schedules = new ArrayList<>();
        for (EventSource source : events(properties.below("Events"), notices)) {
            switch (source) {
                case EventSource.Schedule schedule -> schedules.add(schedule);
                case EventSource.Queue queue ->
                        throw properties.problem(
                                "Events." + queue.name(), "queues do not start state machines");
            }
        }
        Path folder = Objects.requireNonNull(templateFile.getParent());
        return new StateMachineSpec(
                id,
                evaluator.references().stateMachineName(id, id),
                evaluator.references().reference(id, id),
                folder.resolve(properties.text("DefinitionUri")),
                substitutions,
                schedules);
    }

    private static AsyncPolicy async(Properties properties, List<String> notices)
            throws TemplateException {
        Properties onFailure = properties.below("DestinationConfig").below("OnFailure");
        String arn = onFailure.text("Destination", "");
        if (!arn.isEmpty() && !arn.startsWith("arn:aws:sqs:") && !arn.startsWith("arn:aws:s3:")) {
            notices.add(onFailure.path("Destination") + " (" + arn + ") has no local counterpart");
            arn = "";
        }
        return new AsyncPolicy(
                properties.integer("MaximumRetryAttempts", 2, 0, 2),
                Duration.ofSeconds(
                        properties.integer("MaximumEventAgeInSeconds", 21_600, 60, 21_600)),
                arn);
    }

    private List<EventSource> events(Properties events, List<String> notices)
            throws TemplateException {
        List<EventSource> sources = new ArrayList<>();
        for (String name : events.names()) {
            Properties event = events.below(name);
            Properties properties = event.below("Properties");
            String type = event.text("Type");
            boolean enabled =
                    properties.flag("Enabled", true)
                            && properties.text("State", "ENABLED").equals("ENABLED");
            if (!enabled) {
                notices.add(events.path(name) + " is disabled");
                continue;
            }
            switch (type) {
                case "SQS" -> sources.add(queueSource(name, properties));
                case "ScheduleV2", "Schedule" -> sources.add(schedule(name, type, properties));
                default ->
                        notices.add(events.path(name) + " (" + type + ") has no local counterpart");
            }
        }
        return sources;
    }

    private static EventSource.Queue queueSource(String name, Properties properties)
            throws TemplateException {
        int batchSize = properties.integer("BatchSize", 10, 1, 10_000);
        int window = properties.integer("MaximumBatchingWindowInSeconds", 0, 0, 300);
        if (batchSize > 10 && window == 0) {
            throw properties.problem(
                    "MaximumBatchingWindowInSeconds",
                    "Lambda wants at least 1 for a BatchSize above 10, which is " + batchSize);
        }
        if (properties.has("FilterCriteria")) {
            throw properties.problem("FilterCriteria", "it has no local counterpart");
        }
        Properties scaling = properties.below("ScalingConfig");
        return new EventSource.Queue(
                name,
                properties.text("Queue"),
                batchSize,
                Duration.ofSeconds(window),
                scaling.has("MaximumConcurrency")
                        ? scaling.integer("MaximumConcurrency", 2, 2, 1000)
                        : 0,
                properties.texts("FunctionResponseTypes").contains("ReportBatchItemFailures"));
    }

    private static EventSource.Schedule schedule(String name, String type, Properties properties)
            throws TemplateException {
        String expression =
                properties.text(type.equals("Schedule") ? "Schedule" : "ScheduleExpression");
        return new EventSource.Schedule(
                name,
                expression,
                properties.text("ScheduleExpressionTimezone", "UTC"),
                properties.text("Input", ""));
    }
}
