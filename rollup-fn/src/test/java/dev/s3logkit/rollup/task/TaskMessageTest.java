package dev.s3logkit.rollup.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.s3.S3Uri;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskMessageTest {

    private static final LocalDate DAY = LocalDate.of(2022, 7, 1);
    private static final String A = "2022-07-01-05-15-43-42117B9A70B0F1BA";
    private static final String B = "2022-07-01-05-21-46-66A49E4B82CEA312";

    @Test
    void theMessageOfTheSystemBeforeIsReadAsItIs() throws FormatException {
        String message =
                """
                {"s3_role": "arn:aws:iam::123456789012:role/access", "bucket_name": "bucket1",
                 "common_prefix": "example.com/", "basenames": ["%s", "%s"]}
                """
                        .formatted(B, A);

        assertThat(TaskMessage.parse(message))
                .isEqualTo(
                        new RollupTask(
                                "arn:aws:iam::123456789012:role/access",
                                new S3Uri("bucket1", "example.com/"),
                                DAY,
                                List.of(
                                        new TaskSource(A, TaskSource.UNKNOWN, null),
                                        new TaskSource(B, TaskSource.UNKNOWN, null))));
    }

    @Test
    void oursHasTheSameFieldsAndSizesAndEtagsBesides() {
        RollupTask task =
                new RollupTask(
                        null,
                        new S3Uri("bucket1", "example.com/"),
                        DAY,
                        List.of(new TaskSource(A, 2716, "9a"), new TaskSource(B, 0, "9b")));

        assertThat(TaskMessage.write(task))
                .isEqualTo(
                        """
                        {"s3_role":null,"bucket_name":"bucket1","common_prefix":"example.com/",\
                        "basenames":["%s","%s"],"sizes":[2716,0],"etags":["9a","9b"]}"""
                                .formatted(A, B));
    }

    @Property(tries = 500)
    void whatIsWrittenIsReadAgainAndIsNoLongerThanForeseen(
            @ForAll @StringLength(max = 60) String prefix,
            @ForAll List<@StringLength(max = 40) String> uniqueParts)
            throws FormatException {
        S3Uri uri = new S3Uri("bucket1", utf8(prefix));
        List<TaskSource> sources = new ArrayList<>();
        long foreseen = TaskMessage.baseBytes("role", uri);
        for (int i = 0; i < uniqueParts.size() + 1; i++) {
            String unique = i == 0 ? "" : utf8(uniqueParts.get(i - 1)).replaceAll("[./]", "-");
            TaskSource source =
                    new TaskSource("2022-07-01-05-15-43-" + i + unique, 1L << i % 60, "e" + i);
            sources.add(source);
            foreseen += TaskMessage.bytes(source);
        }
        RollupTask task = new RollupTask("role", uri, DAY, sources);

        String message = TaskMessage.write(task);

        assertThat(TaskMessage.parse(message)).isEqualTo(task);
        assertThat(message).matches("\\p{ASCII}*");
        assertThat((long) message.length()).isLessThanOrEqualTo(foreseen);
        assertThat(task.sources())
                .isSortedAccordingTo(
                        (a, b) ->
                                java.util.Arrays.compareUnsigned(
                                        a.name().getBytes(StandardCharsets.UTF_8),
                                        b.name().getBytes(StandardCharsets.UTF_8)));
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "[]", "7", "\"text\"", "{", "{} {}", "null"})
    void aMessageThatIsNoJsonObjectIsNoTask(String message) {
        assertThatThrownBy(() -> TaskMessage.parse(message))
                .isInstanceOf(NotThisFormatException.class)
                .hasMessageStartingWith("rollup task: found '");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | basenames is missing, expected a list",
                "{'basenames': 'x'} | basenames is 'x', expected a list",
                "{'bucket_name':'bucket1','common_prefix':'p/','basenames':[]} | basenames is '[]', expected at least one name",
                "{'common_prefix':'p/','basenames':['$A']} | bucket_name is missing, expected the name of a bucket",
                "{'bucket_name':7,'common_prefix':'p/','basenames':['$A']} | bucket_name is '7', expected text",
                "{'bucket_name':'b','common_prefix':'p/','basenames':['$A']} | bucket name 'b'",
                "{'bucket_name':'bucket1','basenames':['$A']} | common_prefix is missing, expected text",
                "{'s3_role':1,'bucket_name':'bucket1','common_prefix':'','basenames':['$A']} | s3_role is '1', expected text",
                "{'bucket_name':'bucket1','common_prefix':'p/','basenames':['photo.jpg']} | basenames[0] is 'photo.jpg', expected YYYY-MM-DD",
                "{'bucket_name':'bucket1','common_prefix':'p/','basenames':['$A',null]} | basenames[1] is missing, expected YYYY-MM-DD",
                "{'bucket_name':'bucket1','common_prefix':'p/','basenames':['sub/$A']} | basenames[0] is 'sub/$A', expected YYYY-MM-DD",
                "{'bucket_name':'bucket1','common_prefix':'p/','basenames':['$A','2022-07-02-00-00-00-X']} | expected a log of 2022-07-01",
                "{'bucket_name':'bucket1','common_prefix':'p/','basenames':['$A'],'sizes':[1,2]} | sizes is '2 values', expected one for each of 1",
                "{'bucket_name':'bucket1','common_prefix':'p/','basenames':['$A'],'sizes':[-1]} | sizes[0] is '-1', expected a number of bytes",
                "{'bucket_name':'bucket1','common_prefix':'p/','basenames':['$A'],'sizes':['1']} | sizes[0] is '1', expected a number of bytes",
                "{'bucket_name':'bucket1','common_prefix':'p/','basenames':['$A'],'etags':['']} | etags[0] is '', expected an ETag",
                "{'bucket_name':'bucket1','common_prefix':'p/','basenames':['$A'],'etags':{}} | etags is '{}', expected a list"
            })
    void aFieldThatIsWrongIsNamed(String message, String problem) {
        assertThatThrownBy(() -> TaskMessage.parse(message.replace("$A", A).replace('\'', '"')))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageContaining(problem.replace("$A", A));
    }

    @Test
    void aKeyThatNoObjectCanHaveIsRefused() {
        String message =
                """
                {"bucket_name": "bucket1", "common_prefix": "%s", "basenames": ["%s"]}
                """
                        .formatted("p".repeat(1000), A);

        assertThatThrownBy(() -> TaskMessage.parse(message))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageContaining("basenames[0]: key of 1036 bytes");
    }
}
