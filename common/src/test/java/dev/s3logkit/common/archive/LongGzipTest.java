package dev.s3logkit.common.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Gzip that is inflated in Java: what the JDK's zlib reads is read, what it refuses is refused.
class LongGzipTest {

    private static final int[] FLUSHES = {
        Deflater.NO_FLUSH, Deflater.SYNC_FLUSH, Deflater.FULL_FLUSH
    };

    /// Gives a few bytes at a time.
    private static final class Pieces extends FilterInputStream {

        private final Random random = new Random(3);
        private final int most;

        Pieces(byte[] bytes, int most) {
            super(new ByteArrayInputStream(bytes));
            this.most = most;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            return super.read(b, off, Math.min(len, 1 + random.nextInt(most)));
        }
    }

    private static byte[] read(byte[] input) throws IOException {
        return read(new ByteArrayInputStream(input));
    }

    private static byte[] read(InputStream input) throws IOException {
        try (InputStream in = Decompression.openLong(input, "a.file")) {
            return in.readAllBytes();
        }
    }

    private static byte[] readByZlib(byte[] input) throws IOException {
        try (InputStream in = Decompression.open(new ByteArrayInputStream(input), "a.file")) {
            return in.readAllBytes();
        }
    }

    /// Text of all degrees of repetition: runs, copies from near and far, and noise of few or many
    /// different bytes.
    private static byte[] content(Random random, int length) {
        byte[] content = new byte[length];
        int at = 0;
        while (at < length) {
            int n = Math.min(length - at, 1 + random.nextInt(1 << random.nextInt(10)));
            int letters = 1 << random.nextInt(9);
            int distance = 1 + random.nextInt(1 << random.nextInt(16));
            boolean copy = random.nextBoolean() && distance <= at;
            for (int i = 0; i < n; i++, at++) {
                content[at] = copy ? content[at - distance] : (byte) (random.nextInt(letters) * 37);
            }
        }
        return content;
    }

    /// One member.
    ///
    /// @param flushing how the first two blocks end: 0 not, 1 or 2 with an empty stored block
    private static byte[] gzip(byte[] content, int level, int strategy, int flushing) {
        int flush = FLUSHES[flushing];
        Deflater deflater = new Deflater(level, true);
        deflater.setStrategy(strategy);
        deflater.setInput(content);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3});
        byte[] buffer = new byte[content.length + 1_000];
        out.write(buffer, 0, deflater.deflate(buffer, 0, 500, flush));
        out.write(buffer, 0, deflater.deflate(buffer, 0, 500, flush));
        deflater.finish();
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        CRC32 crc = new CRC32();
        crc.update(content);
        for (long value : new long[] {crc.getValue(), content.length}) {
            for (int shift = 0; shift < 32; shift += 8) {
                out.write((int) (value >>> shift));
            }
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

    @Property(tries = 300)
    void readsWhatZlibWrites(
            @ForAll long seed,
            @ForAll @IntRange(max = 9) int level,
            @ForAll @IntRange(max = 2) int strategy,
            @ForAll @IntRange(max = 2) int flushing)
            throws IOException {
        Random random = new Random(seed);
        byte[] first = content(random, random.nextInt(20_000));
        byte[] second = content(random, random.nextInt(300));
        byte[] file =
                join(
                        gzip(first, level, strategy, flushing),
                        gzip(second, 9 - level, 0, 2 - flushing));
        byte[] expected = join(first, second);
        assertThat(Arrays.equals(read(file), expected)).isTrue();
        for (int most : new int[] {1, 20, 5_000}) {
            assertThat(Arrays.equals(read(new Pieces(file, most)), expected)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 9})
    void readsWhatIsLargerThanItsBuffers(int level) throws IOException {
        byte[] content = content(new Random(level), 3_000_000);
        Arrays.fill(content, 1_000_000, 2_000_000, (byte) 'x');
        byte[] file = gzip(content, level, 0, 0);
        assertThat(Arrays.equals(read(file), content)).isTrue();
        assertThat(Arrays.equals(read(new Pieces(file, 100_000)), content)).isTrue();
    }

    @Test
    void refusesWhatIsCutOffAnywhere() {
        Random random = new Random(4);
        for (int level : new int[] {0, 1, 9}) {
            byte[] file = gzip(content(random, 600), level, 0, 1);
            for (int length = 4; length < file.length; length++) {
                byte[] cut = Arrays.copyOf(file, length);
                assertThatThrownBy(() -> read(cut))
                        .as("level %d, %d bytes", level, length)
                        .isInstanceOf(CorruptedInputException.class)
                        .hasMessageContaining("a.file: gzip: the input ends within");
            }
        }
    }

    @Property(tries = 4_000)
    void refusesWhatZlibRefuses(
            @ForAll long seed, @ForAll @IntRange(max = 9) int level, @ForAll byte value)
            throws IOException {
        Random random = new Random(seed);
        byte[] content = content(random, 1 + random.nextInt(3_000));
        byte[] file = gzip(content, level, random.nextInt(3), random.nextInt(3));
        // The head of the stream has most of what can be wrong.
        int at = 10 + random.nextInt(random.nextBoolean() ? 80 : file.length - 10);
        file[Math.min(at, file.length - 1)] = value;
        byte[] expected = null;
        try {
            expected = readByZlib(file);
        } catch (FormatException e) {
            assertThatThrownBy(() -> read(file))
                    .isInstanceOf(FormatException.class)
                    .hasMessageStartingWith("a.file: gzip: ");
        }
        if (expected != null) {
            assertThat(Arrays.equals(read(file), expected)).isTrue();
        }
    }

    @Property(tries = 20_000)
    void endsWithBytesOrAFormatExceptionWhateverTheBytes(@ForAll byte[] noise) throws IOException {
        byte[] file = join(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3}, noise);
        boolean refused = false;
        try {
            readByZlib(file);
        } catch (FormatException e) {
            refused = true;
        }
        try {
            read(file);
            assertThat(refused).isFalse();
        } catch (FormatException e) {
            assertThat(refused).isTrue();
        }
    }

    @Test
    void passesOnWhatItsInputThrows() {
        IOException broken = new IOException("connection reset");
        byte[] file = gzip(content(new Random(5), 100_000), 6, 0, 0);
        InputStream in =
                new FilterInputStream(new ByteArrayInputStream(file, 0, file.length / 2)) {
                    @Override
                    public int read(byte[] b, int off, int len) throws IOException {
                        int n = super.read(b, off, len);
                        if (n < 0) {
                            throw broken;
                        }
                        return n;
                    }
                };
        assertThatThrownBy(() -> read(in)).isSameAs(broken);
    }
}
