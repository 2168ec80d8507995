package dev.s3logkit.common.accesslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.CorruptedInputException;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectLineTest {

    @Test
    void isOneJsonObjectOnOneLine() throws IOException {
        byte[] line = "pear \"é\" \u0000\r".getBytes(UTF_8);
        byte[] json = RejectLine.toJson("s3://logs/a b", 7, 0, "why \"so\"", line, 0, line.length);

        assertThat(new String(json, UTF_8)).doesNotContain("\n").doesNotContain("\r");
        assertThat(JSON.std.mapFrom(json))
                .containsEntry("object", "s3://logs/a b")
                .containsEntry("line", 7)
                .containsEntry("part", 0)
                .containsEntry("reason", "why \"so\"")
                .containsEntry("text", "pear \"é\" \u0000\r")
                .doesNotContainKey("base64");
    }

    @Test
    void keepsBytesThatAreNoUtf8AsBase64() throws IOException {
        byte[] line = {'x', (byte) 0xFF, 'y'};
        byte[] json = RejectLine.toJson("o", 1, 2, "r", line, 1, 3);
        assertThat(JSON.std.mapFrom(json))
                .containsEntry("base64", "/3k=")
                .doesNotContainKey("text");
    }

    @Property
    void keepsTheRejectedLineByteForByte(
            @ForAll byte[] line, @ForAll String object, @ForAll String reason) throws IOException {
        // A lone surrogate is no text.
        String name = new String(object.getBytes(UTF_8), UTF_8);
        String why = new String(reason.getBytes(UTF_8), UTF_8);
        RejectLine read =
                RejectLine.fromJson(RejectLine.toJson(name, 3, 1, why, line, 0, line.length));
        assertThat(read.bytes()).isEqualTo(line);
        assertThat(read.object()).isEqualTo(name);
        assertThat(read.lineNumber()).isEqualTo(3);
        assertThat(read.part()).isEqualTo(1);
        assertThat(read.reason()).isEqualTo(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "null",
                "{}",
                "{\"object\":\"o\",\"line\":1,\"part\":0,\"reason\":\"r\"}",
                "{\"object\":\"o\",\"line\":0,\"part\":0,\"reason\":\"r\",\"text\":\"t\"}",
                "{\"object\":\"o\",\"line\":\"x\",\"part\":0,\"reason\":\"r\",\"text\":\"t\"}",
                "{\"object\":null,\"line\":1,\"part\":0,\"reason\":\"r\",\"text\":\"t\"}",
                "{\"object\":\"o\",\"line\":1,\"part\":0,\"reason\":\"r\",\"text\":{}}",
                "{\"object\":\"o\",\"line\":1,\"part\":0,\"reason\":\"r\",\"base64\":\"?\"}"
            })
    void refusesAnythingElse(String json) {
        assertThatThrownBy(() -> RejectLine.fromJson(json.getBytes(UTF_8)))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageStartingWith("a line of rejects: ");
    }

    @Test
    void passesOverFieldsItDoesNotKnow() throws IOException {
        String json =
                "{\"new\":{\"a\":[1]},\"object\":\"o\",\"line\":1,\"part\":0,\"reason\":\"r\","
                        + "\"text\":\"t\"}";
        assertThat(RejectLine.fromJson(json.getBytes(UTF_8)).bytes()).containsExactly('t');
    }

    @Test
    void readsEveryLineCutShortAsCorrupted() {
        byte[] json = RejectLine.toJson("o", 1, 0, "r", new byte[] {'t'}, 0, 1);
        for (int i = 0; i < json.length; i++) {
            byte[] cut = java.util.Arrays.copyOf(json, i);
            assertThatThrownBy(() -> RejectLine.fromJson(cut))
                    .isInstanceOf(CorruptedInputException.class);
        }
    }
}
