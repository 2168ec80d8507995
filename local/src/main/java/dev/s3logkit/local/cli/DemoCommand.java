package dev.s3logkit.local.cli;

import dev.s3logkit.local.demo.AccessLogFlow;
import dev.s3logkit.local.demo.ArchiveFlow;
import dev.s3logkit.local.demo.CompressorFlow;
import dev.s3logkit.local.demo.DemoOutput;
import dev.s3logkit.local.demo.ErrorReportFlow;
import dev.s3logkit.local.demo.OrchestratorFlow;
import dev.s3logkit.local.demo.RollupFlow;
import dev.s3logkit.local.lambda.FunctionException;
import dev.s3logkit.local.lambda.Tuning;
import dev.s3logkit.local.logs.Streams;
import dev.s3logkit.local.stack.LocalAws;
import dev.s3logkit.local.stack.LocalAwsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `demo`: every flow on the embedded AWS, checked and shown.
@Command(
        name = "demo",
        description = {
            "Runs the whole flow on this machine with sample logs, checks the result line by line and"
                    + " shows it. Needs neither Docker nor an AWS account.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit demo",
            "  s3logkit demo --keep      and look at what is in the buckets"
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final Duration WINDOW = Duration.ofMillis(200);

    private final Streams streams;
    private final GlobalOptions global;

    @Option(names = "--keep", description = "leaves the services running until you press Ctrl-C")
    private boolean keep;

    DemoCommand(Streams streams, GlobalOptions global) {
        this.streams = streams;
        this.global = global;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, FunctionException {
        Path log = Files.createTempFile("s3logkit-functions-", ".log");
        Path outbox = Files.createTempDirectory("s3logkit-report-");
        boolean passed = false;
        try (StopSignal stop = new StopSignal();
                FunctionOutput output = new FunctionOutput(log, streams.err(), global.verbose());
                LocalAws aws = LocalAws.start(options().withLog(output).withOutbox(outbox))) {
            DemoOutput told = new DemoOutput(streams, log);
            boolean lines = new AccessLogFlow(aws, told).run();
            boolean archive = new CompressorFlow(aws, told).run();
            boolean inventory = new OrchestratorFlow(aws, told).run();
            boolean rollup = new RollupFlow(aws, told).run();
            boolean served = new ArchiveFlow(aws, told).run();
            boolean report = new ErrorReportFlow(aws, told).run();
            passed = lines && archive && inventory && rollup && served && report;
            told.line("");
            told.line(
                    passed
                            ? "Every line that went in came out once, every log is in one tarball. The mail and"
                                    + " the dashboard are in "
                                    + outbox
                            : "FAILED: what came out is not what went in; the functions logged to "
                                    + log);
            if (keep) {
                new Endpoints(aws, log).tell(streams, global.json());
                stop.await();
            }
        } finally {
            if (passed) {
                Files.deleteIfExists(log);
            }
        }
        return passed ? 0 : 1;
    }

    private static LocalAwsOptions options() throws IOException {
        return LocalAwsOptions.of(UpCommand.projectTemplate())
                .withParameters(
                        Map.of(
                                "RollupDelete",
                                "true",
                                "ErrorRulesUrl",
                                ErrorReportFlow.RULES_URL,
                                "ErrorReportSender",
                                "reports@example.com"))
                .withoutSchedules()
                .withTuning(Tuning.quick(WINDOW));
    }
}
