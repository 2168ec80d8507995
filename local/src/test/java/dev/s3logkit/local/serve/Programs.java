package dev.s3logkit.local.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// S3 clients of others, as programs.
final class Programs {

    private Programs() {}

    /// Whether a program runs and ends well.
    static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /// Runs a program that has to succeed, with an endpoint of S3.
    ///
    /// @return standard output
    static byte[] output(Path folder, URI endpoint, List<String> command) throws Exception {
        Path errors = Files.createTempFile(folder, "program", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(errors.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AWS_"));
        environment.put("AWS_ENDPOINT_URL_S3", endpoint.toString());
        environment.put("AWS_ACCESS_KEY_ID", "local");
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_CONFIG_FILE", "/dev/null");
        environment.put("PYTHONIOENCODING", "utf-8");
        Process process = builder.start();
        process.getOutputStream().close();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor())
                .as("%s%n%s%n%s", command, Files.readString(errors), new String(output, UTF_8))
                .isZero();
        return output;
    }

    /// `aws s3 …`.
    static byte[] aws(Path folder, URI endpoint, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("aws", "s3"));
        command.addAll(List.of(arguments));
        return output(folder, endpoint, command);
    }
}
