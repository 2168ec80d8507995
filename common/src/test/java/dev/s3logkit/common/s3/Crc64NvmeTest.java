package dev.s3logkit.common.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class Crc64NvmeTest {

    /// The definition, bit by bit, most significant bit first and not reflected.
    private static long definition(byte[] bytes) {
        long crc = -1;
        for (byte b : bytes) {
            crc ^= (long) Integer.reverse(b & 0xff) >>> 24 << 56;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? crc << 1 ^ 0xad93d23594c93659L : crc << 1;
            }
        }
        return ~Long.reverse(crc);
    }

    @Test
    void hasTheCheckValueOfTheCatalogue() {
        Crc64Nvme crc = new Crc64Nvme();
        crc.update("123456789".getBytes(US_ASCII));
        assertThat(crc.getValue()).isEqualTo(0xae8b14860a799888L);
        crc.reset();
        assertThat(crc.getValue()).isZero();
    }

    @Property(tries = 500)
    void agreesWithItsDefinitionHoweverTheBytesCome(
            @ForAll byte[] bytes, @ForAll @IntRange(min = 0, max = 40) int split) {
        int first = Math.min(split, bytes.length);
        Crc64Nvme crc = new Crc64Nvme();
        crc.update(bytes, 0, first);
        crc.update(bytes, first, bytes.length - first);
        assertThat(crc.getValue()).isEqualTo(definition(bytes));
    }
}
