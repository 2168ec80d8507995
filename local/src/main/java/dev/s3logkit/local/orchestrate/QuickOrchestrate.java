package dev.s3logkit.local.orchestrate;

import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.orchestrator.plan.PlanLimits;
import dev.s3logkit.orchestrator.scan.Selection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Runs the plain form of a dry run over a file without picocli, whose start costs as much
/// processor time as reading a million rows.
public final class QuickOrchestrate {

    private @Nullable String inventory;
    private @Nullable LocalDate date;
    private boolean dryRun;
    private boolean json;

    private QuickOrchestrate() {}

    /// Runs `[--json] orchestrate --inventory FILE --date D --dry-run` if the arguments are just
    /// that.
    ///
    /// @param arguments of the whole command line
    /// @return the exit code, or nothing if picocli has to look at the arguments: they are other
    ///   ones, or wrong
    public static OptionalInt run(CommandContext context, String... arguments) throws IOException {
        QuickOrchestrate quick = new QuickOrchestrate();
        if (!quick.takes(arguments)
                || quick.inventory == null
                || quick.date == null
                || !quick.dryRun) {
            return OptionalInt.empty();
        }
        new FileDryRun(
                        new CommandContext(
                                context.streams(), context.environment(), () -> quick.json))
                .run(
                        Path.of(quick.inventory),
                        new Selection(quick.date, Selection.DateField.LAST_MODIFIED),
                        PlanLimits.DEFAULT);
        return OptionalInt.of(0);
    }

    private boolean takes(String... arguments) {
        json = arguments.length > 0 && arguments[0].equals("--json");
        int command = json ? 1 : 0;
        if (arguments.length <= command || !arguments[command].equals("orchestrate")) {
            return false;
        }
        for (int i = command + 1; i < arguments.length; i++) {
            String argument = arguments[i];
            boolean hasNext = i + 1 < arguments.length;
            if (argument.equals("--inventory") && hasNext && inventory == null) {
                inventory = arguments[++i];
                if (S3Uri.isS3(inventory) || inventory.startsWith("-")) {
                    return false;
                }
            } else if (argument.equals("--date") && hasNext && date == null) {
                date = day(arguments[++i]);
                if (date == null) {
                    return false;
                }
            } else if (argument.equals("--dry-run") && !dryRun) {
                dryRun = true;
            } else {
                return false;
            }
        }
        return true;
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
