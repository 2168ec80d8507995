package dev.s3logkit.local.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.local.template.TemplateTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The template as somebody who reviews it for security sees it.
class TemplateSecurityTest {

    @Test
    void theTemplateIsEncryptedClosedAndServesItsOwnAccountOnly() throws IOException {
        assertThat(SecurityCheck.findings(TemplateTree.ofProject())).isEmpty();
    }

    @ParameterizedTest(name = "{0} without {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ArchiveBucket                 | PublicAccessBlockConfiguration/BlockPublicPolicy                                  | ArchiveBucket has not got PublicAccessBlockConfiguration.BlockPublicPolicy: true
                    ArchivesSupportingAccessPoint | PublicAccessBlockConfiguration/IgnorePublicAcls                                   | ArchivesSupportingAccessPoint has not got PublicAccessBlockConfiguration.IgnorePublicAcls: true
                    OutputBucket                  | OwnershipControls                                                                 | OutputBucket has objects that others may own
                    LogBucket                     | BucketEncryption                                                                  | LogBucket says nothing of its encryption
                    LogBucketPolicy               | PolicyDocument/Statement/DenyPlainHttp                                            | LogBucket takes requests without TLS
                    LogBucketPolicy               | PolicyDocument/Statement/AllowLogDelivery/Condition/StringEquals                  | LogBucketPolicy.AllowLogDelivery lets logging.s3.amazonaws.com in for any account
                    LogObjectQueue                | SqsManagedSseEnabled                                                              | LogObjectQueue has not got SqsManagedSseEnabled: true
                    LogObjectQueuePolicy          | PolicyDocument/Statement/AllowLogBucketNotifications/Condition/ArnEquals          | LogObjectQueuePolicy.AllowLogBucketNotifications lets s3.amazonaws.com in for any resource
                    RollupQueuePolicy             | Queues                                                                            | RollupQueue has 0 policies: []
                    RollupDeadLetterQueue         | RedriveAllowPolicy/sourceQueueArns                                                | RollupDeadLetterQueue does not name the queue that moves messages there
                    AlarmTopicPolicy              | PolicyDocument/Statement/AllowAlarmsOfThisStack/Condition/ArnLike                 | AlarmTopicPolicy.AllowAlarmsOfThisStack lets cloudwatch.amazonaws.com in for any resource
                    AlarmTopicPolicy              | PolicyDocument/Statement/DenyPlainHttp                                            | AlarmTopic takes requests without TLS
                    ErrorTable                    | SSESpecification                                                                  | ErrorTable has not got SSESpecification.SSEEnabled: true
                    StagingFileSystem             | FileSystemPolicy/Statement/DenyPlainNfs                                           | StagingFileSystem takes requests without TLS
                    SearchLogGroup                | RetentionInDays                                                                   | SearchLogGroup keeps logs for ever
                    SearchFunction                | LoggingConfig                                                                     | SearchFunction writes its log where the template keeps no watch over it
                    """)
    void namesWhatIsTakenAway(String id, String path, String sentence) throws IOException {
        TemplateTree template = TemplateTree.ofProject();
        template.remove(id, path.split("/", -1));

        assertThat(SecurityCheck.findings(template)).contains(sentence);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "ArchiveDayRole, states.amazonaws.com",
        "ErrorReportRole, states.amazonaws.com",
        "TransformScheduleRole, scheduler.amazonaws.com"
    })
    void namesARoleThatTrustsAServiceForEverybody(String role, String service) throws IOException {
        TemplateTree template = TemplateTree.ofProject();
        Object statement =
                template.property(role, "AssumeRolePolicyDocument", "Statement")
                                instanceof List<?> statements
                        ? statements.getFirst()
                        : Map.of();
        assertThat(statement)
                .isInstanceOfSatisfying(Map.class, fields -> fields.remove("Condition"));

        assertThat(SecurityCheck.findings(template))
                .containsExactly(
                        role + " lets " + service + " in for any account",
                        role + " lets " + service + " in for any resource");
    }

    /// What stands in the network's endpoint of S3 is what the roles of the functions behind it
    /// allow.
    @Test
    void theEndpointOfTheNetworkLetsOutWhatTheRolesBehindItAllow() throws IOException {
        TemplateTree template = TemplateTree.ofProject();
        Set<String> endpoint = new TreeSet<>();
        Set<String> actions = new TreeSet<>();
        TemplateTree.items(
                template.property("S3Endpoint", "PolicyDocument", "Statement"),
                (statement, conditions) -> {
                    boolean serves =
                            TemplateTree.mentions(
                                    TemplateTree.at(statement, "Condition"), "ArchivesRole");
                    TemplateTree.items(
                            TemplateTree.at(statement, "Action"),
                            (action, none) -> {
                                if (serves) {
                                    List<String> own = new ArrayList<>(conditions);
                                    own.remove("CachesArchivesOnEfs");
                                    describe(
                                            String.valueOf(action),
                                            TemplateTree.at(statement, "Resource"),
                                            own,
                                            endpoint);
                                } else {
                                    actions.add(String.valueOf(action));
                                }
                            });
                });

        Grants grants = new Grants(template);
        Set<String> role = new TreeSet<>();
        for (Grants.Grant grant : grants.of("ArchivesRole")) {
            if (grant.action().startsWith("s3:")) {
                describe(grant.action(), grant.resource(), grant.conditions(), role);
            }
        }
        assertThat(endpoint).isEqualTo(role).hasSizeGreaterThan(4);

        Set<String> partitions = new TreeSet<>();
        for (String id : List.of("AggregatorRole", "TransformerRole")) {
            grants.of(id).stream()
                    .map(Grants.Grant::action)
                    .filter(action -> action.startsWith("s3:"))
                    .forEach(partitions::add);
        }
        assertThat(actions).isEqualTo(partitions);
    }

    private static void describe(
            String action, Object resource, List<String> conditions, Set<String> lines) {
        TemplateTree.items(
                resource,
                (item, more) -> {
                    List<String> all = new ArrayList<>(conditions);
                    all.addAll(more);
                    lines.add(action + " on " + item + " if " + all);
                });
    }

    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+Role)` \\|(.*)\\|$");
    private static final Pattern ACTION = Pattern.compile("`([a-z0-9-]+:[A-Za-z]+)`");

    /// One row for each role in docs/security.md, with every action that it allows, but for what
    /// stands above the table for all of them.
    @Test
    void theDocumentationListsWhatEachRoleMayDo() throws IOException {
        TemplateTree template = TemplateTree.ofProject();
        Grants grants = new Grants(template);
        Map<String, Set<String>> allowed = new TreeMap<>();
        for (String role : template.ids("AWS::IAM::Role")) {
            Set<String> actions = new TreeSet<>();
            grants.of(role).forEach(grant -> actions.add(grant.action()));
            actions.removeIf(
                    action -> action.matches("(logs|xray|kms|ec2|elasticfilesystem):\\w+"));
            allowed.put(role, actions);
        }

        Map<String, Set<String>> documented = new TreeMap<>();
        Path page = Path.of(System.getProperty("s3logkit.root"), "docs", "security.md");
        for (String line : Files.readAllLines(page)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Set<String> actions = new TreeSet<>();
                Matcher action = ACTION.matcher(row.group(2));
                while (action.find()) {
                    actions.add(action.group(1));
                }
                documented.put(row.group(1), actions);
            }
        }
        assertThat(documented).isEqualTo(allowed);
    }

    /// docs/security.md names the roles that a key's policy has to let use the key.
    @Test
    void theDocumentationNamesTheRolesThatUseTheKey() throws IOException {
        TemplateTree template = TemplateTree.ofProject();
        Grants grants = new Grants(template);
        Set<String> encrypting = new TreeSet<>();
        Set<String> decrypting = new TreeSet<>();
        for (String role : template.ids("AWS::IAM::Role")) {
            Set<String> actions = new TreeSet<>();
            grants.of(role).forEach(grant -> actions.add(grant.action()));
            if (actions.contains("kms:GenerateDataKey")) {
                encrypting.add(role);
            } else if (actions.contains("kms:Decrypt")) {
                decrypting.add(role);
            }
        }

        String page =
                Files.readString(
                        Path.of(System.getProperty("s3logkit.root"), "docs", "security.md"));
        String sentence =
                page.substring(
                        page.indexOf("The roles that use the key are "),
                        page.indexOf(", which only decrypt."));
        int both = sentence.indexOf("which encrypt and decrypt");
        assertThat(roles(sentence.substring(0, both))).isEqualTo(encrypting).isNotEmpty();
        assertThat(roles(sentence.substring(both))).isEqualTo(decrypting).isNotEmpty();
    }

    private static Set<String> roles(String text) {
        Set<String> roles = new TreeSet<>();
        Matcher matcher = Pattern.compile("`(\\w+Role)`").matcher(text);
        while (matcher.find()) {
            roles.add(matcher.group(1));
        }
        return roles;
    }
}
