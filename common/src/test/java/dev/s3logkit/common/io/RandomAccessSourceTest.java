package dev.s3logkit.common.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every source does, shown on the two that need no network.
class RandomAccessSourceTest {

    private static final byte[] CONTENT = new byte[1000];

    @TempDir static Path folder;

    static {
        new Random(1).nextBytes(CONTENT);
    }

    static Stream<RandomAccessSource> sources() throws IOException {
        Path file = Files.write(folder.resolve("content"), CONTENT);
        return Stream.of(FileSource.open(file), new BytesSource("bytes", CONTENT));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void anyRangeInsideIsReadAsItIs(RandomAccessSource source) throws IOException {
        try (source) {
            for (int offset = 0; offset <= 1000; offset += 125) {
                for (int length = 0; length <= 1000 - offset; length += 125) {
                    byte[] expected = Arrays.copyOfRange(CONTENT, offset, offset + length);
                    assertThat(source.read(offset, length)).isEqualTo(expected);
                    try (InputStream stream = source.open(offset, length)) {
                        assertThat(stream.readAllBytes()).isEqualTo(expected);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void aRangeThatIsNotInsideIsRefusedAndNamesTheSource(RandomAccessSource source)
            throws IOException {
        try (source) {
            long[][] ranges = {{-1, 1}, {0, -1}, {0, 1001}, {1000, 1}, {Long.MAX_VALUE, 10}};
            for (long[] range : ranges) {
                assertThatThrownBy(() -> source.open(range[0], range[1]))
                        .isInstanceOf(EOFException.class)
                        .hasMessageContaining(source.name())
                        .hasMessageContaining("1000");
            }
            assertThatThrownBy(() -> source.read(999, 2)).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void aStreamSkipsAndEndsWhereItsRangeDoes(RandomAccessSource source) throws IOException {
        try (source;
                InputStream stream = source.open(10, 100)) {
            assertThat(stream.skip(90)).isEqualTo(90);
            assertThat(stream.read()).isEqualTo(CONTENT[100] & 0xff);
            assertThat(stream.skip(1000)).isEqualTo(9);
            assertThat(stream.read()).isEqualTo(-1);
        }
    }

    @Test
    void aFileThatWasCutWhileOpenIsNoShortResult() throws IOException {
        Path file = Files.write(folder.resolve("cut"), CONTENT);
        try (FileSource source = FileSource.open(file)) {
            Files.write(file, new byte[10]);
            assertThatThrownBy(() -> source.read(0, 1000))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("ends at offset 10");
        }
    }

    @Test
    void aFileThatChangedHasAnotherIdentity() throws IOException {
        Path file = Files.write(folder.resolve("changed"), CONTENT);
        try (FileSource before = FileSource.open(file)) {
            Files.write(file, new byte[10]);
            try (FileSource after = FileSource.open(file)) {
                assertThat(after.identity()).isNotEqualTo(before.identity());
            }
        }
    }
}
