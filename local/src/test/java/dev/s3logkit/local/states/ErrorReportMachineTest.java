package dev.s3logkit.local.states;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.local.states.Execution.Ending;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The project's definition of the error report, each function of which fails once, twice and
/// always.
class ErrorReportMachineTest {

    private static final String REFUSED = "dev.s3logkit.errorreport.mail.MailRefusedException";
    private static final String UNKNOWN = "dev.s3logkit.errorreport.mail.MailFateUnknownException";
    private static final String INVALID = "dev.s3logkit.errorreport.run.InvalidRunException";
    private static final int ALWAYS = Integer.MAX_VALUE;

    private final Map<String, Integer> failures = new TreeMap<>();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private String error = "java.io.UncheckedIOException";

    private Execution run(String input) throws Exception {
        Definition definition =
                Definition.read(
                        Path.of(
                                System.getProperty("s3logkit.root"),
                                "statemachines/error-report.asl.yaml"),
                        Map.of(
                                "CollectContextFunctionArn", "Collect",
                                "EmailReportFunctionArn", "Email",
                                "DashboardDataFunctionArn", "Dashboard"));
        StatesServices services =
                new StatesServices() {
                    @Override
                    public String invoke(String function, String payload) throws StateFailure {
                        synchronized (failures) {
                            calls.add(function);
                            if (!function.equals("Collect")) {
                                assertThat(payload).contains("\"context_s3_url\":\"s3://b/c\"");
                            } else {
                                assertThat(payload).contains("\"execution\":\"");
                            }
                            int left = failures.getOrDefault(function, 0);
                            if (left > 0) {
                                failures.put(function, left - 1);
                                throw new StateFailure(error, "it broke");
                            }
                        }
                        return switch (function) {
                            case "Collect" -> "{\"context_s3_url\": \"s3://b/c\", \"errors\": 3}";
                            case "Email" -> "{\"mails_sent\": 1}";
                            default -> "{\"written\": true}";
                        };
                    }

                    @Override
                    public String read(String bucket, String key) {
                        throw new AssertionError("nothing is read");
                    }

                    @Override
                    public void pause(Duration time) {
                        pauses.add(time);
                    }
                };
        return new StateMachine("error-report", definition, services).run(input);
    }

    private long calls(String function) {
        return calls.stream().filter(function::equals).count();
    }

    @Test
    void collectsThenMailsAndShows() throws Exception {
        Execution execution = run("{\"report_ids\": [\"PIP_ERROR\"]}");

        assertThat(execution.ending())
                .isEqualTo(
                        new Ending.Succeeded(
                                "{\"context_s3_url\":\"s3://b/c\",\"errors\":3,"
                                        + "\"mail\":{\"mails_sent\":1},\"dashboard\":{\"written\":true}}"));
        assertThat(calls).hasSize(3).startsWith("Collect");
        assertThat(pauses).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Collect, 1", "Collect, 2", "Email, 1", "Email, 2", "Dashboard, 1", "Dashboard, 2"})
    void succeedsWhenAFunctionFailsOnceOrTwice(String function, int times) throws Exception {
        failures.put(function, times);

        assertThat(run("{}").succeeded()).isTrue();
        assertThat(calls(function)).isEqualTo(times + 1L);
        assertThat(calls).hasSize(3 + times);
        assertThat(pauses).hasSize(times);
    }

    @Test
    void endsWhenNothingCanBeCollected() throws Exception {
        failures.put("Collect", ALWAYS);

        assertThat(run("{}").ending()).isEqualTo(new Ending.Failed(error, "it broke"));
        assertThat(calls).hasSize(5).containsOnly("Collect");
    }

    @Test
    void doesNotTryAgainWithAnInputThatIsWrong() throws Exception {
        failures.put("Collect", ALWAYS);
        error = INVALID;

        assertThat(run("{}").succeeded()).isFalse();
        assertThat(calls).hasSize(1);
    }

    @Test
    void showsTheDashboardWhenNoMailCanBeSentAndFailsInTheEnd() throws Exception {
        failures.put("Email", ALWAYS);

        Execution execution = run("{}");

        assertThat(execution.ending()).isEqualTo(new Ending.Failed(error, "it broke"));
        assertThat(calls("Dashboard")).isEqualTo(1);
        assertThat(calls("Email")).isEqualTo(5);
        assertThat(execution.visited()).endsWith("EmailReportAgain");
    }

    @Test
    void sendsTheMailsWhenThereIsNoDashboardAndFailsInTheEnd() throws Exception {
        failures.put("Dashboard", ALWAYS);

        Execution execution = run("{}");

        assertThat(execution.succeeded()).isFalse();
        assertThat(calls("Email")).isEqualTo(1);
        assertThat(execution.visited()).endsWith("DashboardDataAgain");
    }

    @ParameterizedTest
    @ValueSource(strings = {REFUSED, UNKNOWN})
    void doesNotTryAgainWhatWouldBeRefusedAgainOrMaySendTwice(String name) throws Exception {
        failures.put("Email", ALWAYS);
        error = name;

        Execution execution = run("{}");

        assertThat(execution.ending()).isEqualTo(new Ending.Failed(name, "it broke"));
        assertThat(execution.visited()).endsWith("MailNotSent");
        assertThat(calls).containsOnlyOnce("Email", "Dashboard");
        assertThat(pauses).isEmpty();
    }

    @Test
    void catchesUpAfterTheBranches() throws Exception {
        failures.put("Email", 4);
        failures.put("Dashboard", 4);

        Execution execution = run("{}");

        assertThat(execution.ending())
                .isEqualTo(
                        new Ending.Succeeded(
                                "{\"context_s3_url\":\"s3://b/c\",\"errors\":3,"
                                        + "\"mail\":{\"mails_sent\":1},\"dashboard\":{\"written\":true}}"));
    }
}
