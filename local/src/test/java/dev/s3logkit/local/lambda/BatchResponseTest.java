package dev.s3logkit.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchResponseTest {

    private static final Set<String> BATCH = Set.of("a", "b", "c");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"batchItemFailures\":[]}",
                "{\"batchItemFailures\":null}",
                "{\"other\":1}"
            })
    void takesNothingForSuccess(String answer) {
        assertThat(failed(answer)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"},{\"itemIdentifier\":\"d\"}]}",
                "{\"batchItemFailures\":[{\"identifier\":\"a\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":1}]}",
                "{\"batchItemFailures\":[\"a\"]}",
                "{\"batchItemFailures\":{\"itemIdentifier\":\"a\"}}",
                "{\"batchItemFailures\":[",
                "\"done\"",
                "[]",
                "not json"
            })
    void failsTheBatchForAnAnswerThatCannotBeUnderstood(String answer) {
        assertThat(failed(answer)).isEqualTo(BATCH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"batchItemFailures":[{"itemIdentifier":"a"}]}                           | a
                    {"batchItemFailures":[{"itemIdentifier":"c"},{"itemIdentifier":"a"}]}    | a,c
                    {"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"b"}]}    | b
                    """)
    void failsWhatIsNamed(String answer, String ids) {
        assertThat(failed(answer)).containsExactlyInAnyOrder(ids.split(","));
    }

    private static Set<String> failed(String answer) {
        return BatchResponse.failed(answer.getBytes(StandardCharsets.UTF_8), BATCH);
    }
}
