package dev.s3logkit.common.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RawDeflaterTest {

    static Stream<IntFunction<RawDeflater>> deflaters() {
        return Stream.of(RawDeflater::create, RawDeflater::jdk);
    }

    @ParameterizedTest
    @MethodSource("deflaters")
    void whatIsDeflatedIsInflatedByTheJdk(IntFunction<RawDeflater> deflaters)
            throws DataFormatException {
        Random random = new Random(1);
        for (int level : new int[] {1, 6, 9}) {
            try (RawDeflater deflater = deflaters.apply(level)) {
                for (int size : new int[] {0, 1, 100, 4999, 5000, 70_000, 1 << 20}) {
                    byte[] noise = new byte[size + 7];
                    random.nextBytes(noise);
                    assertComesBack(deflater, noise, size);
                    assertComesBack(deflater, new byte[size + 7], size);
                }
            }
        }
    }

    private static void assertComesBack(RawDeflater deflater, byte[] in, int size)
            throws DataFormatException {
        byte[] out = new byte[3 + RawDeflater.bound(size)];
        int stored = deflater.deflate(in, 7, size, out, 3);
        byte[] back = new byte[size + 1];
        Inflater inflater = new Inflater(true);
        inflater.setInput(out, 3, stored);
        assertThat(inflater.inflate(back)).isEqualTo(size);
        assertThat(inflater.finished()).isTrue();
        assertThat(inflater.getRemaining()).isZero();
        inflater.end();
        assertThat(Arrays.equals(back, 0, size, in, 7, 7 + size)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("deflaters")
    void roomThatDoesNotSufficeIsAMistakeOfTheCaller(IntFunction<RawDeflater> deflaters) {
        byte[] noise = new byte[1000];
        new Random(1).nextBytes(noise);
        try (RawDeflater deflater = deflaters.apply(6)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> deflater.deflate(noise, 0, 1000, new byte[500], 0));
        }
    }
}
