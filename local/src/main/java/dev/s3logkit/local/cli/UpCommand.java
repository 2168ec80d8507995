package dev.s3logkit.local.cli;

import dev.s3logkit.local.fault.FaultPlan;
import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.lambda.Tuning;
import dev.s3logkit.local.logs.Streams;
import dev.s3logkit.local.stack.LocalAws;
import dev.s3logkit.local.stack.LocalAwsOptions;
import dev.s3logkit.local.template.Template;
import java.io.IOException;
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
            "Runs S3, SQS, DynamoDB, SES, the functions and the state machines on this machine, wired as in"
                    + " template.yaml, until you press Ctrl-C. Prints what other programs need to find"
                    + " them.",
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
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2));
    private static final String SENDER_PARAMETER = "ErrorReportSender";
    private static final String LOCAL_SENDER = "errors@s3logkit.test";
    private static final String MINUTES_PARAMETER = "ErrorReportMinutes";
    private static final String QUICK_MINUTES = "2";
    private static final String QUIET_PARAMETER = "QuietSeconds";
    private static final String QUICK_QUIET_SECONDS = "5";
    private static final int MAX_PORT = 65_529;
    private static final int MAX_LATENCY_MS = 60_000;

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
            description =
                    "S3 listens on port N, SQS on N+1, Lambda on N+2, DynamoDB on N+3, URLs of"
                            + " functions on N+4 and N+5, SES on N+6 (default: any that are free)")
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

    @Option(
            names = "--s3-latency",
            paramLabel = "MS",
            description =
                    "every request to S3 takes so many milliseconds longer, as over a network")
    private int s3Latency;

    @Option(names = "--as-deployed", description = "waits as long as the template says")
    private boolean asDeployed;

    @Option(
            names = "--isolated",
            description =
                    "runs functions as Lambda does, each in a process of its own with the memory of"
                            + " the template; -v shows how long each took to start, and its memory")
    private boolean isolated;

    UpCommand(Streams streams, GlobalOptions global) {
        this.streams = streams;
        this.global = global;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (portBase < 0 || portBase > MAX_PORT) {
            throw new IOException("--port-base %d: expected 1 to %d".formatted(portBase, MAX_PORT));
        }
        if (s3Latency < 0 || s3Latency > MAX_LATENCY_MS) {
            throw new IOException(
                    "--s3-latency %d: expected 0 to %d".formatted(s3Latency, MAX_LATENCY_MS));
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
            new Endpoints(aws, log).tell(streams, global.json());
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
        if (Template.parameterNames(file).contains(SENDER_PARAMETER)) {
            values.putIfAbsent(SENDER_PARAMETER, LOCAL_SENDER);
        }
        if (!asDeployed && Template.parameterNames(file).contains(MINUTES_PARAMETER)) {
            values.putIfAbsent(MINUTES_PARAMETER, QUICK_MINUTES);
        }
        if (!asDeployed && Template.parameterNames(file).contains(QUIET_PARAMETER)) {
            values.putIfAbsent(QUIET_PARAMETER, QUICK_QUIET_SECONDS);
        }
        LocalAwsOptions options =
                LocalAwsOptions.of(file)
                        .withParameters(values)
                        .withPortBase(portBase)
                        .withTuning(asDeployed ? Tuning.AS_DEPLOYED : QUICK)
                        .withFaults(slower());
        if (data != null) {
            options = options.withData(data);
        }
        if (isolated) {
            options = options.withIsolation();
        }
        return global.region() == null ? options : options.withRegion(global.region());
    }

    private Faults slower() {
        Duration latency = Duration.ofMillis(s3Latency);
        return new Faults(FaultPlan.quiet(0).withLatency(latency, latency));
    }

    static Path projectTemplate() throws IOException {
        String root = System.getProperty("s3logkit.root");
        if (root == null) {
            throw new IOException("start this with ./s3logkit, or give --template");
        }
        return Path.of(root, "template.yaml");
    }
}
