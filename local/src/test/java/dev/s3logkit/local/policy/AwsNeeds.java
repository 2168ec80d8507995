package dev.s3logkit.local.policy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// The IAM actions that code needs, by the calls of AWS that a call graph holds and the table of
/// `operations.txt`.
final class AwsNeeds {

    private static final String SERVICES = "software/amazon/awssdk/services/";

    /// What clients have beside the operations of their service.
    private static final Set<String> LOCAL =
            Set.of("builder", "create", "close", "serviceName", "serviceClientConfiguration");

    /// Ends of the names of types in the SDK that send requests or sign them.
    private static final List<String> SENDERS =
            List.of(
                    "Client",
                    "Presigner",
                    "Waiter",
                    "Iterable",
                    "Publisher",
                    "Manager",
                    "Utilities");

    private static final String SENDER_OF_OURS = "dev/s3logkit/common/s3/http/HttpClient";
    private static final String SIGNER_OF_OURS = "dev/s3logkit/common/s3/http/SigV4Signer";

    private final Map<String, List<String>> table;
    private final Set<String> used = new TreeSet<>();

    /// @param table IAM actions by operation, as in `operations.txt`
    AwsNeeds(Map<String, List<String>> table) {
        this.table = Map.copyOf(table);
    }

    /// With the project's own table.
    static AwsNeeds read() throws IOException {
        Map<String, List<String>> table = new LinkedHashMap<>();
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        AwsNeeds.class.getResourceAsStream("operations.txt")),
                                StandardCharsets.UTF_8))) {
            for (String line : in.lines().toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] row = line.split("\\s*=\\s*", 2);
                    table.put(
                            row[0],
                            Arrays.stream(row[1].split("\\s+")).filter(a -> !a.isEmpty()).toList());
                }
            }
        }
        return new AwsNeeds(table);
    }

    /// The lines of the table that nothing has been looked up in so far.
    Set<String> unused() {
        Set<String> unused = new TreeSet<>(table.keySet());
        unused.removeAll(used);
        return unused;
    }

    /// The actions that the code of handlers needs, each with one call that needs it.
    ///
    /// @param handlers full names of classes
    /// @param problems takes what the table lacks
    Map<String, String> of(Collection<String> handlers, Collection<? super String> problems) {
        CallGraph graph = CallGraph.of(handlers);
        Map<String, String> needs = new LinkedHashMap<>();
        for (CallGraph.Call call : graph.calls(AwsNeeds::isRequest)) {
            String operation = call.called().type() + "." + call.called().name();
            need(operation, call.caller(), graph, needs, problems);
        }
        for (CallGraph.Call call : graph.calls(AwsNeeds::isOwnRequest)) {
            need(call.caller().type(), call.caller(), graph, needs, problems);
        }
        return needs;
    }

    private static boolean isRequest(CallGraph.Method called) {
        return called.owner().startsWith(SERVICES)
                && !called.owner().contains("/model/")
                && SENDERS.stream().anyMatch(called.owner()::endsWith)
                && !LOCAL.contains(called.name());
    }

    private static boolean isOwnRequest(CallGraph.Method called) {
        return switch (called.owner()) {
            case SENDER_OF_OURS, "java/net/http/HttpClient" -> called.name().startsWith("send");
            case "java/net/URL" -> called.name().startsWith("open");
            case SIGNER_OF_OURS -> called.name().equals("authorization");
            default -> false;
        };
    }

    private void need(
            String operation,
            CallGraph.Method caller,
            CallGraph graph,
            Map<String, String> needs,
            Collection<? super String> problems) {
        List<String> actions = table.get(operation);
        String path = graph.path(caller);
        if (actions == null) {
            problems.add(
                    "operations.txt has no line for %s, called by %s".formatted(operation, path));
            return;
        }
        used.add(operation);
        for (String action : actions) {
            needs.putIfAbsent(action, operation + ", called by " + path);
        }
    }
}
