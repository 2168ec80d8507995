package dev.s3logkit.local.stack;

import dev.s3logkit.local.template.FunctionSpec;
import dev.s3logkit.local.template.FunctionSpec.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The environment variables of functions: those of the template, with paths on mounted file
/// systems leading into the stack's folder, and those that Lambda adds.
final class FunctionEnvironment {

    private final Map<String, String> clientVariables;
    private final Path filesFolder;

    /// @param clientVariables endpoints, region and credentials
    FunctionEnvironment(Map<String, String> clientVariables, Path filesFolder) {
        this.clientVariables = Map.copyOf(clientVariables);
        this.filesFolder = filesFolder;
    }

    Map<String, String> of(FunctionSpec function) throws IOException {
        Map<String, String> variables = new HashMap<>();
        for (Map.Entry<String, String> entry : function.environment().entrySet()) {
            variables.put(entry.getKey(), local(entry.getValue(), function));
        }
        variables.putAll(clientVariables);
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put(
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMegabytes()));
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        return variables;
    }

    /// The folder of a mounted file system; functions that mount the same one share it.
    Path folder(Mount mount) throws IOException {
        String name = mount.arn().replaceAll(".*[:/]", "").replaceAll("[^A-Za-z0-9._-]", "_");
        return Files.createDirectories(filesFolder.resolve(name));
    }

    private String local(String value, FunctionSpec function) throws IOException {
        for (Mount mount : function.mounts()) {
            String path = mount.localMountPath();
            if (value.equals(path) || value.startsWith(path + "/")) {
                return folder(mount) + value.substring(path.length());
            }
        }
        return value;
    }
}
