package dev.s3logkit.common.archive.browse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryKeysTest {

    @ParameterizedTest
    @CsvSource({
        "a/b, false, a/b",
        "./a/b, false, a/b",
        "././a, false, a",
        "./, true, ''",
        ".,  true, ''",
        "/,  true, ''",
        "a, true, a/",
        "a/, true, a/",
        "a//, true, a/",
        "/etc/x, false, /etc/x",
        "../x, false, ../x",
        "a//b, false, a//b",
        "a/./b, false, a/./b",
        ".hidden, false, .hidden"
    })
    void makesKeysOfNames(String name, boolean folder, String key) {
        assertThat(EntryKeys.of(name, folder)).isEqualTo(key);
    }
}
