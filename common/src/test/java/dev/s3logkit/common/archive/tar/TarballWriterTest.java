package dev.s3logkit.common.archive.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.archive.Programs;
import dev.s3logkit.common.io.BytesSource;
import dev.s3logkit.common.io.FileSource;
import dev.s3logkit.common.io.HeadLastBytes;
import dev.s3logkit.common.io.HeadLastFile;
import dev.s3logkit.common.io.HeadLastOutput;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarballWriterTest {

    private static final long LARGE = (8L << 30) + 3;

    @TempDir private Path folder;

    private static TarballSource source(String name, long size) {
        return new TarballSource(name, size, SampleTarball.TIME, null);
    }

    private static TarballWriter writer(HeadLastOutput out) throws IOException {
        return new TarballWriter(out, TarballFormat.TGZ, 2);
    }

    @Test
    void aBodyOfAnotherLengthMakesTheTarballUseless() throws IOException {
        byte[] body = new byte[100];
        for (int size : new int[] {99, 101}) {
            HeadLastBytes out = new HeadLastBytes();
            try (TarballWriter writer = writer(out)) {
                writer.add(source("before", 100), body);
                assertThatThrownBy(
                                () -> writer.add(source("n", size), new ByteArrayInputStream(body)))
                        .isInstanceOf(size > 100 ? EOFException.class : IOException.class)
                        .hasMessageContaining("n: ")
                        .hasMessageContaining(Integer.toString(size > 100 ? 100 : 99));
                assertThatThrownBy(writer::finish).hasMessageContaining("of no use");
                assertThatThrownBy(() -> writer.add(source("m", 100), body))
                        .hasMessageContaining("of no use");
            }
            assertThat(out.bytes()).isEmpty();
        }
    }

    @Test
    void whatIsRefusedBeforeAnythingIsWrittenDoesNoHarm() throws IOException {
        HeadLastBytes out = new HeadLastBytes();
        try (TarballWriter writer = writer(out)) {
            writer.add(source("n", 3), new byte[3]);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.add(source("n", 3), new byte[3]))
                    .withMessageContaining("n: added before");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.add(source("m", 3), new byte[4]))
                    .withMessageContaining("4 bytes, expected 3");
            writer.finish();
            assertThatIllegalStateException().isThrownBy(writer::finish);
        }
        assertThat(TableOfContents.read(new BytesSource("a", out.bytes())).orElseThrow().entries())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b", "folder/", "\ud800"})
    void namesThatNoFileCanHaveAreRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> source(name, 1));
    }

    @Test
    void whatTheOutputThrowsIsPassedOn() throws IOException {
        IOException full = new IOException("no space");
        HeadLastOutput out =
                new HeadLastOutput() {
                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        throw full;
                    }

                    @Override
                    public void finish(byte[] head) {
                        throw new AssertionError("finished");
                    }
                };
        try (TarballWriter writer = writer(out)) {
            writer.add(source("n", 3), new byte[3]);
            assertThatThrownBy(writer::finish).isSameAs(full);
        }
    }

    @Test
    void anInterruptEndsTheWork() throws IOException {
        try (TarballWriter writer = writer(new HeadLastBytes())) {
            writer.add(source("n", 3), new byte[3]);
            Thread.currentThread().interrupt();
            assertThatThrownBy(writer::finish).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void noThreadIsLeftBehind() throws Exception {
        SampleTarball.of(TarballFormat.TGZ, SampleTarball.awkward(), 4);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("tarball-")) {
                assertThat(thread.join(Duration.ofSeconds(60))).as(thread.getName()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileAppearsWholeOrNotAtAll(TarballFormat format) throws IOException {
        Path path = folder.resolve("a" + format.extension());
        Files.writeString(path, "what was there");
        try (HeadLastFile out = new HeadLastFile(path);
                TarballWriter writer = new TarballWriter(out, format, 1)) {
            writer.add(source("n", 700_000), new byte[700_000]);
        }
        assertThat(path).hasContent("what was there");
        TableOfContents table;
        try (HeadLastFile out = new HeadLastFile(path);
                TarballWriter writer = new TarballWriter(out, format, 1)) {
            writer.add(source("n", 700_000), new byte[700_000]);
            table = writer.finish();
        }
        try (TarArchive archive = TarArchive.open(FileSource.open(path))) {
            assertThat(archive.table()).contains(table);
            archive.verify();
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(path);
        }
    }

    @Test
    void aHundredThousandEntriesAreFoundByName() throws IOException {
        int count = 100_000;
        HeadLastBytes out = new HeadLastBytes();
        try (TarballWriter writer = writer(out)) {
            for (int i = 0; i < count; i++) {
                byte[] body = Integer.toString(i).getBytes(UTF_8);
                writer.add(source("logs/%06d".formatted(i), body.length), body);
            }
            writer.finish();
        }
        try (TarArchive archive = TarArchive.open(new BytesSource("a.tgz", out.bytes()))) {
            for (int i : new int[] {0, 1, 54_321, count - 1}) {
                ArchivedEntry entry = archive.find("logs/%06d".formatted(i)).orElseThrow();
                try (InputStream body = archive.open(entry)) {
                    assertThat(new String(body.readAllBytes(), UTF_8))
                            .isEqualTo(Integer.toString(i));
                }
            }
            archive.verify();
        }
    }

    @Property(tries = 300)
    void anyNameAndTimeComesBackFromTheHeader(
            @ForAll String text,
            @ForAll @IntRange(max = 300) int length,
            @ForAll @IntRange(min = -100_000, max = Integer.MAX_VALUE) int time)
            throws IOException {
        String name =
                new String(text.replace("\0", "").getBytes(UTF_8), UTF_8) + "/".repeat(length % 3);
        String full = name + "folder/".repeat(length / 7) + "x".repeat(length + 1);
        TarballSource source = new TarballSource(full, 5, Instant.ofEpochSecond(time * 8L), null);
        byte[] header = TarHeaderEncoder.encode(source);
        assertThat(header.length % 512).isZero();
        TarEntry entry = new TarReader(new ByteArrayInputStream(header), "a.tar").next();
        assertThat(entry).isNotNull();
        assertThat(entry.name()).isEqualTo(full);
        assertThat(entry.size()).isEqualTo(5);
        assertThat(entry.mtime()).isEqualTo(source.mtime());
    }

    @Test
    void aSizeThatTheFieldHasNoRoomForIsReadByUsAndByPython() throws Exception {
        for (long size : new long[] {LARGE - 4, LARGE, 1L << 42}) {
            byte[] header = TarHeaderEncoder.encode(source("large", size));
            TarEntry entry = new TarReader(new ByteArrayInputStream(header), "a.tar").next();
            assertThat(entry).isNotNull();
            assertThat(entry.size()).isEqualTo(size);
            Path file = Files.write(folder.resolve("header"), header);
            String python =
                    "import sys, tarfile; print(tarfile.open(sys.argv[1], 'r:').next().size)";
            assertThat(
                            new String(
                                    Programs.run(folder, "python3", "-c", python, file.toString()),
                                    UTF_8))
                    .isEqualToIgnoringNewLines(Long.toString(size));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "s3logkit.long", matches = "true")
    void anEntryOfMoreThanEightGibibytesIsWrittenAndRead() throws Exception {
        Path path = folder.resolve("large.tgz");
        try (HeadLastFile out = new HeadLastFile(path);
                TarballWriter writer = writer(out);
                InputStream zeros = new Zeros(LARGE)) {
            writer.add(source("large", LARGE), zeros);
            writer.add(source("behind", 3), new byte[] {1, 2, 3});
            writer.finish();
        }
        String list = new String(Programs.run(folder, "tar", "tvzf", path.toString()), UTF_8);
        assertThat(list).contains(Long.toString(LARGE), "behind");
        try (TarArchive archive = TarArchive.open(FileSource.open(path))) {
            ArchivedEntry large = archive.find("large").orElseThrow();
            try (InputStream end = archive.open(large, LARGE - 2, 2)) {
                assertThat(end.readAllBytes()).hasSize(2);
            }
            archive.verify();
        }
    }

    /// As many zeros.
    private static final class Zeros extends InputStream {

        private long left;

        Zeros(long count) {
            left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] b, int off, int len) {
            if (left <= 0) {
                return -1;
            }
            int n = (int) Math.min(len, left);
            java.util.Arrays.fill(b, off, off + n, (byte) 0);
            left -= n;
            return n;
        }
    }
}
