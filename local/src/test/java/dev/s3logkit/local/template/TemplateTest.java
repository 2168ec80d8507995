package dev.s3logkit.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.s3logkit.local.states.Definition;
import dev.s3logkit.local.template.BucketSpec.QueueNotification;
import dev.s3logkit.local.template.FunctionSpec.EventSource;
import dev.s3logkit.local.template.FunctionSpec.Mount;
import dev.s3logkit.local.template.QueueSpec.Redrive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    private static final String QUEUE =
            """
              Queue:
                Type: AWS::SQS::Queue
                Properties: {QueueName: logs, VisibilityTimeout: 60}
            """;

    @TempDir Path folder;

    @Test
    void resolvesBucketsQueuesAndFunctionsWithTheirWiring() throws IOException {
        Template template =
                read(
                        """
                        Transform: AWS::Serverless-2016-10-31
                        Parameters:
                          Name: {Type: String, Default: ''}
                          Seconds: {Type: Number, Default: 60}
                        Conditions:
                          Named: !Not [!Equals [!Ref Name, '']]
                        Globals:
                          Function:
                            Timeout: 30
                            Environment:
                              Variables: {ROOT: /mnt/logs/staging, SHARED: global, RATIO: 0.50}
                        Resources:
                          Bucket:
                            Type: AWS::S3::Bucket
                            Properties:
                              BucketName: !If [Named, !Ref Name, !Sub '${AWS::StackName}-${AWS::AccountId}']
                              NotificationConfiguration:
                                QueueConfigurations:
                                  - Event: s3:ObjectCreated:*
                                    Queue: !GetAtt Queue.Arn
                                    Filter: {S3Key: {Rules: [{Name: prefix, Value: in/}, {Name: suffix, Value: .gz}]}}
                          Queue:
                            Type: AWS::SQS::Queue
                            Properties:
                              VisibilityTimeout: !Ref Seconds
                              ReceiveMessageWaitTimeSeconds: 20
                              RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5}
                          Dead: {Type: AWS::SQS::Queue}
                          Function:
                            Type: AWS::Serverless::Function
                            Properties:
                              CodeUri: fn/target/fn.zip
                              Handler: a.B::handle
                              MemorySize: 512
                              Policies: [!ImportValue never-looked-at]
                              FileSystemConfigs: [{Arn: !GetAtt Point.Arn, LocalMountPath: /mnt/logs}]
                              Environment:
                                Variables: {SHARED: own, BUCKET: !Ref Bucket, URL: !Ref Queue}
                              Events:
                                Objects:
                                  Type: SQS
                                  Properties:
                                    Queue: !GetAtt Queue.Arn
                                    BatchSize: 1000
                                    MaximumBatchingWindowInSeconds: 5
                                    FunctionResponseTypes: [ReportBatchItemFailures]
                                    ScalingConfig: {MaximumConcurrency: 4}
                                Often:
                                  Type: ScheduleV2
                                  Properties: {ScheduleExpression: rate(5 minutes), Input: '{"a":1}'}
                          Point: {Type: AWS::EFS::AccessPoint}
                        """);

        String queueArn = "arn:aws:sqs:eu-west-1:000000000000:kit-Queue";
        assertThat(template.buckets())
                .containsExactly(
                        new BucketSpec(
                                "Bucket",
                                "kit-000000000000",
                                java.util.List.of(
                                        new QueueNotification(
                                                "Bucket-1",
                                                queueArn,
                                                "s3:ObjectCreated:*",
                                                "in/",
                                                ".gz"))));
        assertThat(template.queues())
                .containsExactly(
                        new QueueSpec(
                                "Queue",
                                "kit-Queue",
                                queueArn,
                                false,
                                60,
                                0,
                                20,
                                Optional.of(
                                        new Redrive(
                                                "arn:aws:sqs:eu-west-1:000000000000:kit-Dead", 5))),
                        new QueueSpec(
                                "Dead",
                                "kit-Dead",
                                "arn:aws:sqs:eu-west-1:000000000000:kit-Dead",
                                false,
                                30,
                                0,
                                0,
                                Optional.empty()));
        FunctionSpec function = template.functions().getFirst();
        assertThat(function.codeUri()).isEqualTo(folder.resolve("fn/target/fn.zip"));
        assertThat(function.handler()).isEqualTo("a.B::handle");
        assertThat(function.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(function.memoryMegabytes()).isEqualTo(512);
        assertThat(function.environment())
                .containsOnly(
                        entry("ROOT", "/mnt/logs/staging"),
                        entry("SHARED", "own"),
                        entry("RATIO", "0.50"),
                        entry("BUCKET", "kit-000000000000"),
                        entry("URL", "http://127.0.0.1:9/000000000000/kit-Queue"));
        assertThat(function.mounts())
                .containsExactly(
                        new Mount(
                                "arn:aws:efs:eu-west-1:000000000000:accesspoint/Point",
                                "/mnt/logs"));
        assertThat(function.events())
                .containsExactly(
                        new EventSource.Queue(
                                "Objects", queueArn, 1000, Duration.ofSeconds(5), 4, true),
                        new EventSource.Schedule("Often", "rate(5 minutes)", "UTC", "{\"a\":1}"));
        assertThat(template.notices()).isEmpty();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    !Sub '${AWS::Partition}/${!Literal}/${Queue.QueueName}' | aws/${Literal}/logs
                    !Sub ['${A}-${AWS::Region}', {A: !Ref Text}]            | text-eu-west-1
                    {"Fn::Sub": "${Text}"}                                  | text
                    !Join ['-', [a, !Ref AWS::NoValue, b]]                  | a-b
                    !Join [',', !Ref Many]                                  | x,y
                    !Select [1, !Ref Many]                                  | y
                    !Select [0, !Split ['.', 'a.b']]                        | a
                    !FindInMap [Sizes, !Ref AWS::Region, Small]             | 1
                    !If [Yes, in, out]                                      | in
                    !If [No, in, out]                                       | out
                    !If [Both, in, out]                                     | out
                    !If [Either, in, out]                                   | in
                    !If [Other, in, out]                                    | out
                    !Base64 abc                                             | YWJj
                    !GetAtt Queue.QueueUrl                                  | http://127.0.0.1:9/000000000000/logs
                    !GetAtt Unknown.Arn                                     | arn:aws:glue:eu-west-1:000000000000:table/Unknown
                    !Ref Unknown                                            | Unknown
                    yes                                                     | yes
                    2012-10-17                                              | 2012-10-17
                    """)
    void evaluatesIntrinsicFunctions(String expression, String value) throws IOException {
        Template template =
                read(
                        """
                        Parameters:
                          Text: {Type: String, Default: text}
                          Many: {Type: CommaDelimitedList, Default: 'x, y'}
                        Mappings:
                          Sizes: {eu-west-1: {Small: 1}}
                        Conditions:
                          Yes: !Equals [!Ref Text, text]
                          No: !Not [!Condition Yes]
                          Both: !And [!Condition Yes, !Condition No]
                          Either: !Or [!Condition Yes, !Condition No]
                          Other: {"Fn::Equals": [a, b]}
                        Resources:
                          Unknown: {Type: AWS::Glue::Table}
                        %s
                          Function:
                            Type: AWS::Serverless::Function
                            Properties: {CodeUri: f.zip, Handler: h, Environment: {Variables: {V: %s}}}
                        """
                                .formatted(QUEUE, expression));

        assertThat(template.functions().getFirst().environment()).containsEntry("V", value);
    }

    @Test
    void resolvesTablesWithTheirKeysIndexesAndTimeToLive() throws IOException {
        Template template =
                read(
                        """
                        Resources:
                          Table:
                            Type: AWS::DynamoDB::Table
                            Properties:
                              TableName: !Sub '${AWS::StackName}-items'
                              AttributeDefinitions:
                                - {AttributeName: pk, AttributeType: S}
                                - {AttributeName: sk, AttributeType: N}
                              KeySchema:
                                - {AttributeName: pk, KeyType: HASH}
                                - {AttributeName: sk, KeyType: RANGE}
                              GlobalSecondaryIndexes:
                                - IndexName: other
                                  KeySchema: [{AttributeName: sk, KeyType: HASH}]
                                  Projection: {ProjectionType: ALL}
                              TimeToLiveSpecification: {AttributeName: exp, Enabled: true}
                        """);

        assertThat(template.tables())
                .containsExactly(
                        new TableSpec(
                                "Table",
                                "kit-items",
                                Map.of("pk", "S", "sk", "N"),
                                new TableSpec.Key("pk", Optional.of("sk")),
                                java.util.List.of(
                                        new TableSpec.Index(
                                                "other",
                                                new TableSpec.Key("sk", Optional.empty()))),
                                Optional.of("exp")));
    }

    @Test
    void leavesOutWhatItsConditionExcludes() throws IOException {
        Template template =
                read(
                        """
                        Conditions: {Never: !Equals [a, b]}
                        Resources:
                          Gone: {Type: AWS::SQS::Queue, Condition: Never}
                          There: {Type: AWS::SQS::Queue}
                        """);

        assertThat(template.queues()).extracting(QueueSpec::logicalId).containsExactly("There");
    }

    @Test
    void saysWhatHasNoLocalCounterpartAndNothingOfWhatNeedsNone() throws IOException {
        Template template =
                read(
                        """
                        Resources:
                          Network: {Type: AWS::EC2::VPC}
                          Role: {Type: AWS::IAM::Role}
                          Alarm: {Type: AWS::CloudWatch::Alarm}
                          Stream: {Type: AWS::Kinesis::Stream}
                          Bucket:
                            Type: AWS::S3::Bucket
                            Properties: {NotificationConfiguration: {EventBridgeConfiguration: {}}}
                          Function:
                            Type: AWS::Serverless::Function
                            Properties: {CodeUri: f.zip, Handler: h, Events: {Get: {Type: HttpApi}}}
                        """);

        assertThat(template.notices())
                .containsExactly(
                        "Stream (AWS::Kinesis::Stream) has no local counterpart",
                        "Bucket.Properties.NotificationConfiguration.EventBridgeConfiguration has no"
                                + " local counterpart",
                        "Function.Properties.Events.Get (HttpApi) has no local counterpart");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: soon}}                | X.Properties.VisibilityTimeout: 'soon' is not an integer
                    {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 43201}}               | X.Properties.VisibilityTimeout: 43201 is not between 0 and 43200
                    {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Nothing}}                | X.Properties.QueueName: there is no parameter or resource Nothing
                    {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt X.QueueName}}         | X.Properties.QueueName: the resources name each other: [X]
                    {Type: AWS::SQS::Queue, Properties: {QueueName: !ImportValue a}}              | X.Properties.QueueName: Fn::ImportValue has no local counterpart
                    {Type: AWS::SQS::Queue, Properties: {QueueName: !Cidr [a, 1, 2]}}             | X.Properties.QueueName: Fn::Cidr is not known here
                    {Type: AWS::SQS::Queue, Properties: {QueueName: !If [Absent, a, b]}}          | X.Properties.QueueName: there is no condition Absent
                    {Type: AWS::SQS::Queue, Properties: {QueueName: !Select [2, [a]]}}            | X.Properties.QueueName: Fn::Select of item 2 from a list of 1
                    {Type: AWS::SQS::Queue, Properties: {RedrivePolicy: {maxReceiveCount: 5}}}    | X.Properties.RedrivePolicy.deadLetterTargetArn: it is missing
                    {Type: AWS::SQS::Queue, Condition: Loop}                                      | condition Loop: the conditions refer to themselves: [Loop]
                    {Type: AWS::S3::Bucket, Properties: {BucketName: No_Bucket}}                  | X.Properties.BucketName: 'No_Bucket' is no bucket name
                    {Type: AWS::Serverless::Function, Properties: {Handler: h}}                   | X.Properties.CodeUri: it is missing
                    {Type: AWS::Serverless::Function, Properties: {CodeUri: z, Handler: h, Events: {E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, BatchSize: 11}}}}}      | X.Properties.Events.E.Properties.MaximumBatchingWindowInSeconds: Lambda wants at least 1
                    {Type: AWS::Serverless::Function, Properties: {CodeUri: z, Handler: h, Timeout: 61, Events: {E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}}}}        | X.Properties.Events.E.Properties.Queue: Lambda refuses a function timeout (61 s) above
                    {Type: AWS::Serverless::Function, Properties: {CodeUri: z, Handler: h, Events: {E: {Type: SQS, Properties: {Queue: 'arn:aws:sqs:::other'}}}}}                 | X.Properties.Events.E.Properties.Queue: the template has no queue arn:aws:sqs:::other
                    """)
    void namesTheLogicalIdAndThePropertyOfWhatIsWrong(String resource, String message) {
        String text =
                """
                Conditions: {Loop: !Condition Loop}
                Resources:
                %s
                  X: %s
                """
                        .formatted(QUEUE, resource);

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(message);
    }

    @Test
    void checksParametersAsCloudFormationDoes() {
        String text =
                """
                Parameters:
                  Days: {Type: Number, Default: 5, MinValue: 1, MaxValue: 9}
                  Format: {Type: String, Default: gz, AllowedValues: [gz, zst]}
                  Mail: {Type: String, Default: '', AllowedPattern: '^(.+@.+)?$', ConstraintDescription: An address.}
                Resources: {Queue: {Type: AWS::SQS::Queue}}
                """;

        assertThatThrownBy(() -> read(text, Map.of("Days", "10")))
                .hasMessage("parameter Days: 10 is not between 1 and 9");
        assertThatThrownBy(() -> read(text, Map.of("Format", "xz")))
                .hasMessage("parameter Format: 'xz' is not one of [gz, zst]");
        assertThatThrownBy(() -> read(text, Map.of("Mail", "nobody")))
                .hasMessage("parameter Mail: 'nobody' does not match ^(.+@.+)?$. An address.");
        assertThatThrownBy(() -> read(text, Map.of("Dayz", "1")))
                .hasMessage(
                        "parameter Dayz: the template has no such parameter; it has Days, Format, Mail");
        assertThatThrownBy(() -> read("Parameters: {A: {Type: String}}\nResources: {Q: {Type: T}}"))
                .hasMessage("parameter A: it has no default, so give it a value");
    }

    @Test
    void saysWhenThereIsNoTemplateOrItIsNone() {
        assertThatThrownBy(() -> Template.read(folder.resolve("absent.yaml"), settings(Map.of())))
                .hasMessageEndingWith("absent.yaml: there is no such template");
        assertThatThrownBy(() -> read("a: ["))
                .hasMessageStartingWith("template.yaml: this is not YAML");
        assertThatThrownBy(() -> read("just text"))
                .hasMessage("template.yaml: expected a mapping with Resources");
        assertThatThrownBy(() -> read("Resources: {}"))
                .hasMessage("template.yaml: it has no Resources");
    }

    @Test
    void readsTheProjectsOwnTemplateAndNamesWhatIsLeftOut() throws IOException {
        Path file = Path.of(System.getProperty("s3logkit.root"), "template.yaml");

        Template template = Template.read(file, settings(Map.of()));

        assertThat(template.notices()).isEmpty();
        assertThat(template.stateMachines())
                .extracting(StateMachineSpec::logicalId)
                .containsExactly("ArchiveDayStateMachine", "ErrorReportStateMachine");
        assertThat(template.stateMachines().getLast().schedules())
                .extracting(FunctionSpec.EventSource.Schedule::expression)
                .containsExactly("rate(10 minutes)");
        for (StateMachineSpec machine : template.stateMachines()) {
            Definition.read(machine.definition(), machine.substitutions());
        }
        assertThat(template.functions())
                .extracting(FunctionSpec::logicalId)
                .contains(
                        "AggregatorFunction",
                        "TransformerFunction",
                        "CompressorFunction",
                        "RollupProducerFunction",
                        "RollupWorkerFunction");
        assertThat(template.functions())
                .filteredOn(f -> f.handler().startsWith("dev.s3logkit.aggregator."))
                .hasSize(2)
                .allSatisfy(
                        f ->
                                assertThat(f.environment())
                                        .containsEntry(
                                                "S3LOGS_STAGING_ROOT_PATH",
                                                "/mnt/s3logs/stagging"));
    }

    @Test
    void readsTheDoorsToArchivesThatParametersOpen() throws IOException {
        Path file = Path.of(System.getProperty("s3logkit.root"), "template.yaml");

        Template template =
                Template.read(
                        file,
                        settings(
                                Map.of(
                                        "ServeS3Clients", "true",
                                        "UseObjectLambda", "true",
                                        "StreamAnswers", "true")));

        assertThat(template.functions())
                .filteredOn(f -> f.url().isPresent())
                .extracting(FunctionSpec::logicalId, f -> f.url().orElseThrow().iam())
                .containsExactly(
                        tuple("ArchivesFunction", true), tuple("ArchivesS3Function", false));
        assertThat(template.notices())
                .contains(
                        "ArchivesS3Function.Properties.FunctionUrlConfig.InvokeMode has no local"
                                + " counterpart: answers are buffered");
        assertThat(template.secrets())
                .singleElement()
                .satisfies(
                        secret -> {
                            assertThat(secret.key()).isEqualTo("ARCHIVEREADER");
                            assertThat(secret.length()).isEqualTo(40);
                        });
        assertThat(template.objectLambdas())
                .singleElement()
                .satisfies(
                        accessPoint -> {
                            assertThat(accessPoint.name()).isEqualTo("kit-archives");
                            assertThat(accessPoint.bucket())
                                    .isEqualTo("kit-archives-000000000000-eu-west-1");
                            assertThat(accessPoint.functionArn())
                                    .endsWith("function:kit-archives-access-point");
                            assertThat(accessPoint.features()).contains("GetObject-Range");
                        });
    }

    @Test
    void opensNoDoorToTheNetworkUnlessItIsAskedTo() throws IOException {
        Path file = Path.of(System.getProperty("s3logkit.root"), "template.yaml");

        Template template = Template.read(file, settings(Map.of()));

        assertThat(template.functions())
                .filteredOn(f -> f.url().isPresent())
                .allSatisfy(f -> assertThat(f.url().orElseThrow().iam()).isTrue());
        assertThat(template.secrets()).isEmpty();
        assertThat(template.objectLambdas()).isEmpty();
    }

    private Template read(String text) throws IOException {
        return read(text, Map.of());
    }

    private Template read(String text, Map<String, String> parameters) throws IOException {
        return Template.read(
                Files.writeString(folder.resolve("template.yaml"), text), settings(parameters));
    }

    private static TemplateSettings settings(Map<String, String> parameters) {
        return new TemplateSettings(
                "kit", "eu-west-1", "000000000000", "http://127.0.0.1:9", parameters);
    }
}
