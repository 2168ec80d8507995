package dev.s3logkit.local.cli;

import dev.s3logkit.local.aggregate.AggregateCommand;
import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.local.aggregate.TransformCommand;
import dev.s3logkit.local.archive.ArchiveCommand;
import dev.s3logkit.local.archive.ArchiveContext;
import dev.s3logkit.local.compress.CompressCommand;
import dev.s3logkit.local.compress.DecompressCommand;
import dev.s3logkit.local.compress.DeleteSourcesCommand;
import dev.s3logkit.local.compress.VerifyCommand;
import dev.s3logkit.local.cost.CostCommand;
import dev.s3logkit.local.errorreport.ReportCommand;
import dev.s3logkit.local.errorreport.SearchCommand;
import dev.s3logkit.local.logs.LogsCommand;
import dev.s3logkit.local.logs.Streams;
import dev.s3logkit.local.orchestrate.OrchestrateCommand;
import dev.s3logkit.local.rollup.RollupCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line: its commands and its global options.
@Command(
        name = "s3logkit",
        description = "Keeps S3 logs cheap to store, quick to read and impossible to lose.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Examples:",
            "  s3logkit demo                          the whole flow with sample logs",
            "  s3logkit up                            S3, SQS and the functions, until Ctrl-C",
            "  s3logkit logs parse access.log         records as JSON lines",
            "  s3logkit logs generate --lines 100000 > synthetic.log",
            "  s3logkit aggregate --staging work synthetic.log",
            "  s3logkit transform --staging work --output out --now",
            "  s3logkit rollup run --delete s3://my-logs/",
            "  s3logkit archive ls -l rollup-2026-11-20-0a1b2c3d.tgz",
            "  s3logkit archive serve --map 'logs|s3://my-logs/2026.sqfs'",
            "  s3logkit compress --manifest s3://lists/day.txt --output s3://zips/day.zip",
            "  s3logkit search --bucket app-logs --app shop --last 2h --text Exception",
            "  s3logkit cost --objects 10000000 --size 3k",
            "",
            "'s3logkit COMMAND --help' tells more of a command. AWS is found as the AWS command line finds",
            "it: by AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL_S3 and the like."
        })
final class RootCommand implements Runnable {

    private static final int HELP_WIDTH = 100;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private final GlobalOptions global = new GlobalOptions();

    private RootCommand() {}

    /// Runs a command line.
    ///
    /// @return the exit code
    static int run(String[] args, Streams streams, Map<String, String> environment) {
        RootCommand root = new RootCommand();
        CommandContext context =
                new CommandContext(
                        streams, () -> root.global.variables(environment), root.global::json);
        ArchiveContext archives =
                new ArchiveContext(
                        streams, context.environment(), context.json(), root.global::verbose);
        CommandLine commands =
                new CommandLine(root)
                        .addSubcommand(new DemoCommand(streams, root.global))
                        .addSubcommand(new UpCommand(streams, root.global))
                        .addSubcommand(
                                new LogsCommand(streams, QuickStart.sources(context.environment())))
                        .addSubcommand(new AggregateCommand(context))
                        .addSubcommand(new TransformCommand(context))
                        .addSubcommand(new OrchestrateCommand(context))
                        .addSubcommand(RollupCommand.create(context))
                        .addSubcommand(new CompressCommand(context))
                        .addSubcommand(new DecompressCommand(context))
                        .addSubcommand(new VerifyCommand(context))
                        .addSubcommand(new DeleteSourcesCommand(context))
                        .addSubcommand(ReportCommand.create(context))
                        .addSubcommand(new SearchCommand(context))
                        .addSubcommand(new CostCommand(context))
                        .addSubcommand(
                                new CommandLine(new ArchiveCommand(archives))
                                        .addSubcommand(new ServeCommand(archives)));
        PrintWriter out = new PrintWriter(streams.out(), true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(streams.err(), true, StandardCharsets.UTF_8);
        Errors errors = new Errors(root.global::verbose);
        return commands.setOut(out)
                .setErr(err)
                .setUsageHelpWidth(HELP_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing the command");
    }
}
