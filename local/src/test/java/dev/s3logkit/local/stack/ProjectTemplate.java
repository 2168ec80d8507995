package dev.s3logkit.local.stack;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;

/// The project's own template and the zips that it names.
public final class ProjectTemplate {

    private static final Path ROOT = Path.of(System.getProperty("s3logkit.root"));

    private ProjectTemplate() {}

    /// The template. Leaves the test out where the zips were not built before, as in `./mvnw test`.
    public static Path withZips() {
        for (String module :
                List.of(
                        "aggregator",
                        "rollup",
                        "compressor",
                        "orchestrator",
                        "object-lambda",
                        "error-report")) {
            assumeThat(ROOT.resolve(module + "-fn/target/" + module + "-fn.zip")).exists();
        }
        return ROOT.resolve("template.yaml");
    }
}
