package dev.s3logkit.common.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URLEncoder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormEncodedKeyTest {

    @ParameterizedTest
    @CsvSource({
        "plain/key.log, plain/key.log",
        "red+apple.jpg, red apple.jpg",
        "a%2Bb+c, a+b c",
        "a%2bb, a+b",
        "%252F, %2F",
        "caf%C3%A9, café",
        "café%20x, café x",
        "%F0%9F%98%80, \uD83D\uDE00",
        "'', ''",
    })
    void decodesKeys(String encoded, String key) {
        assertThat(FormEncodedKey.decode(encoded)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%2", "%zz", "%+1", "%-1", "%ff", "%C3", "%ED%A0%80", "%C0%80"})
    void refusesWhatIsNoKey(String encoded) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FormEncodedKey.decode(encoded))
                .withMessageContaining(encoded);
    }

    @Property(tries = 300)
    void undoesTheEncoderOfTheJdk(@ForAll String text) {
        String key = new String(text.getBytes(UTF_8), UTF_8);
        assertThat(FormEncodedKey.decode(URLEncoder.encode(key, UTF_8))).isEqualTo(key);
    }
}
