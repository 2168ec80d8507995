package dev.s3logkit.local.lambda;

import dev.s3logkit.local.template.FunctionSpec;
import dev.s3logkit.local.template.FunctionSpec.EventSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The functions of a stack and what polls queues for them.
public final class LambdaService implements AutoCloseable {

    private final Path folder;
    private final FunctionLog log;
    private final boolean isolated;
    private final Map<Path, FunctionCode> codeOfZip = new HashMap<>();
    private final List<LambdaFunction> functions = new ArrayList<>();
    private final List<EventSourceMapping> mappings = new ArrayList<>();

    /// @param folder that zips are unpacked to; empty
    /// @param isolated whether each handler runs in a process of its own, under AWS's runtime
    ///   interface client, and not in this one
    public LambdaService(Path folder, boolean isolated, FunctionLog log) {
        this.folder = folder;
        this.isolated = isolated;
        this.log = log;
    }

    /// Makes a function ready to be invoked. Its handler is made by the first invocation.
    ///
    /// @throws IOException when its zip is not there or is none
    public LambdaFunction create(FunctionSpec spec, Map<String, String> environment)
            throws IOException {
        FunctionCode code = codeOfZip.get(spec.codeUri());
        if (code == null) {
            code = FunctionCode.unpack(spec, folder.resolve(spec.logicalId()));
            codeOfZip.put(spec.codeUri(), code);
        }
        LambdaFunction function =
                new LambdaFunction(
                        spec,
                        isolated
                                ? new RuntimeSandboxes(spec, environment, code.folder(), log)
                                : new SharedSandboxes(spec, environment, code),
                        log);
        functions.add(function);
        return function;
    }

    /// Starts to poll a queue for a function. The caller closes what it gets.
    public EventSourceMapping map(
            SqsClient sqs,
            String queueUrl,
            EventSource.Queue source,
            LambdaFunction function,
            String region,
            Tuning tuning) {
        EventSourceMapping mapping =
                new EventSourceMapping(sqs, queueUrl, source, function, region, tuning, log);
        mappings.add(mapping);
        return mapping;
    }

    public List<LambdaFunction> functions() {
        return List.copyOf(functions);
    }

    public List<EventSourceMapping> mappings() {
        return List.copyOf(mappings);
    }

    @Override
    public void close() throws IOException {
        for (LambdaFunction function : functions) {
            function.close();
        }
    }
}
