package dev.s3logkit.local.rollup;

import dev.s3logkit.local.aggregate.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `rollup`: each day of small logs becomes one proven tarball.
@Command(
        name = "rollup",
        description = {
            "Makes the access logs of each past day (UTC) one tarball per prefix, beside the logs:",
            "s3://bucket/example.com/rollup-2022-07-01-e26daa03.tgz. Any tar program reads it, and"
                    + " 's3logkit archive' a single log of it without the rest.",
            "With --delete a log is deleted once its tarball was read back from S3 and holds the same"
                    + " bytes. A run may be stopped and repeated at any time.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit rollup run s3://my-logs/                       everything, nothing is deleted",
            "  s3logkit rollup run --delete s3://my-logs/a/ s3://my-logs/b/",
            "  s3logkit rollup producer --queue-name s3logkit-rollup --prefixes s3://my-logs/",
            "  s3logkit rollup worker --queue-name s3logkit-rollup --delete"
        },
        mixinStandardHelpOptions = true)
public final class RollupCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    private RollupCommand() {}

    /// The command with its subcommands.
    public static CommandLine create(CommandContext context) {
        return new CommandLine(new RollupCommand())
                .addSubcommand(new RunCommand(context))
                .addSubcommand(new ProducerCommand(context))
                .addSubcommand(new WorkerCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing the command: run, producer or worker");
    }
}
