package dev.s3logkit.local.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.local.states.Execution.Ending;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The runner against what the language's specification says.
class StateMachineTest {

    /// Answers in order; a failure stands for one.
    private static final class Fake implements StatesServices {
        private final Deque<Object> answers = new ArrayDeque<>();
        private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
        private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
        private String object = "{}";

        @Override
        public synchronized String invoke(String function, String payload) throws StateFailure {
            calls.add(function + " " + payload);
            Object answer = answers.isEmpty() ? payload : answers.poll();
            if (answer instanceof StateFailure failure) {
                throw failure;
            }
            return String.valueOf(answer);
        }

        @Override
        public String read(String bucket, String key) {
            calls.add("GET " + bucket + " " + key);
            return object;
        }

        @Override
        public void pause(Duration time) {
            pauses.add(time);
        }
    }

    private final Fake services = new Fake();

    private Execution run(String yaml, String input) throws Exception {
        Definition definition =
                Definition.parse(
                        "test.asl.yaml", "QueryLanguage: JSONata\n" + yaml, Map.of("N", "2"));
        return new StateMachine("test", definition, services).run(input);
    }

    private static String output(Execution execution) {
        return switch (execution.ending()) {
            case Ending.Succeeded succeeded -> succeeded.output();
            case Ending.Failed failed -> failed.error() + ": " + failed.cause();
        };
    }

    private static final String TASK =
            """
            StartAt: T
            States:
              T:
                Type: Task
                Resource: arn:aws:states:::lambda:invoke
                Arguments: {FunctionName: f, Payload: '{% $states.input %}'}
            """;

    @Test
    void triesATaskAgainAfterGrowingPausesAndThenLeavesItByItsCatcher() throws Exception {
        String yaml =
                TASK
                        + """
                              Retry:
                                - ErrorEquals: [Busy]
                                  IntervalSeconds: 2
                                  MaxAttempts: 3
                                  BackoffRate: 3
                                  MaxDelaySeconds: 10
                              Catch:
                                - ErrorEquals: [States.ALL]
                                  Output: '{% $states.errorOutput.Error & "/" & $states.input.a %}'
                                  Next: After
                              Next: Never
                            Never: {Type: Fail, Error: X, Cause: y}
                            After: {Type: Succeed}
                          """;
        for (int i = 0; i < 4; i++) {
            services.answers.add(new StateFailure("Busy", "no"));
        }

        Execution execution = run(yaml, "{\"a\": 1}");

        assertThat(output(execution)).isEqualTo("\"Busy/1\"");
        assertThat(services.calls).hasSize(4).containsOnly("f {\"a\":1}");
        assertThat(services.pauses)
                .containsExactly(
                        Duration.ofSeconds(2), Duration.ofSeconds(6), Duration.ofSeconds(10));
        assertThat(execution.visited()).containsExactly("T", "T", "T", "T", "After");
    }

    @Test
    void neverTriesAgainWhatARetrierWithNoAttemptsNames() throws Exception {
        String yaml =
                TASK
                        + """
                              Retry:
                                - {ErrorEquals: [Final], MaxAttempts: 0}
                                - {ErrorEquals: [States.ALL], MaxAttempts: 9}
                              End: true
                          """;
        services.answers.add(new StateFailure("Final", "stop"));

        assertThat(output(run(yaml, "{}"))).isEqualTo("Final: stop");
        assertThat(services.calls).hasSize(1);
    }

    @Test
    void runsBranchesAtOnceAndAssignsForLaterStates() throws Exception {
        String yaml =
                """
                StartAt: P
                States:
                  P:
                    Type: Parallel
                    Branches:
                      - StartAt: A
                        States: {A: {Type: Pass, Output: '{% $states.input.x + 1 %}', End: true}}
                      - StartAt: B
                        States: {B: {Type: Pass, Output: b, End: true}}
                    Assign: {first: '{% $states.result[0] %}'}
                    Next: C
                  C:
                    Type: Choice
                    Choices:
                      - {Condition: '{% $first > 5 %}', Next: Big, Output: big}
                    Default: Small
                  Big: {Type: Succeed, Output: '{% $states.input & $first %}'}
                  Small: {Type: Succeed, Output: '{% {"n": null, "list": $states.input} %}'}
                """;

        assertThat(output(run(yaml, "{\"x\": 5}"))).isEqualTo("\"big6\"");
        assertThat(output(run(yaml, "{\"x\": 1}"))).isEqualTo("{\"n\":null,\"list\":[2,\"b\"]}");
    }

    @Test
    void endsTheOtherBranchesWhenOneFails() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        StatesServices blocked =
                new StatesServices() {
                    @Override
                    public String invoke(String function, String payload)
                            throws StateFailure, InterruptedException {
                        if (function.equals("bad")) {
                            throw new StateFailure("Boom", "x");
                        }
                        never.await();
                        return "{}";
                    }

                    @Override
                    public String read(String bucket, String key) {
                        return "";
                    }

                    @Override
                    public void pause(Duration time) {}
                };
        String branch =
                "{StartAt: %1$s, States: {%1$s: {Type: Task, Resource: 'arn:aws:states:::lambda:invoke',"
                        + " Arguments: {FunctionName: %1$s}, End: true}}}";
        Definition definition =
                Definition.parse(
                        "t",
                        "QueryLanguage: JSONata\nStartAt: P\nStates:\n  P:\n    Type: Parallel\n"
                                + "    Branches: [%s, %s]\n    End: true\n"
                                        .formatted(
                                                branch.formatted("slow"), branch.formatted("bad")),
                        Map.of());

