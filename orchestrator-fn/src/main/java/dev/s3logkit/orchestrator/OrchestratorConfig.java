package dev.s3logkit.orchestrator;

import dev.s3logkit.common.config.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The settings of the orchestrator, read from the environment (`docs/configuration.md` has one row
/// per variable).
///
/// @param compressorArn the function that is started for each manifest, or null
/// @param startsPerSecond most compressors started in a second
/// @param patience how long a started compressor counts as running without archive and failure
/// @param threads data files read at once
/// @param sortMemory bytes of object names held before they are spilled
/// @param scratch where they are spilled
public record OrchestratorConfig(
        @Nullable String compressorArn,
        int startsPerSecond,
        Duration patience,
        int threads,
        int sortMemory,
        Path scratch) {

    private static final int MIB = 1 << 20;

    /// Reads and validates every variable.
    ///
    /// @throws dev.s3logkit.common.config.ConfigException names the variable, the value and what is
    ///   allowed
    public static OrchestratorConfig of(Map<String, String> variables) {
        Environment env = Environment.of(variables);
        return new OrchestratorConfig(
                env.text("COMPRESSOR_FUNCTION_ARN"),
                env.integer("ORCHESTRATOR_STARTS_PER_SECOND", 10, 1, 1_000),
                Duration.ofMinutes(
                        env.integer("ORCHESTRATOR_PATIENCE_MINUTES", 60, 1, 7 * 24 * 60)),
                env.integer(
                        "ORCHESTRATOR_THREADS", Runtime.getRuntime().availableProcessors(), 1, 64),
                env.integer("ORCHESTRATOR_SORT_MEMORY_MB", 48, 1, 1_024) * MIB,
                env.path("ORCHESTRATOR_SCRATCH_PATH", System.getProperty("java.io.tmpdir")));
    }
}
