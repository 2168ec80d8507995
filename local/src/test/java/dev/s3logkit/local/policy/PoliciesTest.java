package dev.s3logkit.local.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.local.template.TemplateTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the roles of the template allow against what the code calls, which is read from the
/// compiled classes.
class PoliciesTest {

    private static AwsNeeds needs;
    private static PolicyCheck check;

    @BeforeAll
    static void load() throws IOException {
        needs = AwsNeeds.read();
        check = new PolicyCheck(needs);
    }

    @Test
    void everyRoleAllowsWhatIsDoneInItsNameAndNothingElse() throws IOException {
        assertThat(check.findings(TemplateTree.ofProject())).isEmpty();
        assertThat(needs.unused()).as("lines of operations.txt that no function needs").isEmpty();
    }

    /// Without its option a part of the code does not run, and the role has not got its rights.
    @Test
    void anActionDependsOnAnOptionOnlyWhenItsCodeDoes() throws IOException {
        TemplateTree template = TemplateTree.ofProject();
        Grants grants = new Grants(template);
        Set<String> optional = new TreeSet<>();
        for (String role : template.ids("AWS::IAM::Role")) {
            List<Grants.Grant> all = grants.of(role);
            for (Grants.Grant grant : all) {
                boolean always =
                        all.stream()
                                .anyMatch(
                                        other ->
                                                other.action().equals(grant.action())
                                                        && other.isUnconditional());
                if (!always) {
                    optional.add(
                            role
                                    + " "
                                    + grant.action()
                                    + " "
                                    + String.join(",", grant.conditions()));
                }
            }
        }
        optional.removeIf(line -> line.matches("\\w+ kms:\\w+ UsesKey"));
        optional.removeIf(line -> line.matches("\\w+ xray:\\w+ Traces"));
        optional.removeIf(
                line ->
                        line.matches(
                                "ArchivesRole (ec2|elasticfilesystem):\\w+ CachesArchivesOnEfs"));
        assertThat(optional)
                .containsExactlyInAnyOrder(
                        // An event that asks for deletion is refused without it.
                        "CompressorRole s3:DeleteObject CompressorDeletes",
                        // Only a task or a schedule that names a role has it assumed.
                        "RollupProducerRole sts:AssumeRole AssumesRollupRole",
                        "RollupWorkerRole sts:AssumeRole AssumesRollupRole",
                        // No sender, no mail.
                        "EmailReportRole ses:SendEmail SendsErrorMail",
                        // Archives that are named one by one are not listed.
                        "ArchivesAccessPointRole s3:ListBucket !NamesServedArchives");
    }

