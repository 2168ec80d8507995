package dev.s3logkit.local.stack;

import dev.s3logkit.local.dynamodb.DynamoServer;
import dev.s3logkit.local.dynamodb.Tables;
import dev.s3logkit.local.lambda.AsyncInvocations;
import dev.s3logkit.local.lambda.EventSourceMapping;
import dev.s3logkit.local.lambda.FunctionException;
import dev.s3logkit.local.lambda.FunctionUrlEndpoint;
import dev.s3logkit.local.lambda.LambdaEndpoint;
import dev.s3logkit.local.lambda.LambdaFunction;
import dev.s3logkit.local.lambda.LambdaService;
import dev.s3logkit.local.lambda.Tuning;
import dev.s3logkit.local.objectlambda.ObjectLambdaEndpoint;
import dev.s3logkit.local.s3.awssdk.S3Server;
import dev.s3logkit.local.s3.event.NotificationSender;
import dev.s3logkit.local.s3.event.Notifications;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import dev.s3logkit.local.s3.store.ObjectChange;
import dev.s3logkit.local.secrets.SecretsEndpoint;
import dev.s3logkit.local.ses.Outbox;
import dev.s3logkit.local.ses.SesServer;
import dev.s3logkit.local.sqs.QueueArchive;
import dev.s3logkit.local.sqs.Queues;
import dev.s3logkit.local.sqs.SqsServer;
import dev.s3logkit.local.states.Definition;
import dev.s3logkit.local.states.Execution;
import dev.s3logkit.local.states.StateMachine;
import dev.s3logkit.local.states.StatesServices;
import dev.s3logkit.local.template.BucketSpec;
import dev.s3logkit.local.template.FunctionSpec;
import dev.s3logkit.local.template.FunctionSpec.EventSource;
import dev.s3logkit.local.template.ObjectLambdaSpec;
import dev.s3logkit.local.template.QueueSpec;
import dev.s3logkit.local.template.StateMachineSpec;
import dev.s3logkit.local.template.TableSpec;
import dev.s3logkit.local.template.Template;
import dev.s3logkit.local.template.TemplateSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// S3, SQS, DynamoDB, SES, Step Functions and Lambda in this process, wired from a template: what
/// is put into a bucket notifies its queues, what arrives in a queue invokes its function.
public final class LocalAws implements AutoCloseable {

    /// The account of everything.
    public static final String ACCOUNT_ID = "000000000000";

    private static final String STACK_NAME = "s3logkit";

    private final LocalAwsOptions options;
    private final Closing closing = new Closing();
    private final StackFolder folder;
    private final SqsServer sqsServer;
    private final SqsClient sqs;
    private final Template template;
    private final Queues queues;
    private final NotificationSender sender;
    private final @Nullable DynamoServer dynamoServer;
    private final SesServer sesServer;
    private final S3Server s3Server;
    private final S3Client s3;
    private final LambdaService lambda;
    private final AsyncInvocations async;
    private final LambdaEndpoint lambdaEndpoint;
    private final SecretsEndpoint secrets;
    private final ObjectLambdaEndpoint objectLambda;
    private final List<FunctionUrlEndpoint> urls = new ArrayList<>();
    private final FunctionEnvironment environment;
    private final Map<String, StateMachine> stateMachines = new LinkedHashMap<>();

