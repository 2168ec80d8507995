package dev.s3logkit.common.archive.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.io.BytesSource;
import dev.s3logkit.common.io.CountingSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarArchiveTest {

    private static byte[] body(TarArchive archive, String name) throws IOException {
        try (InputStream body = archive.open(archive.find(name).orElseThrow())) {
            return body.readAllBytes();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyEntryIsReadBackByItsName(TarballFormat format) throws IOException {
        SampleTarball sample = SampleTarball.of(format, SampleTarball.awkward());
        try (TarArchive archive = TarArchive.open(sample.source())) {
            assertThat(archive.table()).contains(sample.table());
            assertThat(archive.entries())
                    .extracting(ArchivedEntry::name)
                    .containsExactlyElementsOf(sample.bodies().keySet());
            for (Map.Entry<String, byte[]> expected : sample.bodies().entrySet()) {
                assertThat(Arrays.equals(body(archive, expected.getKey()), expected.getValue()))
                        .as(expected.getKey())
                        .isTrue();
            }
            assertThat(archive.find("nothing")).isEmpty();
            archive.verify();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyRangeOfAnEntryIsRead(TarballFormat format) throws IOException {
        SampleTarball sample = SampleTarball.of(format, SampleTarball.awkward());
        byte[] whole = sample.bodies().get("several-blocks");
        try (TarArchive archive = TarArchive.open(sample.source())) {
            ArchivedEntry entry = archive.find("several-blocks").orElseThrow();
            for (long from : new long[] {0, 1, 1 << 19, (1 << 20) + 7, whole.length}) {
                for (long length : new long[] {0, 1, 100, 1 << 20, whole.length - from}) {
                    if (from + length > whole.length) {
                        continue;
                    }
                    try (InputStream range = archive.open(entry, from, length)) {
                        byte[] expected =
                                Arrays.copyOfRange(whole, (int) from, (int) (from + length));
                        assertThat(Arrays.equals(range.readAllBytes(), expected)).isTrue();
                    }
                }
            }
            assertThatThrownBy(() -> archive.open(entry, 1, whole.length))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneEntryCostsTwoRequestsAndTheNextOneMore(TarballFormat format) throws IOException {
        SampleTarball sample = SampleTarball.of(format, SampleTarball.logs(300, 60_000));
        CountingSource counting = new CountingSource(sample.source());
        try (TarArchive archive = TarArchive.open(counting)) {
            body(archive, sample.table().entries().get(123).name());
            assertThat(counting.ranges()).hasSize(2);
            counting.forget();
            TableEntry entry = sample.table().entries().get(200);
            body(archive, entry.name());
            assertThat(counting.ranges()).hasSize(1);
            // One or two blocks of half a mebibyte before compression.
            assertThat(counting.bytes()).isLessThan(sample.file().length / 10);
        }
    }

    @Test
    void aTableThatIsLongCostsOneRequestMore() throws IOException {
        SampleTarball sample = SampleTarball.of(TarballFormat.TGZ, SampleTarball.logs(20_000, 100));
        CountingSource counting = new CountingSource(sample.source());
        try (TarArchive archive = TarArchive.open(counting)) {
            assertThat(counting.ranges()).hasSize(2);
            body(archive, sample.table().entries().get(12_345).name());
            assertThat(counting.ranges()).hasSize(3);
        }
        counting.forget();
        assertThat(TableOfContents.read(counting)).contains(sample.table());
        assertThat(counting.ranges()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void theSameEntriesMakeTheSameBytesHoweverManyThreadsThereAre(TarballFormat format)
            throws IOException {
        byte[] first = SampleTarball.of(format, SampleTarball.awkward(), 1).file();
        for (int threads : new int[] {2, 3, 8}) {
            byte[] file = SampleTarball.of(format, SampleTarball.awkward(), threads).file();
            assertThat(Arrays.equals(file, first)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyTarballIsOne(TarballFormat format) throws IOException {
        SampleTarball sample = SampleTarball.of(format, Map.of());
        try (TarArchive archive = TarArchive.open(sample.source())) {
            assertThat(archive.entries()).isEmpty();
            archive.verify();
        }
    }

    private static byte[] compress(byte[] tar, String kind) throws IOException {
        if (kind.equals("tar")) {
            return tar;
        }
        if (kind.equals("zst")) {
            return Zstd.compress(tar);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(tar);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "gz", "zst"})
    void anArchiveWithoutATableIsReadAllTheSame(String kind) throws IOException {
        byte[] tar =
                new TarBuilder()
                        .entry("folder/", '5', new byte[0])
                        .entry("one", '0', "first\n".getBytes(UTF_8))
                        .pax('x', "path", "long/".repeat(50) + "two")
                        .entry("two", '0', new byte[700])
                        .entry("one", '0', "second\n".getBytes(UTF_8))
                        .entry("link", '2', new byte[0], h -> TarBuilder.put(h, 157, "one"))
                        .end();
        CountingSource source = new CountingSource(new BytesSource("b.tar", compress(tar, kind)));
        try (TarArchive archive = TarArchive.open(source)) {
            assertThat(archive.table()).isEmpty();
            assertThat(archive.entries())
                    .extracting(e -> e.name() + " " + e.header().type() + " " + e.size())
                    .containsExactly(
                            "folder/ DIRECTORY 0",
                            "one FILE 6",
                            "long/".repeat(50) + "two FILE 700",
                            "one FILE 7",
                            "link SYMBOLIC_LINK 0");
            assertThat(new String(body(archive, "one"), UTF_8)).isEqualTo("second\n");
            try (InputStream first = archive.open(archive.entries().get(1), 2, 3)) {
                assertThat(new String(first.readAllBytes(), UTF_8)).isEqualTo("rst");
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> archive.open(archive.entries().getFirst()));
            List<String> walked = new ArrayList<>();
            archive.walk((entry, body) -> walked.add(entry.name() + body.readAllBytes().length));
            assertThat(walked).hasSize(5).contains("one6", "one7", "link0");
        }
    }

    @Test
    void whatIsNoArchiveIsSaidToBeNone() throws IOException {
        byte[] text = "no archive\n".repeat(100).getBytes(UTF_8);
        for (String kind : List.of("tar", "gz", "zst")) {
            try (TarArchive archive =
                    TarArchive.open(new BytesSource("b.tar", compress(text, kind)))) {
                assertThatThrownBy(archive::entries)
                        .isInstanceOf(NotThisFormatException.class)
                        .hasMessageContaining("b.tar");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWalkComparesEveryEntryWithTheTable(TarballFormat format) throws IOException {
        SampleTarball sample = SampleTarball.of(format, SampleTarball.awkward());
        List<String> names = new ArrayList<>();
        try (TarballReader reader =
                new TarballReader(new ByteArrayInputStream(sample.file()), "a.tgz")) {
            assertThat(reader.table()).contains(sample.table());
            for (ArchivedEntry entry = reader.next(); entry != null; entry = reader.next()) {
                names.add(entry.name());
                assertThat(entry.listed())
                        .isEqualTo(sample.table().find(entry.name()).orElseThrow());
                assertThat(
                                Arrays.equals(
                                        reader.body().readAllBytes(),
                                        sample.bodies().get(entry.name())))
                        .isTrue();
            }
        }
        assertThat(names).containsExactlyElementsOf(sample.bodies().keySet());
    }

    @Test
    void aFileThatWasCutOrGoesOnIsNotOpened() throws IOException {
        byte[] file = SampleTarball.of(TarballFormat.TGZ, SampleTarball.logs(5, 100)).file();
        for (int length : new int[] {file.length - 1, file.length + 1}) {
            byte[] changed = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> TarArchive.open(new BytesSource("a.tgz", changed)))
                    .isInstanceOf(CorruptedInputException.class)
                    .hasMessageContaining("a.tgz: has " + length + " bytes");
        }
    }
}
