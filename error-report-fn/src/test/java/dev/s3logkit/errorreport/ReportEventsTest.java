package dev.s3logkit.errorreport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.errorreport.report.Window;
import dev.s3logkit.errorreport.run.InvalidRunException;
import dev.s3logkit.errorreport.run.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The sample events and the environment of the state machine's functions.
class ReportEventsTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "ERROR_REPORT_CONTEXTS", "s3://errors/contexts",
                    "ERROR_REPORT_DASHBOARD", "s3://errors/");

    private static Map<String, Object> event(String name) throws IOException {
        Path file = Path.of(System.getProperty("s3logkit.root"), "events", name);
        return JSON.std.mapFrom(Files.readString(file));
    }

    @Test
    void readsTheSampleEvents() throws IOException {
        assertThat(RunRequest.parse(event("collect-context.json")).reportIds()).isEmpty();
        RunRequest byHand = RunRequest.parse(event("collect-context-by-hand.json"));
        assertThat(byHand.reportIds()).isEqualTo(List.of("PIP_ERROR", "PIP_NPE"));
        assertThat(byHand.window())
                .hasValue(
                        new Window(
                                Instant.parse("2026-03-01T10:00:00Z"),
                                Instant.parse("2026-03-01T11:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"email-report.json", "dashboard-data.json"})
    void findsTheContextInWhatCollectContextGives(String name) throws IOException {
        assertThat(EmailReportHandler.contextPlace(event(name)).key()).startsWith("contexts/");
        assertThatThrownBy(() -> EmailReportHandler.contextPlace(Map.of()))
                .isInstanceOf(InvalidRunException.class)
                .hasMessageContaining("expected the result of CollectContext");
    }

    @Test
    void takesFoldersWithAndWithoutASlash() {
        ReportConfig config = ReportConfig.of(ENVIRONMENT);

        assertThat(config.contexts()).hasToString("s3://errors/contexts/");
        assertThat(config.dashboard()).hasToString("s3://errors/");
        assertThat(config.window()).hasMinutes(10);
        assertThat(config.settling()).hasSeconds(60);
        assertThat(config.sender()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "ERROR_REPORT_CONTEXTS, /tmp",
        "ERROR_REPORT_DASHBOARD, ''",
        "ERROR_REPORT_WINDOW_MINUTES, 0",
        "ERROR_REPORT_SETTLING_SECONDS, soon"
    })
    void namesTheVariableThatIsWrong(String name, String value) {
        Map<String, String> variables = new java.util.HashMap<>(ENVIRONMENT);
        variables.put(name, value);

        assertThatThrownBy(() -> ReportConfig.of(variables))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(name);
    }
}
