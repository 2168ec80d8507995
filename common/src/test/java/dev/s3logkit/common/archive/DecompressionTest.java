package dev.s3logkit.common.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecompressionTest {

    /// Gives one byte at a time and never says that more is there, as a network may.
    private static final class Trickle extends FilterInputStream {

        Trickle(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            return super.read(b, off, Math.min(len, 1));
        }

        @Override
        public int available() {
            return 0;
        }
    }

    private static byte[] read(byte[] input) throws IOException {
        try (InputStream in = Decompression.open(new ByteArrayInputStream(input), "a.file")) {
            return in.readAllBytes();
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    /// An empty member whose header has every optional part.
    private static byte[] emptyMember() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 3});
        out.writeBytes(new byte[] {6, 0, 'T', 'C', 2, 0, 1, 2});
        out.writeBytes("name\0comment\0".getBytes(UTF_8));
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(out.toByteArray());
        out.write((int) crc.getValue());
        out.write((int) crc.getValue() >>> 8);
        out.writeBytes(new byte[] {3, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        return out.toByteArray();
    }

    private static byte[] zstd(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
            zstd.setChecksum(true);
            zstd.write(text.getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "abcd", "plain text\n", "\u001f", "(µ/"})
    void passesPlainBytesThrough(String text) throws IOException {
        assertThat(read(text.getBytes(UTF_8))).asString(UTF_8).isEqualTo(text);
    }

    @Test
    void readsEveryMemberAndFrame() throws IOException {
        byte[] gzip = join(gzip("one\n"), emptyMember(), gzip(""), gzip("two\n"), emptyMember());
        byte[] skippable = {0x5e, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};
        byte[] zstd = join(skippable, zstd("one\n"), zstd(""), skippable, zstd("two\n"));
        assertThat(read(gzip)).asString(UTF_8).isEqualTo("one\ntwo\n");
        assertThat(read(zstd)).asString(UTF_8).isEqualTo("one\ntwo\n");
        for (byte[] input : new byte[][] {gzip, zstd}) {
            try (InputStream in = Decompression.open(new Trickle(input), "a.file")) {
                assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("one\ntwo\n");
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void readsWhatIsLargerThanItsBuffers() throws IOException {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        Arrays.fill(content, 1_000_000, 2_000_000, (byte) 'x');
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(content);
        }
        assertThat(Arrays.equals(read(gzip.toByteArray()), content)).isTrue();
        assertThat(Arrays.equals(read(Zstd.compress(content)), content)).isTrue();
    }

    @Test
    void ignoresZerosAfterTheLastMember() throws IOException {
        assertThat(read(join(gzip("x"), new byte[700]))).asString(UTF_8).isEqualTo("x");
    }

    @Test
    void refusesWhatIsCutOffAnywhere() throws IOException {
        byte[] second = "second member with some more text".getBytes(UTF_8);
        byte[][] inputs = {
            join(gzip("first"), gzip(new String(second, UTF_8))),
            join(zstd("first"), zstd(new String(second, UTF_8)))
        };
        int[] borders = {gzip("first").length, zstd("first").length};
        for (int i = 0; i < inputs.length; i++) {
            for (int length = 4; length < inputs[i].length; length++) {
                byte[] cut = Arrays.copyOf(inputs[i], length);
                if (length == borders[i]) {
                    assertThat(read(cut)).asString(UTF_8).isEqualTo("first");
                    continue;
                }
                assertThatThrownBy(() -> read(cut))
                        .as("input %d cut to %d bytes", i, length)
                        .isInstanceOf(CorruptedInputException.class)
                        .hasMessageContaining("a.file");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 7", "3, 32", "3, 128"})
    void namesWhatOfGzipItDoesNotKnow(int offset, int value) throws IOException {
        byte[] input = gzip("text");
        input[offset] = (byte) value;
        assertThatThrownBy(() -> read(input))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageStartingWith("a.file: gzip: ");
    }

    @Test
    void refusesWrongSumsAndDataAfterTheEnd() throws IOException {
        byte[] input = gzip("text");
        byte[] badCrc = input.clone();
        badCrc[input.length - 8] ^= 1;
        byte[] badLength = input.clone();
        badLength[input.length - 1] ^= 1;
        byte[] badHeader = emptyMember();
        badHeader[4] ^= 1;
        assertThatThrownBy(() -> read(badCrc)).hasMessageContaining("checksum");
        assertThatThrownBy(() -> read(badLength)).hasMessageContaining("length");
        assertThatThrownBy(() -> read(badHeader)).hasMessageContaining("header");
        assertThatThrownBy(() -> read(join(input, new byte[] {'x'})))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageContaining("after the last member");
        assertThatThrownBy(() -> read(join(input, new byte[] {0, 0, 'x'})))
                .isInstanceOf(CorruptedInputException.class);
        assertThatThrownBy(() -> read(join(zstd("text"), new byte[] {'x', 'y', 'z', 'z', 'y'})))
                .isInstanceOf(CorruptedInputException.class);
    }

    @Test
    void refusesAWindowThatIsTooLarge() {
        // Magic, a descriptor without size, a window descriptor of 2^41 bytes.
        byte[] input = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (31 << 3), 1, 0, 0};
        assertThatThrownBy(() -> read(input))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("128 MiB");
    }

    @Test
    void passesOnWhatItsInputThrows() throws IOException {
        IOException broken = new IOException("connection reset");
        for (byte[] start : new byte[][] {gzip("text"), zstd("text")}) {
            InputStream in =
                    new FilterInputStream(new ByteArrayInputStream(start, 0, 8)) {
                        @Override
                        public int read(byte[] b, int off, int len) throws IOException {
                            int n = super.read(b, off, len);
                            if (n < 0) {
                                throw broken;
                            }
                            return n;
                        }
                    };
            assertThatThrownBy(() -> Decompression.open(in, "a.file").readAllBytes())
                    .isSameAs(broken);
        }
    }

    @Property(tries = 2000)
    void throwsNothingButFormatExceptions(
            @ForAll boolean isGzip,
            @ForAll @IntRange(min = 0, max = 199) int at,
            @ForAll byte value)
            throws IOException {
        String text = "some text that repeats itself, some text that repeats itself; ".repeat(3);
        byte[] input =
                isGzip ? join(gzip(text), emptyMember(), gzip(text)) : join(zstd(text), zstd(text));
        input[at % input.length] = value;
        try {
            assertThat(read(input).length).isLessThan(1 << 20);
        } catch (FormatException e) {
            assertThat(e).hasMessageStartingWith("a.file: ");
        }
    }
}
