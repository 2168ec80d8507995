package dev.s3logkit.errorreport.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.common.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The public samples.
class CorpusTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    containerd-partial.constructed.log         | NullPointer        | 3  | 2024-05-06T07:08:09.012Z     | java.lang.NullPointerException: Something went wrong
                    containerd-partial.constructed.log         | timestamp          | 1  | 2024-05-06T05:08:09.011Z     | first half
                    edge-cases.constructed.log                 | BOM first          | 1  | 2024-05-06T05:08:09.010Z     | BOM first
                    edge-cases.constructed.log                 | CRLF               | 3  | 2024-05-06T05:08:09.010Z     | CRLF
                    edge-cases.constructed.log                 | no @timestamp      | 4  | 2024-05-06T07:08:09Z         | no @timestamp
                    edge-cases.constructed.log                 | epoch ms           | 5  | 2024-05-06T07:08:09.010Z     | epoch ms number
                    edge-cases.constructed.log                 | epoch double       | 6  | 2024-05-06T07:08:09.010Z     | epoch double
                    edge-cases.constructed.log                 | null timestamp     | 7  |                              | null timestamp
                    edge-cases.constructed.log                 | duplicate key      | 8  | 2024-05-06T05:08:09.020Z     | duplicate key
                    edge-cases.constructed.log                 | invalid utf8       | 9  | 2024-05-06T05:08:09.010Z     |
                    edge-cases.constructed.log                 | nested object      | 10 | 2024-05-06T05:08:09.010Z     | @timestamp after a nested object
                    edge-cases.constructed.log                 | inside a string    | 11 | 2024-05-06T05:08:09.010Z     |
                    edge-cases.constructed.log                 | NaN                | 12 | 2024-05-06T05:08:09.010Z     | ruby json may emit NaN
                    edge-cases.constructed.log                 | not json           | 13 |                              | not json
                    edge-cases.constructed.log                 | truncated          | 15 |                              |
                    java-trace-fluent-bit.verbatim.txt         | MyProject.main     | 2  | 2023-12-14T05:41:08Z         |
                    java-trace-fluent-bit.verbatim.txt         | Invalid input      | 9  |                              | java.lang.NullPointerException: Something went wrong
                    java-trace-fluentd-multiline.verbatim.txt  | Main.java          | 2  | 2013-03-03T13:27:33Z         | 2013-3-03 14:27:33 [main] ERROR Main - Exception
                    json-app-logs.public.log                   | ArithmeticException | 3 | 2023-11-13T10:35:32.446Z     | Aritmetik hata oldu
                    json-app-logs.public.log                   | não encontrado     | 6  | 2024-03-15T14:30:22.459Z     | Departamento não encontrado: 99
                    json-app-logs.public.log                   | "message":"baz"    | 2  | 2023-06-06T03:48:12.735Z     | baz
                    json-log-viewer-app.verbatim.log           | warning msg        | 4  | 2023-09-18T19:11:42.132320Z  | warning msg
                    json-log-viewer-app.verbatim.log           | common frames      | 6  | 2023-09-18T19:14:42.137207Z  | error message
                    json.verbatim.log                          | fluentd_tag        | 7  | 2019-01-15T18:06:03.952259Z  | hello
                    logback-json.constructed.log               | NullPointer        | 2  | 2024-05-06T05:08:09.011Z     | Request failed
                    logback-json.constructed.log               | "quoted"           | 3  | 2024-05-06T05:08:09.011Z     |
                    logback-json.constructed.log               | 日本               | 3  | 2024-05-06T05:08:09.011Z     |
                    logback-json.constructed.log               | one fraction digit | 5  | 2024-05-06T05:08:10.100Z     | one fraction digit
                    logback-json.constructed.log               | no fraction        | 6  | 2024-05-06T05:08:10Z         | no fraction
                    logback-json.constructed.log               | comma millis       | 7  | 2024-05-06T05:08:10.123Z     | comma millis
                    logback-json.constructed.log               | ambiguous          | 8  | 2024-10-26T23:30:00Z         |
                    ltsv.verbatim.log                          | a:2                | 2  |                              |
                    multi-member-split-in-record.constructed.log.gz | NullPointer   | 1  | 2024-05-06T05:08:09.011Z     | Request failed
                    multi-member.constructed.log.gz            | NullPointer        | 2  | 2024-05-06T05:08:09.011Z     | Request failed
                    out_file-logback.constructed.log           | comma millis       | 7  | 2024-05-06T05:08:10.123Z     | comma millis
                    out_file-logback.constructed.log           | not json at all    | 10 | 2024-05-06T07:08:09Z         | not json at all
                    out_file-tab.verbatim.log                  | app.event          | 5  | 2013-02-28T03:00:00Z         |
                    stdout-format.verbatim.log                 | value1             | 1  | 2015-05-02T03:12:17Z         |
                    """)
    void readsEverySample(String file, String text, long line, Instant time, String message)
            throws IOException {
        Path sample = Corpus.folder("fluentd").resolve(file);

        Logs logs = Logs.read(Files.readAllBytes(sample), Logs.rule("R", text));

        assertThat(logs.lines()).containsExactly(line);
        assertThat(logs.only().time()).isEqualTo(time);
        if (message != null) {
            assertThat(logs.only().message()).isEqualTo(message);
        }
    }
}
