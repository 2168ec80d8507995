package dev.s3logkit.local.stack;

import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.lambda.FunctionLog;
import dev.s3logkit.local.lambda.Tuning;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

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
        return new LocalAwsOptions(
                template, values, data, region, portBase, schedules, tuning, faults, log, outbox,
                isolated);
    }

    public LocalAwsOptions withData(Path folder) {
        return new LocalAwsOptions(
                template,
                parameters,
                Optional.of(folder),
                region,
                portBase,
                schedules,
                tuning,
                faults,
                log,
                outbox,
                isolated);
    }

    public LocalAwsOptions withRegion(String name) {
        return new LocalAwsOptions(
                template,
                parameters,
                data,
                name,
                portBase,
                schedules,
                tuning,
                faults,
                log,
                outbox,
                isolated);
    }

    public LocalAwsOptions withPortBase(int port) {
        return new LocalAwsOptions(
                template,
                parameters,
                data,
                region,
                port,
                schedules,
                tuning,
                faults,
                log,
                outbox,
                isolated);
    }

    public LocalAwsOptions withoutSchedules() {
        return new LocalAwsOptions(
                template,
                parameters,
                data,
                region,
                portBase,
                false,
                tuning,
                faults,
                log,
                outbox,
                isolated);
    }

    public LocalAwsOptions withTuning(Tuning shorter) {
        return new LocalAwsOptions(
                template,
                parameters,
                data,
                region,
                portBase,
                schedules,
                shorter,
                faults,
                log,
                outbox,
                isolated);
    }

    public LocalAwsOptions withFaults(Faults wrong) {
        return new LocalAwsOptions(
                template,
                parameters,
                data,
                region,
                portBase,
                schedules,
                tuning,
                wrong,
                log,
                outbox,
                isolated);
    }

    public LocalAwsOptions withLog(FunctionLog sink) {
        return new LocalAwsOptions(
                template,
                parameters,
                data,
                region,
                portBase,
                schedules,
                tuning,
                faults,
                sink,
                outbox,
                isolated);
    }

    public LocalAwsOptions withOutbox(Path folder) {
        return new LocalAwsOptions(
                template,
                parameters,
                data,
                region,
                portBase,
                schedules,
                tuning,
                faults,
                log,
                Optional.of(folder),
                isolated);
    }

    /// Functions run as Lambda runs them, each in a process of its own.
    public LocalAwsOptions withIsolation() {
        return new LocalAwsOptions(
                template,
                parameters,
                data,
                region,
                portBase,
                schedules,
                tuning,
                faults,
                log,
                outbox,
                true);
    }
}
