package dev.s3logkit.local.errorreport;

import dev.s3logkit.local.aggregate.CommandContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `report`: errors in application logs.
@Command(
        name = "report",
        description = {
            "Finds the errors that a rules file asks for in application logs, which lie as"
                    + " logs/APPLICATION/yyyyMMdd/NAME.gz.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit report extract logs/                            as JSON lines",
            "  s3logkit report extract --rules rules.yaml --store errors.jsonl s3://app-logs/logs/",
            "  s3logkit report run --output report logs/                mails and dashboard as files"
        },
        mixinStandardHelpOptions = true)
public final class ReportCommand implements Runnable {

    @Spec private @Nullable CommandSpec spec;

    private ReportCommand() {}

    /// The command with its subcommands.
    public static CommandLine create(CommandContext context) {
        return new CommandLine(new ReportCommand())
                .addSubcommand(new ExtractCommand(context))
                .addSubcommand(new RunCommand(context));
    }

    @Override
    public void run() {
        CommandSpec known = spec;
        if (known != null) {
            throw new ParameterException(
                    known.commandLine(), "Missing the command: extract or run");
        }
    }
}
