package dev.s3logkit.local.template;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An `AWS::Serverless::Function`.
///
/// @param codeUri the zip, as an absolute path
/// @param handler class, or class and method as in `pkg.Type::method`
/// @param memoryMegabytes what the function is told that it has
/// @param async the `EventInvokeConfig`
/// @param url the `FunctionUrlConfig`
public record FunctionSpec(
        String logicalId,
        String name,
        String arn,
        Path codeUri,
        String handler,
        Duration timeout,
        int memoryMegabytes,
        Map<String, String> environment,
        List<Mount> mounts,
        List<EventSource> events,
        AsyncPolicy async,
        Optional<Url> url) {

    public FunctionSpec {
        environment = Map.copyOf(environment);
        mounts = List.copyOf(mounts);
        events = List.copyOf(events);
    }

    /// A URL at which anybody on the network can call the function.
    ///
    /// @param iam whether Lambda checks who calls (`AuthType: AWS_IAM`)
    public record Url(boolean iam) {}

    /// What becomes of asynchronous invocations that fail.
    ///
    /// @param retries tries after the first one
    /// @param maximumAge an event that is older is given up
    /// @param onFailureArn queue or bucket that is told of events that are given up; empty for none
    public record AsyncPolicy(int retries, Duration maximumAge, String onFailureArn) {}

    /// A file system under a path; the ARN tells functions that share it from those that don't.
    public record Mount(String arn, String localMountPath) {}

    /// What calls the function.
    public sealed interface EventSource {
        /// The key under `Events`.
        String name();

        /// A queue that is polled.
        ///
        /// @param batchSize most messages of one invocation
        /// @param window how long a batch is waited for after its first message
        /// @param maximumConcurrency most invocations at once; 0 when the template sets no limit
        /// @param reportsBatchItemFailures whether the result names the messages that failed
        record Queue(
                String name,
                String queueArn,
                int batchSize,
                Duration window,
                int maximumConcurrency,
                boolean reportsBatchItemFailures)
                implements EventSource {}

        /// A time or an interval.
        ///
        /// @param expression `rate(…)`, `cron(…)` or `at(…)`
        /// @param timeZone of `cron` and `at`
        /// @param input the event as JSON; empty for the scheduler's own
        record Schedule(String name, String expression, String timeZone, String input)
                implements EventSource {}
    }
}
