package dev.s3logkit.local.stack;

import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.lambda.FunctionLog;
import dev.s3logkit.local.lambda.Tuning;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// How the embedded AWS is started.
///
/// @param template what is wired
/// @param parameters values of the template's parameters; defaults for all others
/// @param data folder that objects, file systems and waiting messages are kept in; a temporary one
///   that vanishes in the end when empty
/// @param region of everything
/// @param portBase S3 listens on this port, SQS, Lambda, DynamoDB and the URLs of functions on the
///   next ones; 0 for any that are free
/// @param schedules whether scheduled functions run on time
/// @param tuning shorter waiting times than the template's
/// @param faults what goes wrong
/// @param log takes what functions log through their context
/// @param outbox folder of mails; one inside of the data when empty
/// @param isolated whether functions run in processes of their own, under AWS's runtime interface
///   client, and not in this one
public record LocalAwsOptions(
        Path template,
        Map<String, String> parameters,
        Optional<Path> data,
        String region,
        int portBase,
        boolean schedules,
        Tuning tuning,
        Faults faults,
        FunctionLog log,
        Optional<Path> outbox,
        boolean isolated) {

    public LocalAwsOptions {
        parameters = Map.copyOf(parameters);
    }

    /// As deployed: in memory, on any port, nothing goes wrong, nothing is logged.
    public static LocalAwsOptions of(Path template) {
        return new LocalAwsOptions(
                template,
                Map.of(),
                Optional.empty(),
                "us-east-1",
                0,
                true,
                Tuning.AS_DEPLOYED,
                Faults.none(),
                (function, message) -> {},
                Optional.empty(),
                false);
    }

    public LocalAwsOptions withParameters(Map<String, String> values) {
        return with(draft -> draft.parameters = values);
    }

    public LocalAwsOptions withData(Path folder) {
        return with(draft -> draft.data = Optional.of(folder));
    }

    public LocalAwsOptions withRegion(String name) {
        return with(draft -> draft.region = name);
    }

    public LocalAwsOptions withPortBase(int port) {
        return with(draft -> draft.portBase = port);
    }

    public LocalAwsOptions withoutSchedules() {
        return with(draft -> draft.schedules = false);
    }

    public LocalAwsOptions withTuning(Tuning shorter) {
        return with(draft -> draft.tuning = shorter);
    }

    public LocalAwsOptions withFaults(Faults wrong) {
        return with(draft -> draft.faults = wrong);
    }

    public LocalAwsOptions withLog(FunctionLog sink) {
        return with(draft -> draft.log = sink);
    }

    public LocalAwsOptions withOutbox(Path folder) {
        return with(draft -> draft.outbox = Optional.of(folder));
    }

    /// Functions run as Lambda runs them, each in a process of its own.
    public LocalAwsOptions withIsolation() {
        return with(draft -> draft.isolated = true);
    }

    private LocalAwsOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new LocalAwsOptions(
                template,
                draft.parameters,
                draft.data,
                draft.region,
                draft.portBase,
                draft.schedules,
                draft.tuning,
                draft.faults,
                draft.log,
                draft.outbox,
                draft.isolated);
    }

    /// The options that can be changed, while one of them is.
    private static final class Draft {

        private Map<String, String> parameters;
        private Optional<Path> data;
        private String region;
        private int portBase;
        private boolean schedules;
        private Tuning tuning;
        private Faults faults;
        private FunctionLog log;
        private Optional<Path> outbox;
        private boolean isolated;

        Draft(LocalAwsOptions options) {
            parameters = options.parameters;
            data = options.data;
            region = options.region;
            portBase = options.portBase;
            schedules = options.schedules;
            tuning = options.tuning;
            faults = options.faults;
            log = options.log;
            outbox = options.outbox;
            isolated = options.isolated;
        }
    }
}