    private LocalAws(LocalAwsOptions options) throws IOException {
        this.options = options;
        String region = options.region();
        int port = options.portBase();
        try {
            folder = closing.add(StackFolder.open(options.data()));
            sqsServer = closing.add(SqsServer.start(port == 0 ? 0 : port + 1, region, ACCOUNT_ID));
            sqs = closing.add(LocalClients.sqs(sqsServer.endpoint(), region));
            template =
                    Template.read(
                            options.template(),
                            new TemplateSettings(
                                    STACK_NAME,
                                    region,
                                    ACCOUNT_ID,
                                    sqsServer.endpoint().toString(),
                                    options.parameters()));
            queues = Queues.create(sqs, template.queues());
            if (folder.lasting()) {
                QueueArchive archive = new QueueArchive(folder.resolve("queues.json"));
                archive.restore(sqs, queues);
                closing.add(() -> archive.save(sqs, queues));
            }
            dynamoServer = dynamo(port == 0 ? 0 : port + 3);
            sender = closing.add(new NotificationSender(sqs, queues::url));
            s3Server = closing.add(S3Server.start(store(), region, port, options.faults()));
            s3 = closing.add(LocalClients.s3(s3Server.endpoint(), region));
            lambda =
                    closing.add(
                            new LambdaService(
                                    folder.emptied("functions"),
                                    options.isolated(),
                                    options.log()));
            async =
                    closing.add(
                            new AsyncInvocations(
                                    new FailureRecords(s3, sqs, queues),
                                    options.tuning(),
                                    options.log()));
            lambdaEndpoint =
                    closing.add(
                            LambdaEndpoint.start(
                                    port == 0 ? 0 : port + 2, lambda::functions, async));
            sesServer =
                    closing.add(
                            SesServer.start(
                                    port == 0 ? 0 : port + 6,
                                    Outbox.open(
                                            options.outbox()
                                                    .orElseGet(() -> folder.resolve("outbox"))),
                                    region));
            secrets = closing.add(SecretsEndpoint.start(template.secrets()));
            objectLambda = closing.add(ObjectLambdaEndpoint.start(s3Server.endpoint()));
            Map<String, String> variables = new HashMap<>(localVariables());
            variables.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.endpoint().toString());
            variables.put("AWS_ENDPOINT_URL_S3_OBJECT_LAMBDA", objectLambda.endpoint().toString());
            environment = new FunctionEnvironment(variables, folder.resolve("files"));
            for (FunctionSpec function : template.functions()) {
                lambda.create(function, environment.of(function));
            }
            addStateMachines();
            connect();
            openUrls();
        } catch (IOException | RuntimeException e) {
            closing.closeAfter(e);
            throw e;
        }
    }

    /// Starts everything. What a template asks for and has no local counterpart is told by
    /// [Template#notices()].
    ///
    /// @throws IOException with a sentence that says what to do: a port that is taken, a template
    ///   that cannot be run, a zip that is not there, a data folder in use
    public static LocalAws start(LocalAwsOptions options) throws IOException {
        return new LocalAws(options);
    }

    /// DynamoDB with the template's tables; null when it has none, since it takes a while to start.
    private @Nullable DynamoServer dynamo(int port) throws IOException {
        if (template.tables().isEmpty()) {
            return null;
        }
        DynamoServer server =
                closing.add(
                        DynamoServer.start(
                                port, folder.lasting() ? folder.resolve("dynamodb") : null));
        try (DynamoDbClient client = LocalClients.dynamodb(server.endpoint(), options.region())) {
            Tables.create(client, template.tables());
        }
        return server;
    }

    private EmbeddedStore store() throws IOException {
        ObjectChange.Listener notifications =
                new Notifications(template.buckets(), sender, options.faults(), options.region());
        EmbeddedStore store =
                folder.lasting()
                        ? EmbeddedStore.inFolder(folder.resolve("s3"), notifications)
                        : EmbeddedStore.inMemory(folder.resolve("s3"), notifications);
        for (BucketSpec bucket : template.buckets()) {
            if (!store.hasBucket(bucket.name())) {
                store.createBucket(bucket.name());
            }
        }
        return store;
    }

    /// Lets the functions be called by their queues and schedules.
    private void connect() {
        Schedules schedules = closing.add(new Schedules(options.region(), ACCOUNT_ID));
        for (LambdaFunction function : lambda.functions()) {
            for (EventSource event : function.spec().events()) {
                switch (event) {
                    case EventSource.Queue queue ->
                            closing.add(
                                    lambda.map(
                                            sqs,
                                            queues.url(queue.queueArn()),
                                            queue,
                                            function,
                                            options.region(),
                                            options.tuning()));
                    case EventSource.Schedule schedule -> {
                        if (options.schedules()) {
                            schedules.add(
                                    schedule,
                                    scheduled(function),
                                    options.tuning().longestInterval());
                        }
                    }
                }
            }
        }
        for (ObjectLambdaSpec spec : template.objectLambdas()) {
            objectLambda.add(
                    spec, find(lambda.functions(), f -> f.spec().arn(), spec.functionArn()));
        }
        for (StateMachineSpec machine : template.stateMachines()) {
            if (options.schedules()) {
                for (EventSource.Schedule schedule : machine.schedules()) {
                    schedules.add(
                            schedule,
                            event -> executeScheduled(machine, event),
                            options.tuning().longestInterval());
                }
            }
        }
    }

    /// Gives the functions their URLs; the first port of them is the fifth of the stack.
    private void openUrls() throws IOException {
        int port = options.portBase() == 0 ? 0 : options.portBase() + 4;
        for (LambdaFunction function : lambda.functions()) {
            if (function.spec().url().isPresent()) {
                urls.add(
                        closing.add(
                                FunctionUrlEndpoint.start(
                                        port,
                                        function,
                                        function.spec().url().get().iam(),
                                        ACCOUNT_ID)));
                port = port == 0 ? 0 : port + 1;
            }
        }
    }

    /// What functions find here; what is stored here can be read at once, so reports need not wait.
    private Map<String, String> localVariables() {
        Map<String, String> variables = new LinkedHashMap<>(clientVariables());
        if (!options.tuning().equals(Tuning.AS_DEPLOYED)) {
            variables.put("ERROR_REPORT_SETTLING_SECONDS", "0");
        }
        return variables;
    }

    private static Schedules.Target scheduled(LambdaFunction function) {
        return event -> {
            try {
                function.invoke(event.getBytes(StandardCharsets.UTF_8));
            } catch (FunctionException e) {
                // The function has logged it.
                return;
            }
        };
    }

    private void executeScheduled(StateMachineSpec machine, String event)
            throws InterruptedException {
        try {
            Execution execution = execute(machine.logicalId(), event);
            if (execution.ending() instanceof Execution.Ending.Failed failed) {
                options.log()
                        .line(
                                machine.logicalId(),
                                "failed with " + failed.error() + ": " + failed.cause());
            }
        } catch (IOException e) {
            options.log().line(machine.logicalId(), String.valueOf(e.getMessage()));
        }
    }

    private void addStateMachines() throws IOException {
        Duration pause = options.tuning().longestPause();
        StatesServices services = new StackServices(lambda, s3, pause);
        for (StateMachineSpec spec : template.stateMachines()) {
            Definition definition = Definition.read(spec.definition(), spec.substitutions());
            stateMachines.put(
                    spec.logicalId(), new StateMachine(spec.name(), definition, services));
        }
    }

    /// The URLs of the functions that have one, by the functions' logical ids.
    public Map<String, URI> functionUrls() {
        Map<String, URI> endpoints = new LinkedHashMap<>();
        urls.forEach(url -> endpoints.put(url.function().spec().logicalId(), url.endpoint()));
        return endpoints;
    }

    /// Where Object Lambda access points are in the place of buckets; path style.
    public URI objectLambdaEndpoint() {
        return objectLambda.endpoint();
    }

    /// The texts of the template's secrets, by their ARNs.
    public Map<String, String> secrets() {
        return secrets.values();
    }

    /// Where S3 is; path style, any credentials.
    public URI s3Endpoint() {
        return s3Server.endpoint();
    }

    /// Where SQS is.
    public URI sqsEndpoint() {
        return sqsServer.endpoint();
    }

    /// Where functions are invoked.
    public URI lambdaEndpoint() {
        return lambdaEndpoint.endpoint();
    }

    /// Where DynamoDB is, or empty when the template has no table.
    public Optional<URI> dynamodbEndpoint() {
        return dynamoServer == null ? Optional.empty() : Optional.of(dynamoServer.endpoint());
    }

    /// Where SES is.
    public URI sesEndpoint() {
        return sesServer.endpoint();
    }

    /// The stand-in for SES.
    public SesServer ses() {
        return sesServer;
    }

    /// Runs a state machine by its logical id and waits for its end.
    ///
    /// @param input JSON
    /// @throws IOException when the input is not JSON
    public Execution execute(String stateMachineId, String input)
            throws IOException, InterruptedException {
        StateMachine machine = stateMachines.get(stateMachineId);
        if (machine == null) {
            throw new NoSuchElementException(
                    "the template has no state machine %s, only %s"
                            .formatted(stateMachineId, stateMachines.keySet()));
        }
        return machine.run(input);
    }

    /// A client of S3 that is closed with this.
    public S3Client s3() {
        return s3;
    }

    /// A client of SQS that is closed with this.
    public SqsClient sqs() {
        return sqs;
    }

    /// The environment variables with which any AWS client finds the services.
    public Map<String, String> clientVariables() {
        return LocalClients.variables(
                s3Endpoint(),
                sqsEndpoint(),
                lambdaEndpoint(),
                dynamodbEndpoint().orElse(null),
                sesEndpoint(),
                options.region());
    }

    /// What is wired.
    public Template template() {
        return template;
    }

    /// The name of a bucket by its logical id.
    public String bucketName(String logicalId) {
        return find(template.buckets(), BucketSpec::logicalId, logicalId).name();
    }

    /// The name of a table by its logical id.
    public String tableName(String logicalId) {
        return find(template.tables(), TableSpec::logicalId, logicalId).name();
    }

    /// The URL of a queue by its logical id.
    public String queueUrl(String logicalId) {
        return queues.url(queue(logicalId).arn());
    }

    /// The messages of a queue by its logical id, those that a receiver holds included.
    public long messages(String logicalId) {
        return queues.messages(queue(logicalId).arn());
    }

    private QueueSpec queue(String logicalId) {
        return find(template.queues(), QueueSpec::logicalId, logicalId);
    }

    /// The folder behind a file system that a function mounts.
    public Path mountedFolder(String functionId) throws IOException {
        FunctionSpec function = find(template.functions(), FunctionSpec::logicalId, functionId);
        return environment.folder(function.mounts().getFirst());
    }

    /// The environment variables of a function as it sees them.
    public Map<String, String> functionVariables(String functionId) throws IOException {
        return environment.of(find(template.functions(), FunctionSpec::logicalId, functionId));
    }

    /// Where the files of this run are.
    public Path folder() {
        return folder.root();
    }

    /// Invokes a function by its logical id and waits for it.
    ///
    /// @param event JSON
    /// @return JSON
    /// @throws FunctionException when it throws or takes too long
    public String invoke(String functionId, String event)
            throws FunctionException, InterruptedException {
        LambdaFunction function = find(lambda.functions(), f -> f.spec().logicalId(), functionId);
        return new String(
                function.invoke(event.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    /// The queues that are polled.
    public List<EventSourceMapping> mappings() {
        return lambda.mappings();
    }

    /// Waits until no notification and no asynchronous invocation is under way, and no message in a
    /// queue that is polled.
    ///
    /// @return whether that came about in time
    public boolean awaitIdle(Duration timeout) throws InterruptedException {
        return new IdleCheck(sender, async, queues, lambda.mappings()).await(timeout);
    }

    /// Stops everything: functions first, then the services that they use. With a data folder the
    /// messages that still wait are kept.
    @Override
    public void close() throws IOException {
        closing.close();
    }

    private static <T> T find(List<T> items, Function<T, String> id, String wanted) {
        return items.stream()
                .filter(item -> id.apply(item).equals(wanted))
                .findFirst()
                .orElseThrow(
                        () ->
                                new NoSuchElementException(
                                        "the template has no %s, only %s"
                                                .formatted(
                                                        wanted, items.stream().map(id).toList())));
    }
}
