package dev.s3logkit.errorreport.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Turns a rules file into [Rules] and gathers everything that is wrong with it on the way.
final class RulesReader {

    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_TEXTS = 10;
    private static final int MAX_TEXT_CHARACTERS = 500;
    private static final int MAX_FIELDS = 20;
    private static final int MAX_ADDRESSES = 50;
    private static final int MAX_TITLE = 200;
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(30);
    private static final Duration MIN_RETENTION = Duration.ofHours(1);
    private static final Duration MAX_RETENTION = Duration.ofDays(3650);

    private static final Pattern REPORT_ID = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_. -]{1,64}");
    private static final Pattern RETENTION = Pattern.compile("([1-9][0-9]{0,5}) ?([hd])");
    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s@<>,;\"]{1,64}@[^\\s@<>,;\"]{1,255}");

    private final List<String> problems = new ArrayList<>();

    Rules read(byte[] yaml, String name) throws RulesException {
        if (yaml.length > MAX_BYTES) {
            throw new RulesException(
                    name, List.of("%d bytes; at most %d".formatted(yaml.length, MAX_BYTES)));
        }
        Node root;
        try {
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            options.setNestingDepthLimit(20);
            root =
                    new Yaml(new SafeConstructor(options))
                            .compose(
                                    new java.io.StringReader(
                                            new String(yaml, StandardCharsets.UTF_8)));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine();
            throw new RulesException(
                    name, List.of("line %d: no YAML: %s".formatted(line + 1, e.getProblem())));
        } catch (YAMLException e) {
            throw new RulesException(name, List.of("no YAML: " + e.getMessage()));
        }
        if (root == null) {
            throw new RulesException(name, List.of("line 1: the file is empty"));
        }
        Rules rules = rules(root);
        if (!problems.isEmpty()) {
            throw new RulesException(name, problems);
        }
        return rules;
    }

    private Rules rules(Node root) {
        Map<String, Node> file = fields(root, "", "zone", "zones", "reports");
        ZoneId zone = zone(file.get("zone"), "zone");
        Map<String, ZoneId> zones = new LinkedHashMap<>();
        Node zonesNode = file.get("zones");
        if (zonesNode != null) {
            fields(zonesNode, "zones")
                    .forEach((app, node) -> zones.put(app, zone(node, "zones." + app)));
        }
        List<Rule> rules = new ArrayList<>();
        Node reports = file.get("reports");
        if (reports == null) {
            problem(root, "reports", "it is missing");
        } else {
            Set<String> ids = new HashSet<>();
            List<Node> items = items(reports, "reports");
            for (int i = 0; i < items.size(); i++) {
                Rule rule = rule(items.get(i), "reports[" + i + "]");
                rules.add(rule);
                if (!rule.reportId().isEmpty() && !ids.add(rule.reportId())) {
                    problem(
                            items.get(i),
                            "reports[" + i + "].report_id",
                            "%s is there twice".formatted(rule.reportId()));
                }
            }
        }
        return new Rules(zone, zones, rules);
    }

    private Rule rule(Node node, String path) {
        Map<String, Node> map =
                fields(
                        node,
                        path,
                        "report_id",
                        "title",
                        "applications",
                        "match",
                        "fields",
                        "severity",
                        "recipients",
                        "retention",
                        "mail");
        String id = required(node, map, path, "report_id");
        if (!id.isEmpty() && !REPORT_ID.matches(id)) {
            problem(
                    map.get("report_id"),
                    path + ".report_id",
                    "\"%s\": expected at most 64 letters, digits, '_', '-' and '.'".formatted(id));
        }
        String title = optional(map, path, "title", id, MAX_TITLE);
        List<String> applications = texts(map.get("applications"), path + ".applications", 1, 1000);
        if (!map.containsKey("applications")) {
            problem(node, path + ".applications", "it is missing; [\"*\"] is all of them");
        }
        for (String application : applications) {
            if (application.isEmpty() || application.contains("/")) {
                problem(
                        map.get("applications"),
                        path + ".applications",
                        "\"%s\" is no name of an application".formatted(application));
            }
        }
        Node match = map.get("match");
        if (match == null) {
            problem(node, path + ".match", "it is missing");
        }
        return new Rule(
                id,
                title,
                applications,
                match == null ? new Match(List.of(), false, null) : match(match, path + ".match"),
                extracted(map.get("fields"), path + ".fields"),
                severity(map.get("severity"), path + ".severity"),
                recipients(map.get("recipients"), path + ".recipients"),
                retention(map.get("retention"), path + ".retention"),
                mail(map.get("mail"), path + ".mail", title));
    }

    private Match match(Node node, String path) {
        Map<String, Node> map = fields(node, path, "text", "ignore_case", "regex");
        List<String> texts = texts(map.get("text"), path + ".text", 1, MAX_TEXTS);
        for (String text : texts) {
            if (text.isBlank() || text.length() > MAX_TEXT_CHARACTERS) {
                problem(
                        map.get("text"),
                        path + ".text",
                        "a text of %d characters; expected 1 to %d that are not all blank"
                                .formatted(text.length(), MAX_TEXT_CHARACTERS));
            }
        }
        String regex = map.containsKey("regex") ? scalar(map.get("regex"), path + ".regex") : null;
        if (regex != null) {
            regex(map.get("regex"), path + ".regex", regex);
        }
        if (texts.isEmpty() && regex == null && !map.containsKey("text")) {
            problem(node, path, "expected text or regex");
        }
        return new Match(texts, flag(map.get("ignore_case"), path + ".ignore_case", false), regex);
    }

    private List<ExtractedField> extracted(@Nullable Node node, String path) {
        List<ExtractedField> fields = new ArrayList<>();
        if (node == null) {
            return fields;
        }
        List<Node> items = items(node, path);
        if (items.size() > MAX_FIELDS) {
            problem(node, path, "%d fields; at most %d".formatted(items.size(), MAX_FIELDS));
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            String at = path + "[" + i + "]";
            Map<String, Node> map = fields(items.get(i), at, "name", "from", "regex");
            String name = required(items.get(i), map, at, "name");
            if (!name.isEmpty() && !FIELD.matches(name)) {
                problem(
                        map.get("name"),
                        at + ".name",
                        "\"%s\": expected at most 64 letters, digits, blanks, '_', '-' and '.'"
                                .formatted(name));
            }
            if (!names.add(name)) {
                problem(items.get(i), at + ".name", "%s is there twice".formatted(name));
            }
            String from = map.containsKey("from") ? scalar(map.get("from"), at + ".from") : null;
            String regex =
                    map.containsKey("regex") ? scalar(map.get("regex"), at + ".regex") : null;
            if (regex != null) {
                regex(map.get("regex"), at + ".regex", regex);
            }
            fields.add(new ExtractedField(name, from, regex));
        }
        return fields;
    }

    private void regex(@Nullable Node node, String path, String regex) {
        if (regex.isEmpty() || regex.length() > MAX_TEXT_CHARACTERS) {
            problem(
                    node,
                    path,
                    "%d characters; expected 1 to %d"
                            .formatted(regex.length(), MAX_TEXT_CHARACTERS));
            return;
        }
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            problem(
                    node,
                    path,
                    "\"%s\" is no RE2 expression: %s".formatted(regex, e.getDescription()));
        }
    }

    private Severity severity(@Nullable Node node, String path) {
        return node == null
                ? Severity.ERROR
                : parsed(
                        node,
                        path,
                        Severity.ERROR,
                        "critical, error, warning or info",
                        text -> Severity.valueOf(text.toUpperCase(Locale.ROOT)));
    }

    private List<RecipientGroup> recipients(@Nullable Node node, String path) {
        List<RecipientGroup> groups = new ArrayList<>();
        switch (node) {
            case null -> {}
            case MappingNode _ -> {
                for (Map.Entry<String, Node> group : fields(node, path).entrySet()) {
                    String at = path + "." + group.getKey();
                    if (!GROUP.matches(group.getKey())) {
                        problem(
                                group.getValue(),
                                at,
                                "expected a name of at most 64 letters, digits, '_' and '-'");
                    }
                    groups.add(group(group.getKey(), group.getValue(), at));
                }
            }
            default -> groups.add(group("default", node, path));
        }
        return groups;
    }

    private RecipientGroup group(String name, Node node, String path) {
        return new RecipientGroup(name, addresses(node, path, 1));
    }

    private List<String> addresses(@Nullable Node node, String path, int min) {
        List<String> addresses = texts(node, path, min, MAX_ADDRESSES);
        for (String address : addresses) {
            if (!ADDRESS.matches(address)) {
                problem(node, path, "\"%s\" is no mail address".formatted(address));
            }
        }
        return addresses;
    }

    private Duration retention(@Nullable Node node, String path) {
        if (node == null) {
            return DEFAULT_RETENTION;
        }
        return parsed(
                node,
                path,
                DEFAULT_RETENTION,
                "hours or days such as 12h or 30d, at most 3650d",
                text -> {
                    var matcher = RETENTION.matcher(text);
                    if (!matcher.matches()) {
                        throw new IllegalArgumentException(text);
                    }
                    long count = Long.parseLong(matcher.group(1));
                    Duration retention =
                            matcher.group(2).equals("h")
                                    ? Duration.ofHours(count)
                                    : Duration.ofDays(count);
                    if (retention.compareTo(MIN_RETENTION) < 0
                            || retention.compareTo(MAX_RETENTION) > 0) {
                        throw new IllegalArgumentException(text);
                    }
                    return retention;
                });
    }

    private MailOptions mail(@Nullable Node node, String path, String title) {
        if (node == null) {
            return new MailOptions(true, false, title, List.of());
        }
        Map<String, Node> map = fields(node, path, "enabled", "when_quiet", "subject", "reply_to");
        return new MailOptions(
                flag(map.get("enabled"), path + ".enabled", true),
                flag(map.get("when_quiet"), path + ".when_quiet", false),
                optional(map, path, "subject", title, MAX_TITLE),
                addresses(map.get("reply_to"), path + ".reply_to", 0));
    }

    private ZoneId zone(@Nullable Node node, String path) {
        return node == null
                ? ZoneOffset.UTC
                : parsed(
                        node,
                        path,
                        ZoneOffset.UTC,
                        "a time zone such as Europe/Berlin or +02:00",
                        ZoneId::of);
    }

    private boolean flag(@Nullable Node node, String path, boolean defaultValue) {
        return node == null
                ? defaultValue
                : parsed(
                        node,
                        path,
                        defaultValue,
                        "true or false",
                        text ->
                                switch (text) {
                                    case "true" -> true;
                                    case "false" -> false;
                                    default -> throw new IllegalArgumentException(text);
                                });
    }

    private <T> T parsed(
            Node node, String path, T onFailure, String expected, Function<String, T> parser) {
        String text = scalar(node, path);
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException | DateTimeException _) {
            problem(node, path, "\"%s\": expected %s".formatted(text, expected));
            return onFailure;
        }
    }

    private String required(Node node, Map<String, Node> map, String path, String name) {
        Node value = map.get(name);
        if (value == null) {
            problem(node, path + "." + name, "it is missing");
            return "";
        }
        String text = scalar(value, path + "." + name);
        if (text.isEmpty()) {
            problem(value, path + "." + name, "it is empty");
        }
        return text;
    }

    /// A text for a headline: short, on one line.
    private String optional(
            Map<String, Node> map, String path, String name, String defaultValue, int max) {
        Node node = map.get(name);
        if (node == null) {
            return defaultValue;
        }
        String text = scalar(node, path + "." + name);
        if (text.isBlank() || text.length() > max || text.chars().anyMatch(c -> c < ' ')) {
            problem(
                    node,
                    path + "." + name,
                    "expected 1 to %d characters on one line".formatted(max));
        }
        return text;
    }

    private List<String> texts(@Nullable Node node, String path, int min, int max) {
        List<String> texts = new ArrayList<>();
        switch (node) {
            case null -> {
                return texts;
            }
            case ScalarNode scalar -> texts.add(scalar.getValue());
            default -> {
                List<Node> items = items(node, path);
                for (int i = 0; i < items.size(); i++) {
                    texts.add(scalar(items.get(i), path + "[" + i + "]"));
                }
            }
        }
        if (texts.size() < min || texts.size() > max) {
            problem(node, path, "%d items; expected %d to %d".formatted(texts.size(), min, max));
        }
        return texts;
    }

    private List<Node> items(Node node, String path) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(node, path, "expected a list");
        return List.of();
    }

    private String scalar(@Nullable Node node, String path) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        problem(node, path, "expected a single value");
        return "";
    }

    /// @param known names; any when there are none
    private Map<String, Node> fields(Node node, String path, String... known) {
        Map<String, Node> fields = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problem(node, path, "expected names with values");
            return fields;
        }
        Set<String> names = Set.of(known);
        for (NodeTuple tuple : mapping.getValue()) {
            String name = scalar(tuple.getKeyNode(), path);
            if (!names.isEmpty() && !names.contains(name)) {
                problem(
                        tuple.getKeyNode(),
                        path.isEmpty() ? name : path + "." + name,
                        "nothing of that name; known are " + String.join(", ", known));
            } else if (fields.put(name, tuple.getValueNode()) != null) {
                problem(
                        tuple.getKeyNode(),
                        path.isEmpty() ? name : path + "." + name,
                        "it is there twice");
            }
        }
        return fields;
    }

    private void problem(@Nullable Node node, String path, String problem) {
        int line = node == null ? 1 : node.getStartMark().getLine() + 1;
        problems.add(
                "line %d: %s: %s".formatted(line, path.isEmpty() ? "the file" : path, problem));
    }
}
