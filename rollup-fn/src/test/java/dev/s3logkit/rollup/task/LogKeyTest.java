package dev.s3logkit.rollup.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogKeyTest {

    private static final String NAME = "2023-03-01-21-32-16-E568B2907131C0C0";

    @ParameterizedTest
    @CsvSource({
        "''",
        "logs/",
        "my-prefix",
        "example.com/",
        "example.com-",
        "a/b/c/d/e/f/g/",
        "'with space/ü/'",
        "logs/123456789012/us-west-2/source-bucket/2023/03/01/",
        "logs123456789012/us-west-2/source-bucket/2023/03/01/",
        "2023-03-",
        "1",
        "2023-03-01-21-32-1",
        "//"
    })
    void everyPrefixIsTakenOff(String prefix) {
        assertThat(LogKey.parse(prefix + NAME))
                .isEqualTo(new LogKey(prefix, NAME, LocalDate.of(2023, 3, 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-03-01-00-00-00-E568B2907131C0C0",
                "2024-02-29-23-59-60-0",
                "2023-03-01-21-32-16-any-other_mark",
                "2023-03-01-21-32-16-Ärger-日本-🚀"
            })
    void theUniquePartMayBeAnything(String name) {
        assertThat(LogKey.parse("p/" + name)).extracting(LogKey::name).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "2023-03-01-21-32-16",
                "2023-03-01-21-32-16-",
                "2023-02-29-21-32-16-E568",
                "2023-13-01-21-32-16-E568",
                "2023-00-01-21-32-16-E568",
                "2023-03-00-21-32-16-E568",
                "2023-03-01-24-32-16-E568",
                "2023-03-01-21-60-16-E568",
                "2023-03-01-21-32-61-E568",
                "2023-03-01T21:32:16-E568",
                "２０２３-03-01-21-32-16-E568",
                "2023-03-01-21-32-16-E568.gz",
                "2023-03-01-21-32-16-E568/",
                "2023-03-01-21-32-16-E568/file",
                "rollup-2023-03-01-e26daa03.tgz",
                "AWSLogs/123456789012/CloudTrail/us-east-2/2016/08/11/a_20160811T2205Z_x.json.gz"
            })
    void anythingElseIsNoLog(String key) {
        assertThat(LogKey.parse(key)).isNull();
    }

    @Property(tries = 2000)
    void nothingIsLostWhateverThePrefix(@ForAll @StringLength(max = 40) String prefix) {
        LogKey key = LogKey.parse(prefix + NAME);
        assertThat(key).isNotNull();
        assertThat(key.prefix() + key.name()).isEqualTo(prefix + NAME);
    }
}
