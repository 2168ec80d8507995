package dev.s3logkit.common.accesslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Utf8Test {

    private static boolean jdkDecodes(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Property
    void takesWhatTheJdkDecodes(@ForAll @Size(max = 6) byte[] bytes) {
        assertThat(Utf8.isWellFormed(bytes, 0, bytes.length)).isEqualTo(jdkDecodes(bytes));
    }

    @Property
    void takesEveryText(@ForAll String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(Utf8.isWellFormed(bytes, 0, bytes.length)).isTrue();
    }

    @Test
    void agreesWithTheJdkOnEverySequenceOfALeadAndTwoMore() {
        byte[] bytes = new byte[4];
        for (int lead = 0x80; lead <= 0xFF; lead++) {
            for (int second = 0x70; second <= 0xC0; second++) {
                for (int rest : new int[] {0x7F, 0x80, 0xBF, 0xC0}) {
                    bytes[0] = (byte) lead;
                    bytes[1] = (byte) second;
                    bytes[2] = (byte) rest;
                    bytes[3] = (byte) rest;
                    for (int length = 1; length <= 4; length++) {
                        byte[] part = java.util.Arrays.copyOf(bytes, length);
                        assertThat(Utf8.isWellFormed(part, 0, length)).isEqualTo(jdkDecodes(part));
                    }
                }
            }
        }
    }
}
