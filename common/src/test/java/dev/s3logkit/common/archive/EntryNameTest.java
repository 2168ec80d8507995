package dev.s3logkit.common.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryNameTest {

    @Property
    void keepsEveryByte(@ForAll @Size(max = 12) byte[] name) {
        assertThat(EntryName.toBytes(EntryName.toText(name))).isEqualTo(name);
    }

    @Property
    void comparesAsBytes(@ForAll @Size(max = 6) byte[] a, @ForAll @Size(max = 6) byte[] b) {
        assertThat(Integer.signum(EntryName.compare(EntryName.toText(a), EntryName.toText(b))))
                .isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
    }

    @Property
    void findsTheNameOfItsPrintedForm(@ForAll @Size(max = 12) byte[] name) {
        String text = EntryName.toText(name);
        String printed = EntryName.print(text);
        assertThat(EntryName.parse(printed)).isEqualTo(text);
        assertThat(EntryName.isUtf8(printed)).isTrue();
        assertThat(printed.chars()).allMatch(c -> c >= ' ' && c != 0x7f);
    }

    @ParameterizedTest
    @CsvSource({
        "logs/a.log, logs/a.log",
        "caf\u00e9, caf\u00e9",
        "\uD83D\uDE00, \uD83D\uDE00",
        "a\u0009b, a\\x09b",
        "a\u001bb, a\\x1bb",
        "a\u202eb, a\\xe2\\x80\\xaeb",
        "a\u2028b, a\\xe2\\x80\\xa8b",
        "c:\\dir, c:\\dir",
        "a\\x41, a\\x5cx41",
        "a\\, a\\"
    })
    void printsOneVisibleLine(String name, String printed) {
        assertThat(EntryName.print(name)).isEqualTo(printed);
        assertThat(EntryName.parse(printed)).isEqualTo(name);
    }

    @Test
    void printsBytesThatAreNoUtf8() {
        String name = EntryName.toText("caf\u00e9".getBytes(ISO_8859_1));
        assertThat(EntryName.isUtf8(name)).isFalse();
        assertThat(EntryName.print(name)).isEqualTo("caf\\xe9");
        assertThat(EntryName.parse("caf\\xe9")).isEqualTo(name);
    }

    @Property
    void leavesUtf8AsItIs(@ForAll String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(EntryName.toText(bytes)).isEqualTo(new String(bytes, UTF_8));
        assertThat(EntryName.isUtf8(EntryName.toText(bytes))).isTrue();
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
    void givesEachByteThatIsNoUtf8ACharOfItsOwn(String hex, String expected) {
        byte[] name = HexFormat.of().parseHex(hex);
        StringBuilder escaped = new StringBuilder();
        for (char c : EntryName.toText(name).toCharArray()) {
            escaped.append(c < 256 ? String.valueOf(c) : "\\u%04x".formatted((int) c));
        }
        assertThat(escaped).hasToString(expected);
        assertThat(EntryName.isUtf8(EntryName.toText(name))).isFalse();
    }
}