    @Test
    void aStateMachineMayInvokeTheFunctionsOfItsDefinitionAndNoOther() throws IOException {
        TemplateTree template = TemplateTree.ofProject();
        for (String id : template.ids("AWS::Serverless::StateMachine")) {
            Set<String> called = new TreeSet<>();
            for (String name : PolicyCheck.machine(template, id).functions()) {
                called.add(
                        TemplateTree.target(
                                template.property(id, "DefinitionSubstitutions", name)));
            }
            Set<String> allowed = new TreeSet<>();
            new Grants(template)
                    .of(TemplateTree.target(template.property(id, "Role"))).stream()
                            .filter(grant -> grant.action().equals("lambda:InvokeFunction"))
                            .forEach(
                                    grant ->
                                            TemplateTree.items(
                                                    grant.resource(),
                                                    (resource, conditions) ->
                                                            allowed.add(
                                                                    TemplateTree.target(
                                                                            resource))));
            assertThat(allowed).as(id).isEqualTo(called).isNotEmpty();
        }
    }

    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    AggregatorRole          | s3:GetObject                            | S3Client.getObject, called by AggregatorHandler.handleRequest >
                    TransformerRole         | s3:AbortMultipartUpload                 | S3Client.abortMultipartUpload, called by TransformerHandler.handleRequest >
                    RollupProducerRole      | sqs:SendMessage                         | SqsClient.sendMessageBatch, called by ProducerHandler.handleRequest >
                    RollupWorkerRole        | s3:DeleteObject                         | S3Client.deleteObject
                    CompressorRole          | lambda:InvokeFunction                   | LambdaClient.invoke, called by CompressorHandler.handleRequest >
                    CollectContextRole      | dynamodb:Query                          | DynamoDbClient.query, called by CollectContextHandler.handleRequest >
                    EmailReportRole         | ses:SendEmail                           | SesV2Client.sendEmail, called by EmailReportHandler.handleRequest >
                    ArchivesS3Role          | secretsmanager:GetSecretValue           | SecretsManagerClient.getSecretValue, called by StreamingRuntime.main >
                    ArchivesAccessPointRole | s3-object-lambda:WriteGetObjectResponse | S3Client.writeGetObjectResponse, called by ObjectLambdaHandler.handleRequest >
                    SearchRole              | s3:ListBucket                           | S3Client.
                    ExtractRole             | sqs:ReceiveMessage                      | Lambda's poller receives and deletes messages in the role's name
                    DashboardDataRole       | logs:PutLogEvents                       | Lambda writes the function's log in the role's name
                    OrchestratorRole        | kms:GenerateDataKey                     | S3 encrypts what the role writes with the key
                    ArchiveDayRole          | states:StartExecution                   | the distributed map Compress
                    ArchiveDayRole          | s3:GetObject                            | the state Compress.ItemReader
                    TransformScheduleRole   | lambda:InvokeFunction                   | the schedule starts TransformerFunction
                    """)
    void saysWhatNeedsAnActionThatIsMissing(String role, String action, String reason)
            throws IOException {
        TemplateTree template = TemplateTree.ofProject();
        takeAway(template.property(role, "Policies"), action);

        assertThat(check.findings(template))
                .filteredOn(
                        finding -> finding.startsWith(role + " does not allow " + action + " to "))
                .singleElement()
                .asString()
                .contains("which needs it: " + reason);
    }

    @Test
    void seesIntoTheManagedPoliciesOfTheTemplate() throws IOException {
        TemplateTree template = TemplateTree.ofProject();
        takeAway(
                template.property("FileSystemAccessPolicy", "PolicyDocument"),
                "elasticfilesystem:ClientMount");

        assertThat(check.findings(template))
                .containsExactly(
                        "AggregatorRole does not allow elasticfilesystem:ClientMount to"
                                + " AggregatorFunction, which needs it: Lambda mounts the file system"
                                + " in the role's name",
                        "TransformerRole does not allow elasticfilesystem:ClientMount to"
                                + " TransformerFunction, which needs it: Lambda mounts the file system"
                                + " in the role's name");
    }

    @ParameterizedTest(name = "{1} to {0}")
    @CsvSource({
        "AggregatorRole, s3:DeleteObject",
        "TransformerRole, s3:DeleteObject",
        "RollupProducerRole, s3:GetObject",
        "SearchRole, dynamodb:Query",
        "CollectContextRole, dynamodb:DeleteItem",
        "ArchivesRole, secretsmanager:GetSecretValue",
        "ArchivesAccessPointRole, s3:PutObject",
        "CompressorRole, s3:*",
        "ArchiveDayRole, s3:PutObject",
        "ErrorReportScheduleRole, lambda:InvokeFunction"
    })
    void saysWhichStatementAllowsWhatNothingNeeds(String role, String action) throws IOException {
        TemplateTree template = TemplateTree.ofProject();
        statements(template, role)
                .add(
                        Map.of(
                                "Sid", "TooMuch",
                                "Effect", "Allow",
                                "Action", List.of(action),
                                "Resource", "*"));

        assertThat(check.findings(template))
                .singleElement()
                .asString()
                .startsWith(role + " allows " + action + " to ")
                .endsWith(", which does not need it: TooMuch");
    }

    @Test
    void namesACallThatTheTableLacksAndHowItIsReached() {
        List<String> problems = new ArrayList<>();

        Map<String, String> actions =
                new AwsNeeds(Map.of()).of(List.of("dev.s3logkit.rollup.ProducerHandler"), problems);

        assertThat(actions).isEmpty();
        assertThat(problems)
                .anySatisfy(
                        problem ->
                                assertThat(problem)
                                        .startsWith(
                                                "operations.txt has no line for"
                                                        + " SqsClient.sendMessageBatch, called by"
                                                        + " ProducerHandler.handleRequest >")
                                        .contains(" > SqsTaskQueue.send"));
    }

    @SuppressWarnings("unchecked") // Lists of a tree hold whatever YAML has.
    private static List<Object> statements(TemplateTree template, String role) {
        List<Object> policies = (List<Object>) template.property(role, "Policies");
        return (List<Object>) TemplateTree.at(policies.getFirst(), "PolicyDocument", "Statement");
    }

    @SuppressWarnings("unchecked")
    private static void takeAway(Object node, String action) {
        switch (node) {
            case Map<?, ?> map -> {
                if (action.equals(map.get("Action"))) {
                    ((Map<Object, Object>) map).put("Action", List.of());
                }
                map.values().forEach(value -> takeAway(value, action));
            }
            case List<?> list -> {
                if (list.contains(action)) {
                    list.remove(action);
                }
                list.forEach(value -> takeAway(value, action));
            }
            case null, default -> {}
        }
    }
}
