package dev.s3logkit.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.orchestrator.scan.RowKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The project's own template, with every combination of its switches.
class ProjectTemplateTest {

    private static final Path ROOT = Path.of(System.getProperty("s3logkit.root"));
    private static final Path FILE = ROOT.resolve("template.yaml");

    private static final List<String> SWITCHES =
            List.of(
                    "EnableAggregator",
                    "EnableCompressor",
                    "EnableOrchestrator",
                    "EnableRollup",
                    "EnableArchives",
                    "EnableErrorReport");

    /// What people bring along.
    private static final Map<String, String> EXISTING =
            Map.of(
                    "LogBucketName", "our-logs",
                    "OutputBucketName", "our-partitions",
                    "ArchiveBucketName", "our-archives",
                    "ApplicationLogBucketName", "our-app-logs",
                    "VpcId", "vpc-01234567",
                    "SubnetIdA", "subnet-01234567",
                    "SubnetIdB", "subnet-89abcdef",
                    "FileSystemId", "fs-01234567",
                    "FileSystemSecurityGroupId", "sg-01234567",
                    "KmsKeyArn", "arn:aws:kms:eu-west-1:000000000000:key/k");

    /// Doors and extras that are closed unless somebody asks for them.
    private static final Map<String, String> EXTRAS =
            Map.of(
                    "ServeS3Clients", "true",
                    "UseObjectLambda", "true",
                    "CacheArchivesOnEfs", "true",
                    "EnableTracing", "true",
                    "AlarmEmail", "ops@example.com");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9]+)[.}]");

    static Stream<Map<String, String>> combinations() {
        return IntStream.range(0, 1 << SWITCHES.size())
                .mapToObj(ProjectTemplateTest::switches)
                .flatMap(
                        on ->
                                Stream.of(
                                        on,
                                        with(on, EXISTING),
                                        with(on, EXTRAS),
                                        with(with(on, EXTRAS), EXISTING)));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void whatIsThereRefersOnlyToWhatIsThere(Map<String, String> parameters) throws IOException {
        Stack stack = new Stack(parameters);

        for (String id : stack.present()) {
            assertThat(stack.present())
                    .as("what %s refers to", id)
                    .containsAll(stack.references(stack.resource(id)));
        }
        for (Map.Entry<String, Object> output : stack.section("Outputs").entrySet()) {
            Map<String, Object> fields = stack.fields(output.getValue());
            if (stack.holds(fields)) {
                assertThat(stack.present())
                        .as("what the output %s refers to", output.getKey())
                        .containsAll(stack.references(fields.get("Value")));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EnableAggregator,   kit-aggregator kit-transformer",
        "EnableCompressor,   kit-compressor",
        "EnableOrchestrator, ''",
        "EnableRollup,       kit-rollup-producer kit-rollup-worker",
        "EnableArchives,     kit-archives",
        "EnableErrorReport,  kit-extract kit-search kit-collect-context kit-email-report kit-dashboard-data",
    })
    void aPartAloneIsItsFunctionsAndNoOthers(String name, String functions) throws IOException {
        Map<String, String> parameters = new HashMap<>(switches(0));
        parameters.put(name, "true");

        Template template = Template.read(FILE, settings(parameters));

        assertThat(template.functions().stream().map(FunctionSpec::name))
                .containsExactlyInAnyOrderElementsOf(
                        functions.isEmpty() ? List.of() : List.of(functions.split(" ")));
        assertThat(template.notices()).isEmpty();
    }

    @Test
    void withoutAnyPartThereIsNothingThatIsBilled() throws IOException {
        Stack stack = new Stack(with(switches(0), Map.of("EnableDashboard", "false")));

        assertThat(stack.types())
                .containsOnly(
                        "AWS::SNS::Topic",
                        "AWS::SNS::TopicPolicy",
                        "AWS::CloudFormation::WaitConditionHandle");
    }

    @Test
    void networkAndFileSystemComeOnlyWithWhatMountsThem() throws IOException {
        Map<String, String> without =
                with(switches((1 << SWITCHES.size()) - 1), Map.of("EnableAggregator", "false"));

        assertThat(new Stack(without).types())
                .noneMatch(type -> type.startsWith("AWS::EFS") || type.startsWith("AWS::EC2"));
        assertThat(new Stack(with(without, Map.of("CacheArchivesOnEfs", "true"))).types())
                .contains("AWS::EFS::FileSystem", "AWS::EC2::VPC");
    }

    @Test
    void whatPeopleBringAlongIsNotMadeAgain() throws IOException {
        Stack stack = new Stack(EXISTING);

        assertThat(stack.types())
                .doesNotContain(
                        "AWS::EC2::VPC",
                        "AWS::EC2::Subnet",
                        "AWS::EC2::VPCEndpoint",
                        "AWS::EFS::FileSystem",
                        "AWS::EFS::MountTarget");
        assertThat(stack.present())
                .doesNotContain(
                        "LogBucket", "OutputBucket", "ArchiveBucket", "ApplicationLogBucket");
        assertThat(stack.text("StagingAccessPoint", "FileSystemId")).isEqualTo("fs-01234567");
        assertThat(stack.text("StagingFromFunctions", "GroupId")).isEqualTo("sg-01234567");
        assertThat(stack.text("FunctionSecurityGroup", "VpcId")).isEqualTo("vpc-01234567");
        assertThat(stack.value("AggregatorFunction", "VpcConfig"))
                .asString()
                .contains("subnet-01234567, subnet-89abcdef");
        assertThat(stack.value("AggregatorRole", "Policies"))
                .asString()
                .contains("arn:aws:s3:::our-logs/*");
        assertThat(stack.value("TransformerRole", "Policies"))
                .asString()
                .contains("arn:aws:s3:::our-partitions/access-logs/*", "key/k");
        assertThat(stack.value("ErrorReportBucket", "BucketEncryption"))
                .asString()
                .contains("aws:kms", "key/k");
        assertThat(stack.text("LogObjectQueuePolicy", "PolicyDocument"))
                .contains("arn:aws:s3:::our-logs");
    }

    @Test
    void theLogBucketHasNoKeySinceS3CouldNotDeliver() throws IOException {
        Stack stack = new Stack(Map.of("KmsKeyArn", "arn:aws:kms:eu-west-1:000000000000:key/k"));

        assertThat(stack.value("LogBucket", "BucketEncryption"))
                .asString()
                .contains("AES256")
                .doesNotContain("kms");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void theDashboardShowsTheMetricsOfWhatIsThere(Map<String, String> parameters)
            throws IOException {
        Stack stack = new Stack(parameters);
        Map<String, Object> body = JSON.std.mapFrom(stack.text("Dashboard", "DashboardBody"));
        Set<String> functions = stack.names("AWS::Serverless::Function", "FunctionName");

        for (Object widget : (List<?>) body.get("widgets")) {
            Map<?, ?> properties = (Map<?, ?>) ((Map<?, ?>) widget).get("properties");
            if (!(properties.get("metrics") instanceof List<?> metrics)) {
                continue;
            }
            for (Object each : metrics) {
                List<?> metric = (List<?>) each;
                switch (String.valueOf(metric.getFirst())) {
                    case "s3logkit" -> {
                        assertThat(metric.get(2)).isEqualTo("function");
                        assertThat(functions).contains(String.valueOf(metric.get(3)));
                        assertThat(literals()).contains(String.valueOf(metric.get(1)));
                    }
                    case "AWS/Lambda" -> {
                        assertThat(metric.get(2)).isEqualTo("FunctionName");
                        assertThat(functions).contains(String.valueOf(metric.get(3)));
                    }
                    case "AWS/SQS" ->
                            assertThat(stack.names("AWS::SQS::Queue", "QueueName"))
                                    .contains(String.valueOf(metric.get(3)));
                    case "AWS/States" -> assertThat(metric.get(2)).isEqualTo("StateMachineArn");
                    default -> throw new AssertionError("a metric of nobody: " + metric);
                }
            }
        }
    }

    @Test
    void everyAlarmOfAStackWithDefaultsIsOnTheDashboard() throws IOException {
        Stack stack = new Stack(Map.of());
        String body = stack.text("Dashboard", "DashboardBody");

        List<String> alarms =
                stack.present().stream()
                        .filter(id -> "AWS::CloudWatch::Alarm".equals(stack.type(id)))
                        .toList();
        assertThat(alarms).hasSizeGreaterThan(25);
        assertThat(alarms).filteredOn(id -> !body.contains("/" + id + "\"")).isEmpty();
    }

    /// Every count that functions name, as it stands in their source.
    private static Set<String> literals() {
        if (LITERALS.isEmpty()) {
            try (Stream<Path> files = Files.walk(ROOT, 12)) {
                files.filter(file -> file.toString().matches(".*-fn/src/main/java/.*\\.java"))
                        .forEach(ProjectTemplateTest::collectLiterals);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            for (RowKind kind : RowKind.values()) {
                LITERALS.add("rows_" + kind.label());
            }
        }
        return LITERALS;
    }

    private static final Set<String> LITERALS = new TreeSet<>();
    private static final Pattern LITERAL = Pattern.compile("\"([a-z0-9_]+)\"");

    private static void collectLiterals(Path file) {
        try {
            Matcher matcher = LITERAL.matcher(Files.readString(file));
            while (matcher.find()) {
                LITERALS.add(matcher.group(1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> switches(int bits) {
        return IntStream.range(0, SWITCHES.size())
                .boxed()
                .collect(
                        Collectors.toMap(
                                SWITCHES::get, i -> Boolean.toString((bits & (1 << i)) != 0)));
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    private static TemplateSettings settings(Map<String, String> parameters) {
        return new TemplateSettings(
                "kit", "eu-west-1", "000000000000", "http://127.0.0.1:9", parameters);
    }

    /// The template as it is with some parameters.
    private static final class Stack {

        private final Map<String, Object> root;
        private final Evaluator evaluator;
        private final Set<String> present = new TreeSet<>();

        Stack(Map<String, String> parameters) throws IOException {
            root = TemplateYaml.read(FILE);
            evaluator = new Evaluator(root, settings(parameters));
            for (String id : section("Resources").keySet()) {
                if (holds(resource(id))) {
                    present.add(id);
                }
            }
        }

        Map<String, Object> section(String name) {
            return Evaluator.section(root, name);
        }

        Map<String, Object> fields(Object node) {
            return Trees.textKeys((Map<?, ?>) node);
        }

        Map<String, Object> resource(String id) {
            return fields(section("Resources").get(id));
        }

        Set<String> present() {
            return present;
        }

        String type(String id) {
            return String.valueOf(resource(id).get("Type"));
        }

        Set<String> types() {
            return present.stream().map(this::type).collect(Collectors.toSet());
        }

        boolean holds(Map<String, Object> fields) throws TemplateException {
            return !(fields.get("Condition") instanceof String condition)
                    || evaluator.conditions().holds(condition, condition);
        }

        @Nullable Object value(String id, String property) throws TemplateException {
            assertThat(present).contains(id);
            return evaluator.value(Evaluator.section(resource(id), "Properties").get(property), id);
        }

        String text(String id, String property) throws TemplateException {
            return String.valueOf(value(id, property));
        }

        Set<String> names(String type, String property) throws TemplateException {
            Set<String> names = new TreeSet<>();
            for (String id : present) {
                if (type(id).equals(type)) {
                    names.add(text(id, property));
                }
            }
            return names;
        }

        /// The resources that a node refers to, by the branches that are taken.
        Set<String> references(@Nullable Object node) throws TemplateException {
            Set<String> found = new TreeSet<>();
            collect(node, found);
            found.retainAll(section("Resources").keySet());
            return found;
        }

        private void collect(@Nullable Object node, Set<String> found) throws TemplateException {
            switch (node) {
                case Map<?, ?> map when Trees.isIntrinsic(map) -> {
                    Map.Entry<?, ?> function = map.entrySet().iterator().next();
                    Object argument = function.getValue();
                    switch (String.valueOf(function.getKey())) {
                        case "Ref" -> found.add(withoutAlias(String.valueOf(argument)));
                        case "Fn::GetAtt" ->
                                found.add(
                                        withoutAlias(
                                                argument instanceof List<?> path
                                                        ? String.valueOf(path.getFirst())
                                                        : String.valueOf(argument)));
                        case "Fn::If" -> {
                            List<?> branches = (List<?>) argument;
                            boolean holds =
                                    evaluator
                                            .conditions()
                                            .holds(String.valueOf(branches.getFirst()), "Fn::If");
                            collect(branches.get(holds ? 1 : 2), found);
                        }
                        case "Fn::Sub" -> {
                            Map<String, Object> own = new LinkedHashMap<>();
                            Object text = argument;
                            if (argument instanceof List<?> pair) {
                                text = pair.getFirst();
                                own.putAll(fields(pair.getLast()));
                            }
                            Matcher matcher = PLACEHOLDER.matcher(String.valueOf(text));
                            while (matcher.find()) {
                                if (!own.containsKey(matcher.group(1))) {
                                    found.add(matcher.group(1));
                                }
                            }
                            collect(new ArrayList<>(own.values()), found);
                        }
                        default -> collect(argument, found);
                    }
                }
                case Map<?, ?> map -> {
                    for (Map.Entry<?, ?> entry : map.entrySet()) {
                        if (entry.getKey().equals("DependsOn")) {
                            Object on = entry.getValue();
                            (on instanceof List<?> list ? list : List.of(on))
                                    .forEach(id -> found.add(String.valueOf(id)));
                        } else {
                            collect(entry.getValue(), found);
                        }
                    }
                }
                case List<?> list -> {
                    for (Object item : list) {
                        collect(item, found);
                    }
                }
                case null, default -> {}
            }
        }

        /// SAM makes aliases and function URLs beside the function.
        private static String withoutAlias(String id) {
            return id.replaceFirst("(\\.Alias|Url)$", "").replaceFirst("\\..*", "");
        }
    }
}
