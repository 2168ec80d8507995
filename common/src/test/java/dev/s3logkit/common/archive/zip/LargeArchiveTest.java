package dev.s3logkit.common.archive.zip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.s3logkit.common.io.CountingSource;
import dev.s3logkit.common.io.FileSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sizes and offsets that need more than 32 bits, read by other programs.
class LargeArchiveTest {

    private static final long SIZE = (5L << 30) + 12_345;

    @TempDir private Path folder;

    @BeforeEach
    void onlyInTheLongRun() {
        assumeTrue(Boolean.getBoolean("s3logkit.long"), "-Ds3logkit.long=true");
    }

    /// Zeros, and every MiB its number.
    private static final class Numbered extends InputStream {

        private long at;

        @Override
        public int read() {
            return at == SIZE ? -1 : at++ % (1 << 20) == 0 ? number(at - 1) : 0;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (at == SIZE) {
                return -1;
            }
            int n = (int) Math.min(length, SIZE - at);
            Arrays.fill(into, from, from + n, (byte) 0);
            long mark = Math.ceilDiv(at, 1L << 20) << 20;
            for (; mark < at + n; mark += 1 << 20) {
                into[from + (int) (mark - at)] = (byte) number(mark);
            }
            at += n;
            return n;
        }

        static int number(long at) {
            return 1 + (int) ((at >> 20) % 255);
        }
    }

    /// Leaves holes where zeros are.
    private static final class SparseFile extends OutputStream {

        private final FileChannel channel;

        SparseFile(Path file) throws IOException {
            channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int at, int length) throws IOException {
            for (int done = 0; done < length; ) {
                int n = Math.min(1 << 16, length - done);
                if (isZero(bytes, at + done, n)) {
                    channel.position(channel.position() + n);
                } else {
                    channel.write(ByteBuffer.wrap(bytes, at + done, n));
                }
                done += n;
            }
        }

        private static boolean isZero(byte[] bytes, int at, int length) {
            for (int i = at; i < at + length; i++) {
                if (bytes[i] != 0) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @ParameterizedTest
    @EnumSource(ZipMethod.class)
    void moreThanFourGigabytesAreReadByAll(ZipMethod method) throws Exception {
        Path file = folder.resolve("a.zip");
        try (OutputStream out = new SparseFile(file);
                ZipWriter writer = new ZipWriter(out, ZipOptions.of(method))) {
            writer.add(Sources.source("logs/first", 5), "first".getBytes(UTF_8));
            writer.add(Sources.source("logs/large", SIZE), new Numbered());
            writer.add(Sources.source("logs/last", 4), "last".getBytes(UTF_8));
            writer.finish(Sources.ORIGIN);
        }
        CountingSource source = new CountingSource(FileSource.open(file));
        try (ZipReader zip = ZipReader.open(source)) {
            ZipEntry large = zip.find("logs/large").orElseThrow();
            assertThat(large.size()).isEqualTo(SIZE);
            long from = (4L << 30) + 100;
            try (InputStream in = zip.open(large, from, 1 << 20)) {
                byte[] read = in.readAllBytes();
                assertThat(read).hasSize(1 << 20);
                assertThat(read[(1 << 20) - 100])
                        .isEqualTo((byte) Numbered.number(from - 100 + (1 << 20)));
            }
            assertThat(source.ranges()).hasSizeLessThanOrEqualTo(3);
            assertThat(source.bytes()).isLessThan(12 << 20);
            assertThat(zip.verify(2).differences()).isEmpty();
            assertThat(zip.read(zip.find("logs/last").orElseThrow(), 10))
                    .asString()
                    .isEqualTo("last");
        }
        assertThat(new String(Tool.run(folder, "7zz", "t", "a.zip"), UTF_8))
                .contains("Everything is Ok");
        String count = "command -v bsdtar >/dev/null && bsdtar -xOf a.zip | wc -c";
        assertThat(new String(Tool.run(folder, "sh", "-c", count), UTF_8).strip())
                .isEqualTo(String.valueOf(SIZE + 9));
        if (method != ZipMethod.ZSTD) {
            Tool.run(folder, "unzip", "-tq", "a.zip");
            Tool.run(folder, "python3", "-m", "zipfile", "-t", "a.zip");
        }
    }
}
