package dev.s3logkit.local.lambda;

import dev.s3logkit.local.template.FunctionSpec;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sandboxes as Lambda has them: a process for each, which runs the zip under AWS's own runtime
/// interface client, with a heap that fits the function's memory.
final class RuntimeSandboxes implements Sandboxes {

    /// What the managed runtime gives the heap of the function's memory.
    private static final double HEAP = 0.85;

    /// The managed runtime stops at the first compiler unless it is told otherwise.
    private static final String DEFAULT_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private static final String TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";

    /// Lambda's own limit is 10 s, on a machine that does nothing else.
    private static final Duration INIT = Duration.ofSeconds(60);

    private static final String CLIENT =
            "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    private final FunctionSpec spec;
    private final Map<String, String> environment;
    private final Path code;
    private final FunctionLog log;

    /// @param code folder with the unpacked zip
    RuntimeSandboxes(
            FunctionSpec spec, Map<String, String> environment, Path code, FunctionLog log) {
        this.spec = spec;
        this.environment = Map.copyOf(environment);
        this.code = code;
        this.log = log;
    }

    @Override
    public Sandbox make() throws FunctionException, InterruptedException {
        RuntimeApi api;
        Process process;
        long start = System.nanoTime();
        try {
            api = RuntimeApi.start();
            process = start(api);
        } catch (IOException e) {
            throw new FunctionException("the runtime cannot be started: " + e.getMessage(), e);
        }
        Thread.startVirtualThread(() -> watch(process, api));
        RuntimeSandbox sandbox = new RuntimeSandbox(api, process, this::report);
        try {
            api.ready().get(INIT.toMillis(), TimeUnit.MILLISECONDS);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            log.line(
                    spec.logicalId(),
                    "INIT_REPORT Init Duration: %d ms CPU Time: %d ms Max Memory Used: %d MB"
                            .formatted(
                                    millis,
                                    cpuMillis(process),
                                    PeakMemory.megabytes(process.pid())));
            return sandbox;
        } catch (ExecutionException e) {
            sandbox.stop();
            Throwable cause = e.getCause();
            throw new FunctionException(
                    cause instanceof RemoteFailure
                            ? String.valueOf(cause.getMessage())
                            : String.valueOf(cause),
                    cause);
        } catch (TimeoutException e) {
            sandbox.stop();
            throw new FunctionException(
                    "the runtime has not started within %d s".formatted(INIT.toSeconds()), e);
        } catch (InterruptedException e) {
            sandbox.stop();
            throw e;
        }
    }

    private Process start(RuntimeApi api) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx%dm".formatted((long) (spec.memoryMegabytes() * HEAP)),
                        "-cp",
                        runtimeClassPath(),
                        CLIENT,
                        spec.handler());
        Map<String, String> variables = new HashMap<>(environment);
        variables.merge(TOOL_OPTIONS, DEFAULT_OPTIONS, (own, defaults) -> defaults + " " + own);
        variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("LAMBDA_TASK_ROOT", code.toString());
        variables.put("_HANDLER", spec.handler());
        variables.put("TZ", ":UTC");
        variables.put("LANG", "en_US.UTF-8");
        builder.environment().clear();
        builder.environment().putAll(variables);
        // The client's class loader takes classes and lib/*.jar from the working directory.
        return builder.directory(code.toFile()).redirectErrorStream(true).start();
    }

    /// The client, what it needs, and nothing else: the function's classes are in its zip.
    private static String runtimeClassPath() {
        return Stream.of(
                        CLIENT,
                        "com.amazonaws.services.lambda.runtime.Context",
                        "com.amazonaws.services.lambda.runtime.serialization.PojoSerializer",
                        "software.amazon.awssdk.utilslite.SdkInternalThreadLocal")
                .map(RuntimeSandboxes::jarOf)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String jarOf(String className) {
        try {
            return Path.of(
                            Class.forName(className)
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                    .toString();
        } catch (ReflectiveOperationException | URISyntaxException e) {
            throw new IllegalStateException(className + " is not on the class path", e);
        }
    }

    /// Logs what the process prints, and tells when it has ended.
    private void watch(Process process, RuntimeApi api) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.line(spec.logicalId(), line);
            }
        } catch (IOException e) {
            log.line(spec.logicalId(), "its output cannot be read: " + e);
        }
        try {
            api.ended(process.waitFor());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void renew() {
        // Processes share nothing.
    }

    @Override
    public void close() {
        // Every sandbox has been stopped.
    }

    /// Processor time since the process began; 0 where it is not told.
    private static long cpuMillis(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
    }

    /// What an invocation took, in the words of Lambda's own line, and the processor time, which
    /// Lambda does not tell.
    private void report(String requestId, long millis, long cpuMillis, long pid) {
        log.line(
                spec.logicalId(),
                "REPORT RequestId: %s Duration: %d ms CPU Time: %d ms Memory Size: %d MB Max Memory Used: %d MB"
                        .formatted(
                                requestId,
                                millis,
                                cpuMillis,
                                spec.memoryMegabytes(),
                                PeakMemory.megabytes(pid)));
    }

    @FunctionalInterface
    private interface Reporter {
        void report(String requestId, long millis, long cpuMillis, long pid);
    }

    private record RuntimeSandbox(RuntimeApi api, Process process, Reporter reporter)
            implements Sandbox {

        @Override
        public Future<byte[]> start(byte[] event, InvocationContext context) {
            long start = System.nanoTime();
            long cpu = cpuMillis(process);
            return api.invoke(event, context)
                    .whenComplete(
                            (answer, failure) ->
                                    reporter.report(
                                            context.getAwsRequestId(),
                                            TimeUnit.NANOSECONDS.toMillis(
                                                    System.nanoTime() - start),
                                            cpuMillis(process) - cpu,
                                            process.pid()));
        }

        @Override
        public boolean isUsable() {
            return process.isAlive();
        }

        @Override
        public void stop() {
            process.destroyForcibly();
            api.close();
        }
    }
}