        Execution execution = new StateMachine("t", definition, blocked).run("{}");

        assertThat(output(execution)).isEqualTo("Boom: x");
    }

    private static final String MAP =
            """
            StartAt: M
            States:
              M:
                Type: Map
                MaxConcurrency: '{% ${N} %}'
                ToleratedFailurePercentage: 50
                ItemReader:
                  Resource: arn:aws:states:::s3:getObject
                  ReaderConfig: {InputType: JSON, ItemsPointer: /parts}
                  Arguments: {Bucket: b, Key: '{% $states.input.key %}'}
                ItemSelector: {n: '{% $states.context.Map.Item.Value %}', i: '{% $states.context.Map.Item.Index %}'}
                ItemProcessor:
                  ProcessorConfig: {Mode: DISTRIBUTED, ExecutionType: STANDARD}
                  StartAt: F
                  States:
                    F:
                      Type: Task
                      Resource: arn:aws:states:::lambda:invoke
                      Arguments: {FunctionName: f, Payload: '{% $states.input %}'}
                      Output: '{% $states.result.Payload %}'
                      End: true
                End: true
            """;

    @Test
    void mapsOverTheItemsOfAnObject() throws Exception {
        services.object = "{\"parts\": [7, 8, 9]}";

        assertThat(output(run(MAP, "{\"key\": \"k\"}")))
                .isEqualTo("[{\"n\":7,\"i\":0},{\"n\":8,\"i\":1},{\"n\":9,\"i\":2}]");
        assertThat(services.calls).startsWith("GET b k").hasSize(4);
    }

    @Test
    void toleratesAsManyFailedItemsAsTheMapSays() throws Exception {
        services.object = "{\"parts\": [1, 2, 3, 4]}";
        services.answers.addAll(List.of(new StateFailure("E", "1"), new StateFailure("E", "2")));
        assertThat(run(MAP, "{\"key\": \"k\"}").succeeded()).isTrue();

        services.answers.addAll(
                List.of(
                        new StateFailure("E", "1"),
                        new StateFailure("E", "2"),
                        new StateFailure("E", "3")));
        assertThat(output(run(MAP, "{\"key\": \"k\"}")))
                .startsWith("States.ExceedToleratedFailureThreshold: 3 of 4 items failed");
    }

    @Test
    void failsWithTheNameOfWhatWentWrong() throws Exception {
        assertThat(
                        output(
                                run(
                                        "StartAt: F\nStates: {F: {Type: Fail, Error: A, Cause: '{% $states.input.why %}'}}",
                                        "{\"why\": \"so\"}")))
                .isEqualTo("A: so");
        assertThat(
                        output(
                                run(
                                        "StartAt: P\nStates: {P: {Type: Pass, Output: '{% $states.input.none %}', End: true}}",
                                        "{}")))
                .startsWith("States.QueryEvaluationError: the expression gives nothing");
        assertThat(
                        output(
                                run(
                                        "StartAt: P\nStates: {P: {Type: Pass, Output: '{% 1 + %}', End: true}}",
                                        "{}")))
                .startsWith("States.QueryEvaluationError");
        assertThat(
                        output(
                                run(
                                        "StartAt: C\nStates: {C: {Type: Choice, Choices: [{Condition: '{% false %}', Next: E}]}, E: {Type: Succeed}}",
                                        "{}")))
                .startsWith("States.NoChoiceMatched");
        assertThat(
                        output(
                                run(
                                        "StartAt: P\nStates: {P: {Type: Pass, End: true}}",
                                        "\"" + "x".repeat(262_143) + "\"")))
                .startsWith("States.DataLimitExceeded: a payload of 262145 bytes");
        assertThat(
                        output(
                                run(
                                        "StartAt: W\nStates: {W: {Type: Wait, Seconds: '{% $states.input.s %}', End: true}}",
                                        "{\"s\": 90}")))
                .isEqualTo("{\"s\":90}");
        assertThat(services.pauses).containsExactly(Duration.ofSeconds(90));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage', End: true}      | test.asl.yaml.States.S.Resource: only arn:aws:states:::lambda:invoke runs here
                    {Type: Pass, InputPath: $.a, End: true}                                    | test.asl.yaml.States.S.InputPath: this runner does not know the field
                    {Type: Pass, Next: Nowhere}                                                | test.asl.yaml.States.S: there is no state Nowhere, only [S]
                    {Type: Pass}                                                               | test.asl.yaml.States.S.Next: expected either Next or End: true
                    {Type: Dance, End: true}                                                   | test.asl.yaml.States.S.Type: this runner does not know Dance
                    {Type: Pass, QueryLanguage: JSONPath, End: true}                           | test.asl.yaml.States.S.QueryLanguage: only JSONata runs here
                    {Type: Pass, Comment: '${Nothing}', End: true}                             | test.asl.yaml: nothing is given for ${Nothing}
                    {Type: Wait, End: true}                                                    | test.asl.yaml.States.S.Seconds: expected either Seconds or Timestamp
                    {Type: Map, ItemProcessor: {StartAt: X, States: {}}, End: true}            | test.asl.yaml.States.S.ItemProcessor.StartAt: there is no state X
                    {Type: Map, ItemBatcher: {}, ItemProcessor: {}, End: true}                 | test.asl.yaml.States.S.ItemBatcher: this runner does not know the field
                    """)
    void refusesWhatItWouldNotRunAsTheServiceDoes(String state, String problem) {
        assertThatThrownBy(() -> run("StartAt: S\nStates: {S: " + state + "}", "{}"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith(problem);
    }
}
