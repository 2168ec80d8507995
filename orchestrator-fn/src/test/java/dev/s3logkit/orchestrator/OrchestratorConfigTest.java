package dev.s3logkit.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.s3logkit.common.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrchestratorConfigTest {

    @Test
    void hasDefaults() {
        OrchestratorConfig config = OrchestratorConfig.of(Map.of());
        assertThat(config)
                .isEqualTo(
                        new OrchestratorConfig(
                                null,
                                10,
                                Duration.ofHours(1),
                                Runtime.getRuntime().availableProcessors(),
                                48 << 20,
                                Path.of(System.getProperty("java.io.tmpdir"))));
    }

    @Test
    void readsEveryVariable() {
        assertThat(
                        OrchestratorConfig.of(
                                Map.of(
                                        "COMPRESSOR_FUNCTION_ARN", "arn:c",
                                        "ORCHESTRATOR_STARTS_PER_SECOND", "1000",
                                        "ORCHESTRATOR_PATIENCE_MINUTES", "10080",
                                        "ORCHESTRATOR_THREADS", "64",
                                        "ORCHESTRATOR_SORT_MEMORY_MB", "1024",
                                        "ORCHESTRATOR_SCRATCH_PATH", "/scratch")))
                .isEqualTo(
                        new OrchestratorConfig(
                                "arn:c",
                                1_000,
                                Duration.ofDays(7),
                                64,
                                1 << 30,
                                Path.of("/scratch")));
    }

    @ParameterizedTest
    @CsvSource({
        "ORCHESTRATOR_STARTS_PER_SECOND, 0",
        "ORCHESTRATOR_STARTS_PER_SECOND, 1001",
        "ORCHESTRATOR_PATIENCE_MINUTES, 0",
        "ORCHESTRATOR_PATIENCE_MINUTES, 10081",
        "ORCHESTRATOR_THREADS, 65",
        "ORCHESTRATOR_SORT_MEMORY_MB, 1025",
        "ORCHESTRATOR_SORT_MEMORY_MB, much",
    })
    void refusesWhatIsOutOfBounds(String name, String value) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> OrchestratorConfig.of(Map.of(name, value)))
                .withMessageContaining(name)
                .withMessageContaining(value);
    }
}
