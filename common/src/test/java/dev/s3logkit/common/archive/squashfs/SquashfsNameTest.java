package dev.s3logkit.common.archive.squashfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SquashfsNameTest {

    @Property
    void noBytesAreLost(@ForAll @Size(max = 20) byte[] name) {
        assertThat(SquashfsName.toBytes(SquashfsName.toText(name))).isEqualTo(name);
    }

    @Property
    void textIsItsUtf8(@ForAll String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(SquashfsName.toText(bytes)).isEqualTo(new String(bytes, UTF_8));
        assertThat(SquashfsName.isUtf8(SquashfsName.toText(bytes))).isTrue();
    }

    @Property
    void namesAreComparedAsBytes(@ForAll @Size(max = 5) byte[] a, @ForAll @Size(max = 5) byte[] b) {
        assertThat(SquashfsName.compare(SquashfsName.toText(a), SquashfsName.toText(b)))
                .isEqualTo(Arrays.compareUnsigned(a, b));
    }

    @ParameterizedTest
    @CsvSource({
        "ff, \\udcff",
        "61ff62, a\\udcffb",
        "c3, \\udcc3",
        "c3a9c3, é\\udcc3",
        "eda080, \\udced\\udca0\\udc80",
        "efbfbd80, \\ufffd\\udc80",
        "f09f98, \\udcf0\\udc9f\\udc98",
        "f09f988080, \\ud83d\\ude00\\udc80",
        "c0af, \\udcc0\\udcaf",
    })
    void bytesThatAreNoUtf8BecomeCharsOfTheirOwn(String hex, String expected) {
        byte[] name = java.util.HexFormat.of().parseHex(hex);
        StringBuilder escaped = new StringBuilder();
        for (char c : SquashfsName.toText(name).toCharArray()) {
            escaped.append(c < 256 ? String.valueOf(c) : "\\u%04x".formatted((int) c));
        }
        assertThat(escaped).hasToString(expected);
        assertThat(SquashfsName.isUtf8(SquashfsName.toText(name))).isFalse();
        assertThat(SquashfsName.toBytes(SquashfsName.toText(name))).isEqualTo(name);
    }
}
