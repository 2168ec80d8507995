package dev.s3logkit.objectlambda.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretAccessKeysTest {

    private static final String TWO =
            "{\"FIRSTKEY\": \"a-secret-of-some-length\", \"SECONDKEY\": \"another-secret-of-some\"}";

    private final SettableClock clock = new SettableClock();
    private String text = TWO;
    private int reads;
    private final SecretAccessKeys keys =
            new SecretAccessKeys(
                    "front-door",
                    name -> {
                        reads++;
                        return text;
                    },
                    clock);

    @Test
    void readsTheSecretOnceForManyRequests() throws Exception {
        assertThat(keys.secretOf("FIRSTKEY")).isEqualTo("a-secret-of-some-length");
        assertThat(keys.secretOf("SECONDKEY")).isEqualTo("another-secret-of-some");
        assertThat(keys.secretOf("THIRDKEY")).isNull();
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void forgetsAKeyThatWasTakenOutWithinMinutes() throws Exception {
        assertThat(keys.secretOf("FIRSTKEY")).isNotNull();
        text = "{\"SECONDKEY\": \"another-secret-of-some\"}";
        clock.advance(SecretAccessKeys.MAX_AGE);
        assertThat(keys.secretOf("FIRSTKEY")).isNull();
    }

    @Test
    void findsANewKeySoonerAndIsNotMadeToReadByUnknownOnes() throws Exception {
        assertThat(keys.secretOf("THIRDKEY")).isNull();
        text = "{\"THIRDKEY\": \"yet-another-long-secret\"}";
        clock.advance(SecretAccessKeys.MIN_AGE.minusMillis(1));
        assertThat(keys.secretOf("THIRDKEY")).isNull();
        assertThat(reads).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(keys.secretOf("THIRDKEY")).isEqualTo("yet-another-long-secret");
        assertThat(reads).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "top-secret-text|it is no JSON",
                "{\"KEYID\": \"top-secret-text|it is no JSON",
                "[]|no JSON object",
                "{}|no JSON object",
                "\"top-secret-text-in-quotes\"|no JSON object",
                "{\"a b\": \"top-secret-text-in-quotes\"}|no access key id",
                "{\"KEYID\": 12}|the value of KEYID",
                "{\"KEYID\": \"short\"}|the value of KEYID",
            })
    void namesTheSecretAndTheProblemButQuotesNothingOfIt(String content, String problem) {
        text = content;
        assertThatThrownBy(() -> keys.secretOf("KEYID"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("front-door")
                .hasMessageContaining(problem)
                .hasMessageNotContaining("top-secret")
                .hasNoCause();
    }

    @Test
    void refusesASecretThatIsTooLong() {
        text = " ".repeat(65_537);
        assertThatThrownBy(() -> keys.secretOf("KEYID")).hasMessageContaining("65537 characters");
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.EPOCH;

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
