package dev.s3logkit.common.archive.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.io.BytesSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZipWriterTest {

    private static final ZipOptions ZSTD = ZipOptions.of(ZipMethod.ZSTD);

    /// Gives few bytes at a time.
    private static final class Trickle extends FilterInputStream {

        Trickle(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            return super.read(into, at, Math.min(length, 1000));
        }
    }

    @ParameterizedTest
    @EnumSource(ZipMethod.class)
    void theBytesDependOnNothingButEntriesAndOptions(ZipMethod method) throws IOException {
        ZipOptions options = ZipOptions.of(method);
        byte[] expected = Sources.archive(Sources.everyKind(), options.withThreads(1));
        assertThat(Sources.archive(Sources.everyKind(), options.withThreads(4)))
                .isEqualTo(expected);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ZipOptions little =
                new ZipOptions(method, options.level(), 3, ZipOptions.MIN_BYTES_IN_FLIGHT);
        try (ZipWriter writer = new ZipWriter(out, little)) {
            for (Map.Entry<String, byte[]> body : Sources.everyKind().entrySet()) {
                writer.add(
                        Sources.source(body.getKey(), body.getValue().length),
                        new Trickle(body.getValue()));
            }
            writer.finish(Sources.ORIGIN);
        }
        assertThat(out.toByteArray()).isEqualTo(expected);
    }

    @Test
    void saysWhatItWrote() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipWriter writer = new ZipWriter(out, ZSTD)) {
            writer.add(Sources.source("logs/a", 5), new byte[5]);
            writer.add(Sources.source("logs/b", 9 << 20), new byte[9 << 20]);
            assertThat(writer.finish(Sources.ORIGIN))
                    .isEqualTo(new ZipSummary(2, 5 + (9 << 20), out.size()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 10 << 20})
    void aBodyThatIsNotAsLongAsItsSourceSaidFails(int size) throws IOException {
        try (ZipWriter writer = new ZipWriter(OutputStream.nullOutputStream(), ZSTD)) {
            InputStream shorter = new ByteArrayInputStream(new byte[size - 1]);
            assertThatThrownBy(() -> writer.add(Sources.source("logs/a", size), shorter))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("s3://logs/a")
                    .hasMessageContaining(String.valueOf(size - 1));
        }
        try (ZipWriter writer = new ZipWriter(OutputStream.nullOutputStream(), ZSTD)) {
            InputStream longer = new ByteArrayInputStream(new byte[size + 1]);
            assertThatThrownBy(() -> writer.add(Sources.source("logs/a", size), longer))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("goes on after");
        }
    }

    @Test
    void aStreamThatCannotBeWrittenFailsTheCaller() {
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("disk full");
                    }
                };
        try (ZipWriter writer = new ZipWriter(full, ZSTD)) {
            assertThatThrownBy(
                            () -> {
                                writer.add(Sources.source("logs/a", 1), new byte[1]);
                                writer.finish(Sources.ORIGIN);
                            })
                    .hasMessage("disk full");
        }
    }

    @Test
    void nothingCanBeAddedAfterTheEnd() throws IOException {
        try (ZipWriter writer = new ZipWriter(OutputStream.nullOutputStream(), ZSTD)) {
            writer.finish(Sources.ORIGIN);
            assertThatThrownBy(() -> writer.add(Sources.source("a", 1), new byte[1]))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> writer.finish(Sources.ORIGIN))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesWhatNoCallerMayAskFor() {
        assertThatThrownBy(() -> ZSTD.withLevel(20)).hasMessageContaining("allowed 1 to 19");
        assertThatThrownBy(() -> new ZipOptions(ZipMethod.STORE, 0, 0, 1 << 30))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ZipSource("s3://b/k", "other", 1, "e", Instant.EPOCH))
                .hasMessageContaining("s3://b/k");
        assertThatThrownBy(() -> new ZipSource("s3://b/k", "k", -1, "e", Instant.EPOCH))
                .hasMessageContaining("s3://b/k");
        assertThatThrownBy(() -> new ArchiveOrigin("abc", ""))
                .isInstanceOf(IllegalArgumentException.class);
        try (ZipWriter writer = new ZipWriter(OutputStream.nullOutputStream(), ZSTD)) {
            assertThatThrownBy(() -> writer.add(Sources.source("a", 2), new byte[1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "1979-12-31T23:59:59Z", "2150-01-01T00:00:00Z"})
    void timesThatMsDosCannotSayStandInTheProof(String time) throws IOException {
        Instant modified = Instant.parse(time);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipWriter writer = new ZipWriter(out, ZSTD)) {
            writer.add(new ZipSource("s3://b/k", "k", 1, "e", modified), new byte[1]);
            writer.finish(Sources.ORIGIN);
        }
        try (ZipReader zip = ZipReader.open(new BytesSource("a.zip", out.toByteArray()));
                ProofReader rows = zip.proofEntries()) {
            assertThat(rows.next().source().lastModified()).isEqualTo(modified);
            assertThat(zip.entry(0).lastModified())
                    .isBeforeOrEqualTo(Instant.ofEpochSecond(Integer.MAX_VALUE))
                    .isAfterOrEqualTo(Instant.EPOCH);
        }
    }

    @Test
    void manySlabsKeepTheirOrder() throws IOException {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        for (int i = 0; i < 5000; i++) {
            bodies.put("logs/" + (i * 7919 % 5000), Sources.lines(i, i % 400));
        }
        byte[] archive = Sources.archive(bodies, ZSTD.withThreads(4));
        try (ZipReader zip = ZipReader.open(new BytesSource("a.zip", archive))) {
            assertThat(zip.entries())
                    .extracting(ZipEntry::name)
                    .containsExactlyElementsOf(bodies.keySet());
            assertThat(zip.verify(2).isWhole()).isTrue();
        }
    }
}
