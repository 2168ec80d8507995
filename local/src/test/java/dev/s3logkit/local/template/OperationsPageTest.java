package dev.s3logkit.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/operations.md` names what is in the template, all of it and nothing else.
class OperationsPageTest {

    private static final Path ROOT = Path.of(System.getProperty("s3logkit.root"));

    private static final Pattern ALARM =
            Pattern.compile("AlarmName: !Sub \\$\\{AWS::StackName\\}-([a-z0-9-]+)");
    private static final Pattern ALARM_ROW = Pattern.compile("(?m)^\\| `…-([a-z0-9-]+)` \\|");

    private static final Pattern DEAD_LETTER_OUTPUT =
            Pattern.compile("(?m)^  ([A-Za-z]+DeadLetterQueueArn):$");
    private static final Pattern DEAD_LETTER_ROW =
            Pattern.compile("\\| `([A-Za-z]+DeadLetterQueueArn)` \\|");

    private static List<String> found(String file, Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(ROOT.resolve(file)))
                .results()
                .map(MatchResult::group)
                .map(text -> pattern.matcher(text).replaceFirst("$1"))
                .sorted()
                .toList();
    }

    @Test
    void everyAlarmHasItsRowAndEveryRowItsAlarm() throws IOException {
        List<String> alarms = found("template.yaml", ALARM);
        assertThat(alarms).isNotEmpty().doesNotHaveDuplicates();
        assertThat(found("docs/operations.md", ALARM_ROW)).isEqualTo(alarms);
    }

    @Test
    void everyDeadLetterQueueHasARowThatSaysHowItsMessagesAreTriedAgain() throws IOException {
        List<String> outputs = found("template.yaml", DEAD_LETTER_OUTPUT);
        assertThat(outputs).isNotEmpty();
        assertThat(found("docs/operations.md", DEAD_LETTER_ROW)).isEqualTo(outputs);
    }
}
