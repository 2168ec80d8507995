package dev.s3logkit.local.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.lambda.Tuning;
import dev.s3logkit.local.logs.Streams;
import dev.s3logkit.local.stack.LocalAws;
import dev.s3logkit.local.stack.LocalAwsOptions;
import dev.s3logkit.local.template.Template;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `up`: the embedded AWS until it is stopped.
@Command(
        name = "up",
        description = {
            "Runs S3, SQS and the functions on this machine, wired as in template.yaml, until you press"
                    + " Ctrl-C. Prints what other programs need to find them.",
            "Waits are short, so that a result shows within seconds; --as-deployed makes them as long"
                    + " as the template says.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit up",
            "  s3logkit up --data ~/s3logkit-data --port-base 9000    keeps everything over a restart",
            "  s3logkit up --parameter OutputFormat=zst"
        },
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    private static final Tuning QUICK =
            new Tuning(
                    Duration.ofSeconds(1),
                    Optional.of(Duration.ofSeconds(5)),
                    Duration.ofSeconds(5));
    private static final String QUIET_PARAMETER = "QuietSeconds";
    private static final String QUICK_QUIET_SECONDS = "5";
    private static final int MAX_PORT = 65_534;

    private final Streams streams;
    private final GlobalOptions global;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "keeps objects, file systems and waiting messages in this folder (default: nothing"
                            + " is kept)")
    private @Nullable Path data;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description = "S3 listens on port N, SQS on N+1 (default: any that are free)")
    private int portBase;

    @Option(
            names = "--parameter",
            paramLabel = "NAME=VALUE",
            description = "sets a parameter of the template; may be given several times")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description = "wires another template (default: the project's template.yaml)")
    private @Nullable Path template;

    @Option(names = "--as-deployed", description = "waits as long as the template says")
    private boolean asDeployed;

    UpCommand(Streams streams, GlobalOptions global) {
        this.streams = streams;
        this.global = global;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (portBase < 0 || portBase > MAX_PORT) {
            throw new IOException("--port-base %d: expected 1 to %d".formatted(portBase, MAX_PORT));
        }
        Path file = template == null ? projectTemplate() : template;
        Path log =
                data == null
                        ? Files.createTempFile("s3logkit-functions-", ".log")
                        : data.resolve("logs").resolve("functions.log");
        try (StopSignal stop = new StopSignal();
                FunctionOutput output = new FunctionOutput(log, streams.err(), global.verbose());
                LocalAws aws = LocalAws.start(options(file).withLog(output))) {
            aws.template().notices().forEach(streams.err()::println);
            tell(aws, log);
            stop.await();
            streams.err().println("stopping");
        } finally {
            if (data == null) {
                Files.deleteIfExists(log);
            }
        }
        return 0;
    }

    private LocalAwsOptions options(Path file) throws IOException {
        Map<String, String> values = new LinkedHashMap<>(parameters);
        if (!asDeployed && Template.parameterNames(file).contains(QUIET_PARAMETER)) {
            values.putIfAbsent(QUIET_PARAMETER, QUICK_QUIET_SECONDS);
        }
        LocalAwsOptions options =
                LocalAwsOptions.of(file)
                        .withParameters(values)
                        .withPortBase(portBase)
                        .withTuning(asDeployed ? Tuning.AS_DEPLOYED : QUICK);
        if (data != null) {
            options = options.withData(data);
        }
        return global.region() == null ? options : options.withRegion(global.region());
    }

    static Path projectTemplate() throws IOException {
        String root = System.getProperty("s3logkit.root");
        if (root == null) {
            throw new IOException("start this with ./s3logkit, or give --template");
        }
        return Path.of(root, "template.yaml");
    }

    private void tell(LocalAws aws, Path log) throws IOException {
        PrintStream out = new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
        Map<String, String> buckets = new LinkedHashMap<>();
        aws.template().buckets().forEach(b -> buckets.put(b.logicalId(), b.name()));
        Map<String, String> queues = new LinkedHashMap<>();
        aws.template()
                .queues()
                .forEach(q -> queues.put(q.logicalId(), aws.queueUrl(q.logicalId())));
        if (global.json()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("environment", aws.clientVariables());
            all.put("buckets", buckets);
            all.put("queues", queues);
            all.put("functionLog", log.toString());
            out.println(JSON.std.asString(all));
            return;
        }
        out.println("# In another terminal:");
        aws.clientVariables().forEach((name, value) -> out.println("export " + name + "=" + value));
        out.println("#");
        buckets.forEach((id, name) -> out.printf("# %-26s s3://%s%n", id, name));
        queues.forEach((id, url) -> out.printf("# %-26s %s%n", id, url));
        out.println("#");
        out.println("# Try:");
        for (String bucket : buckets.values()) {
            out.println("#   aws s3 cp access.log s3://" + bucket + "/");
            break;
        }
        for (String bucket : buckets.values()) {
            out.println("#   aws s3 ls --recursive s3://" + bucket + "/");
        }
        out.println(
                "# An AWS command line of before 2023 wants --endpoint-url \"$AWS_ENDPOINT_URL_S3\".");
        streams.err().println("the functions log to " + log);
        streams.err().println("running; press Ctrl-C to stop");
    }
}
