package dev.s3logkit.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

    private enum Shape {
        ROUND,
        SQUARE
    }

    private static Environment with(String name, String value) {
        return Environment.of(Map.of(name, value));
    }

    @Test
    void takesTheDefaultWhenAVariableIsAbsentOrEmpty() {
        for (Environment environment :
                new Environment[] {Environment.of(Map.of()), with("A", "")}) {
            assertThat(environment.text("A")).isNull();
            assertThat(environment.text("A", "d")).isEqualTo("d");
            assertThat(environment.integer("A", 7, 0, 9)).isEqualTo(7);
            assertThat(environment.longInteger("A", 1L << 40, 0, Long.MAX_VALUE))
                    .isEqualTo(1L << 40);
            assertThat(environment.flag("A", true)).isTrue();
            assertThat(environment.oneOf("A", "x", "x", "y")).isEqualTo("x");
            assertThat(environment.oneOf("A", Shape.SQUARE)).isEqualTo(Shape.SQUARE);
            assertThat(environment.path("A", "/d")).isEqualTo(Path.of("/d"));
        }
    }

    @Test
    void readsValues() {
        assertThat(with("A", " kept ").text("A", "d")).isEqualTo(" kept ");
        assertThat(with("A", " 8 ").integer("A", 7, 0, 9)).isEqualTo(8);
        assertThat(with("A", "-5").longInteger("A", 0, -5, 5)).isEqualTo(-5);
        assertThat(with("A", "Y").oneOf("A", "x", "x", "y")).isEqualTo("y");
        assertThat(with("A", "round").oneOf("A", Shape.SQUARE)).isEqualTo(Shape.ROUND);
        assertThat(with("A", "/p/q").path("A", "/d")).isEqualTo(Path.of("/p/q"));
    }

    @ParameterizedTest
    @CsvSource({
        "true, true", "TRUE, true", "1, true", "Yes, true",
        "false, false", "False, false", "0, false", "NO, false",
    })
    void readsFlagsInEveryForm(String value, boolean expected) {
        assertThat(with("A", value).flag("A", !expected)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.5", "10", "-1", "99999999999999999999", "0x1", " "})
    void namesVariableValueAndRangeOfABadNumber(String value) {
        assertThatThrownBy(() -> with("A_SIZE", value).integer("A_SIZE", 7, 0, 9))
                .isInstanceOf(ConfigException.class)
                .hasMessage("A_SIZE is '" + value + "': expected an integer from 0 to 9");
    }

    @Test
    void namesTheWordsThatAreAllowed() {
        assertThatThrownBy(() -> with("A", "on").flag("A", true))
                .hasMessage("A is 'on': expected true, false, 1, 0, yes or no");
        assertThatThrownBy(() -> with("A", "z").oneOf("A", "x", "x", "y"))
                .hasMessage("A is 'z': expected one of x, y");
        assertThatThrownBy(() -> with("A", "oval").oneOf("A", Shape.ROUND))
                .hasMessage("A is 'oval': expected one of ROUND, SQUARE");
        assertThatThrownBy(() -> with("A", "a\0b").path("A", "/d"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected a path");
    }

    @Test
    void findsMisspelledNamesUnderTheCorrectOneWhichWins() {
        assertThat(with("S3LOGS_STAGGING_X", "old").text("S3LOGS_STAGGING_X")).isEqualTo("old");
        assertThat(with("S3LOGS_STAGING_X", "new").text("S3LOGS_STAGGING_X")).isEqualTo("new");
        assertThat(with("S3LOGS_WRITER_X", "new").text("S3LOGS_WRTIER_X")).isEqualTo("new");
        Environment both = Environment.of(Map.of("STAGGING", "old", "STAGING", "new"));
        assertThat(both.text("STAGGING")).isEqualTo("new");
        Environment empty = Environment.of(Map.of("STAGGING", "old", "STAGING", ""));
        assertThat(empty.text("STAGGING")).isEqualTo("old");
    }

    @Test
    void complainsUnderTheNameThatWasSet() {
        assertThatThrownBy(() -> with("A_STAGING", "x").integer("A_STAGGING", 1, 1, 2))
                .hasMessageStartingWith("A_STAGING is 'x'");
        assertThatThrownBy(() -> with("A_STAGGING", "x").integer("A_STAGGING", 1, 1, 2))
                .hasMessageStartingWith("A_STAGGING is 'x'");
    }
}
