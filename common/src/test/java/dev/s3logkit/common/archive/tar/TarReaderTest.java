package dev.s3logkit.common.archive.tar;

import static dev.s3logkit.common.archive.tar.TarBuilder.put;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {

    private static final byte[] TEXT = "a line of text\n".getBytes(UTF_8);

    private record Read(TarEntry entry, String body) {}

    private static List<Read> read(byte[] archive) throws IOException {
        List<Read> entries = new ArrayList<>();
        try (TarReader tar = new TarReader(new ByteArrayInputStream(archive), "a.tar")) {
            for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                entries.add(new Read(entry, new String(tar.body().readAllBytes(), UTF_8)));
            }
            assertThat(tar.next()).isNull();
        }
        return entries;
    }

    private static TarEntry only(byte[] archive) throws IOException {
        List<Read> entries = read(archive);
        assertThat(entries).hasSize(1);
        return entries.getFirst().entry;
    }

    /// One entry whose header is changed.
    private static byte[] changed(Consumer<byte[]> change) {
        return new TarBuilder().entry("name", '0', TEXT, change).end();
    }

    @Test
    void readsEntriesWithTheirBodies() throws IOException {
        byte[] archive =
                new TarBuilder()
                        .entry("logs/", '5', new byte[0])
                        .entry("logs/one", '0', TEXT)
                        .entry("logs/empty", '0', new byte[0])
                        .entry("logs/full", '0', new byte[512])
                        .end();
        assertThat(read(archive))
                .extracting(r -> r.entry.name() + " " + r.entry.type() + " " + r.entry.size())
                .containsExactly(
                        "logs/ DIRECTORY 0",
                        "logs/one FILE 15",
                        "logs/empty FILE 0",
                        "logs/full FILE 512");
        assertThat(read(archive).get(1).body).isEqualTo("a line of text\n");
        assertThat(read(archive).get(1).entry.mtime()).isEqualTo(Instant.ofEpochSecond(1000));
    }

    @Test
    void passesOverBodiesThatAreNotRead() throws IOException {
        byte[] archive =
                new TarBuilder().entry("one", '0', new byte[70_000]).entry("two", '0', TEXT).end();
        try (TarReader tar = new TarReader(new ByteArrayInputStream(archive), "a.tar")) {
            tar.next();
            InputStream first = tar.body();
            assertThat(first.read()).isZero();
            assertThat(tar.next()).extracting(TarEntry::name).isEqualTo("two");
            assertThatThrownBy(first::read).isInstanceOf(IllegalStateException.class);
            assertThat(tar.body().readAllBytes()).isEqualTo(TEXT);
            assertThat(tar.next()).isNull();
        }
    }

    @Test
    void joinsPrefixAndNameOfPosixOnly() throws IOException {
        assertThat(only(changed(h -> put(h, 345, "some/folder"))).name())
                .isEqualTo("some/folder/name");
        assertThat(
                        only(changed(
                                        h -> {
                                            put(h, 257, "ustar  \0");
                                            put(h, 345, "00000001750");
                                        }))
                                .name())
                .isEqualTo("name");
        assertThat(
                        only(changed(
                                        h -> {
                                            put(h, 257, "\0\0\0\0\0\0\0\0");
                                            put(h, 345, "junk");
                                        }))
                                .name())
                .isEqualTo("name");
    }

    @Test
    void fillsEveryNameFieldWithoutNul() throws IOException {
        byte[] archive =
                changed(
                        h -> {
                            put(h, 0, "n".repeat(100));
                            put(h, 345, "p".repeat(155));
                        });
        assertThat(only(archive).name()).isEqualTo("p".repeat(155) + "/" + "n".repeat(100));
    }

    @Test
    void takesFoldersOfTheSeventhEditionByTheirName() throws IOException {
        byte[] archive =
                new TarBuilder()
                        .entry("old/", '\0', new byte[0], h -> put(h, 257, "\0\0\0\0\0\0\0\0"))
                        .entry("old/file", '\0', TEXT, h -> put(h, 257, "\0\0\0\0\0\0\0\0"))
                        .end();
        assertThat(read(archive))
                .extracting(r -> r.entry.type())
                .containsExactly(TarType.DIRECTORY, TarType.FILE);
    }

    @ParameterizedTest
    @CsvSource({
        "0, FILE", "7, FILE", "1, HARD_LINK", "2, SYMBOLIC_LINK", "3, CHARACTER_DEVICE",
        "4, BLOCK_DEVICE", "5, DIRECTORY", "6, FIFO", "V, OTHER", "Q, OTHER",
    })
    void namesTheKindOfAnEntry(char flag, TarType type) throws IOException {
        TarEntry entry = only(new TarBuilder().entry("name", flag, new byte[0]).end());
        assertThat(entry.type()).isEqualTo(type);
        boolean link = type == TarType.HARD_LINK || type == TarType.SYMBOLIC_LINK;
        assertThat(entry.linkName() != null).isEqualTo(link);
    }

    @Test
    void takesNoBodyFromALinkThatSaysItsTargetsSize() throws IOException {
        byte[] archive =
                new TarBuilder()
                        .entry(
                                "link",
                                '1',
                                new byte[0],
                                h -> {
                                    put(h, 124, "00000001000");
                                    put(h, 157, "target");
                                })
                        .entry("next", '0', TEXT)
                        .end();
        assertThat(read(archive)).hasSize(2);
        assertThat(read(archive).getFirst().entry.linkName()).isEqualTo("target");
        assertThat(read(archive).getFirst().entry.size()).isZero();
    }

    @Test
    void appliesExtendedRecordsToTheNextEntry() throws IOException {
        String longName = "é/".repeat(300) + "name";
        byte[] archive =
                new TarBuilder()
                        .pax(
                                'x',
                                "path",
                                longName,
                                "mtime",
                                "1700000000.25",
                                "SOME.vendor",
                                "a=b\nc")
                        .entry("short", '0', TEXT)
                        .entry("plain", '0', TEXT)
                        .end();
        TarEntry first = read(archive).getFirst().entry;
        assertThat(first.name()).isEqualTo(longName);
        assertThat(first.mtime()).isEqualTo("2023-11-14T22:13:20.250Z");
        assertThat(first.paxRecords()).containsEntry("SOME.vendor", "a=b\nc");
        TarEntry second = read(archive).getLast().entry;
        assertThat(second.name()).isEqualTo("plain");
        assertThat(second.paxRecords()).isEmpty();
    }

    @Test
    void takesTheSizeFromTheRecords() throws IOException {
        byte[] archive =
                new TarBuilder()
                        .pax('x', "size", "15")
                        .entry("big", '0', TEXT, h -> put(h, 124, "00000000000"))
                        .end();
        assertThat(read(archive).getFirst().body).isEqualTo("a line of text\n");
    }

    @Test
    void keepsGlobalRecordsUntilTheyAreTakenBack() throws IOException {
        byte[] archive =
                new TarBuilder()
                        .pax('g', "comment", "all", "mtime", "5")
                        .entry("one", '0', TEXT)
                        .pax('x', "comment", "", "mtime", "-1.5")
                        .entry("two", '0', TEXT)
                        .pax('g', "comment", "", "mtime", "7")
                        .entry("three", '0', TEXT)
                        .end();
        assertThat(read(archive))
                .extracting(r -> r.entry.paxRecords())
                .containsExactly(
                        Map.of("comment", "all", "mtime", "5"),
                        Map.of("mtime", "-1.5"),
                        Map.of("mtime", "7"));
        assertThat(read(archive).get(1).entry.mtime())
                .isEqualTo(Instant.ofEpochSecond(-2, 500_000_000));
    }

    @Test
    void readsLongNamesOfGnu() throws IOException {
        String name = "n".repeat(3000);
        String target = "t".repeat(3000);
        byte[] archive =
                new TarBuilder()
                        .entry("././@LongLink", 'K', (target + "\0").getBytes(UTF_8))
                        .entry("././@LongLink", 'L', (name + "\0").getBytes(UTF_8))
                        .entry("cut", '2', new byte[0])
                        .entry("next", '2', new byte[0], h -> put(h, 157, "near"))
                        .end();
        List<Read> entries = read(archive);
        assertThat(entries.getFirst().entry.name()).isEqualTo(name);
        assertThat(entries.getFirst().entry.linkName()).isEqualTo(target);
        assertThat(entries.getLast().entry.name()).isEqualTo("next");
        assertThat(entries.getLast().entry.linkName()).isEqualTo("near");
    }

    @Test
    void readsNumbersInBase256() throws IOException {
        byte[] archive =
                changed(
                        h -> {
                            Arrays.fill(h, 124, 136, (byte) 0);
                            h[124] = (byte) 0x80;
                            h[135] = 15;
                            Arrays.fill(h, 136, 148, (byte) 0xff);
                            h[147] = (byte) 0xfe;
                        });
        assertThat(only(archive).size()).isEqualTo(15);
        assertThat(only(archive).mtime()).isEqualTo(Instant.ofEpochSecond(-2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000017\0",
                "         17 ",
                "17          ",
                "17\0junk\0   ",
                "000000000017"
            })
    void readsNumbersInOctalHoweverTheyAreFilledUp(String size) throws IOException {
        assertThat(only(changed(h -> put(h, 124, size))).size()).isEqualTo(15);
    }

    @Test
    void acceptsAChecksumOfSignedBytes() throws IOException {
        byte[] header = Arrays.copyOf(new TarBuilder().entry("é", '0', new byte[0]).end(), 512);
        TarBuilder.checksum(header, true);
        assertThat(only(new TarBuilder().raw(header).end()).name()).isEqualTo("é");
    }

    @Test
    void endsAtTheMarkerWhateverItsPadding() throws IOException {
        TarBuilder builder = new TarBuilder().entry("one", '0', TEXT);
        assertThat(read(Arrays.copyOf(builder.end(), 10_240))).hasSize(1);
        byte[] single = new TarBuilder().entry("one", '0', TEXT).raw(new byte[512]).withoutEnd();
        assertThat(read(single)).hasSize(1);
        assertThat(read(new byte[1024])).isEmpty();
    }

    @Test
    void readsTheInputToItsEnd() throws IOException {
        byte[] archive = Arrays.copyOf(new TarBuilder().entry("one", '0', TEXT).end(), 10_240);
        ByteArrayInputStream in = new ByteArrayInputStream(archive);
        try (TarReader tar = new TarReader(in, "a.tar")) {
            tar.next();
            tar.next();
            assertThat(in.available()).isZero();
        }
    }

    static Stream<Arguments> damagedArchives() {
        return Stream.of(
                damaged("checksum is wrong", wrongChecksum()),
                damaged("size is no octal number", changed(h -> put(h, 124, "0000000009\0"))),
                damaged("-1 bytes", changed(h -> Arrays.fill(h, 124, 136, (byte) 0xff))),
                damaged(
                        "9223372036854775807 bytes",
                        changed(
                                h -> {
                                    put(h, 124, "\0\0\0\0");
                                    Arrays.fill(h, 128, 136, (byte) 0xff);
                                    h[124] = (byte) 0x80;
                                    h[128] = 0x7f;
                                })),
                damaged(
                        "more than 64 bits",
                        changed(
                                h -> {
                                    Arrays.fill(h, 124, 136, (byte) 0x7f);
                                    h[124] = (byte) 0x80;
                                })),
                damaged("time is", changed(h -> put(h, 136, "x"))),
                damaged(
                        "time is",
                        changed(
                                h -> {
                                    put(h, 136, "\0\0\0\0");
                                    h[136] = (byte) 0x80;
                                    h[140] = 0x7f;
                                })),
                damaged("without a name", changed(h -> put(h, 0, "\0\0\0\0"))),
                damaged("within the body", changed(h -> put(h, 124, "77777777777\0"))),
                damaged("within a header", new TarBuilder().entry("one", '0', TEXT).withoutEnd()),
                damaged("within a header", new byte[0]),
                damaged(
                        "after the end",
                        new TarBuilder().raw(new byte[1024]).entry("late", '0', TEXT).end()),
                damaged("after the end", new TarBuilder().raw(new byte[512]).raw(TEXT).end()),
                damaged("without length", paxBody("path=x\n")),
                damaged("without length", paxBody("99999999999 path=x\n")),
                damaged("another length", paxBody("8 path=x\n")),
                damaged("another length", paxBody("0 path=x\n")),
                damaged("another length", paxBody("999 path=x\n")),
                damaged("without keyword", paxBody("8 =path\n")),
                damaged("without keyword", paxBody("7 path\n")),
                damaged("NUL", paxRecord("path", "a\0b")),
                damaged("-1 bytes", paxRecord("size", "-5")),
                damaged("-1 bytes", paxRecord("size", "+5")),
                damaged("-1 bytes", paxRecord("size", "5.5")),
                damaged("size is no number", paxRecord("size", "99999999999999999999")),
                damaged("time is", paxRecord("mtime", "yesterday")),
                damaged("time is", paxRecord("mtime", "1e5")),
                damaged("time is", paxRecord("mtime", "9".repeat(30))),
                damaged("time is", paxRecord("mtime", "1." + "9".repeat(1000))));
    }

    private static Arguments damaged(String message, byte[] archive) {
        return Arguments.of(message, archive);
    }

    private static byte[] wrongChecksum() {
        byte[] archive = new TarBuilder().entry("one", '0', TEXT).end();
        archive[0] ^= 1;
        return archive;
    }

    private static byte[] paxBody(String body) {
        return new TarBuilder()
                .entry("PaxHeaders/x", 'x', body.getBytes(UTF_8))
                .entry("name", '0', TEXT)
                .end();
    }

    private static byte[] paxRecord(String keyword, String value) {
        return new TarBuilder().pax('x', keyword, value).entry("name", '0', TEXT).end();
    }

    @ParameterizedTest
    @MethodSource("damagedArchives")
    void saysWhatIsDamagedAndWhere(String message, byte[] archive) {
        assertThatThrownBy(() -> read(archive))
                .isInstanceOfSatisfying(
                        CorruptedInputException.class,
                        e -> assertThat(e.offset()).isBetween(0L, (long) archive.length))
                .hasMessageStartingWith("a.tar: tar: ")
                .hasMessageContaining(message);
    }

    @Test
    void tellsAnotherFormatFromADamagedArchive() {
        byte[] text = "no archive but some text\n".repeat(50).getBytes(UTF_8);
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(NotThisFormatException.class)
                .hasMessageContaining("a.tar");
    }

    @ParameterizedTest
    @CsvSource({"S, sparse", "M, several volumes", "N, long names"})
    void namesAFeatureThatItDoesNotHave(char flag, String feature) {
        assertThatThrownBy(() -> read(new TarBuilder().entry("n", flag, TEXT).end()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining(feature);
        assertThatThrownBy(() -> read(paxRecord("GNU.sparse.major", "1")))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("sparse");
    }

    @Test
    void boundsWhatAnArchiveAsksFor() {
        byte[] large = new byte[(1 << 20) + 1];
        byte[] longName = new byte[(64 << 10) + 1];
        Arrays.fill(longName, (byte) 'n');
        TarBuilder many = new TarBuilder();
        for (int i = 0; i < 40; i++) {
            many.pax('x', "key" + i, "v".repeat(60_000));
        }
        TarBuilder manyGlobal = new TarBuilder();
        for (int i = 0; i < 40; i++) {
            manyGlobal.pax('g', "key" + i, "v".repeat(6_000));
        }
        List<byte[]> archives =
                List.of(
                        new TarBuilder().entry("x", 'x', large).end(),
                        new TarBuilder()
                                .entry("x", 'x', TEXT, h -> put(h, 124, "77777777777"))
                                .end(),
                        new TarBuilder().entry("x", 'g', new byte[(16 << 10) + 1]).end(),
                        new TarBuilder().entry("x", 'L', longName).end(),
                        paxRecord("path", new String(longName, UTF_8)),
                        paxRecord("key", "v".repeat(1 << 20)),
                        many.entry("n", '0', TEXT).end(),
                        manyGlobal.entry("n", '0', TEXT).end(),
                        new byte[(2 << 20)]);
        for (byte[] archive : archives) {
            assertThatThrownBy(() -> read(archive)).isInstanceOf(LimitExceededException.class);
        }
    }

    private static byte[] everyKind() {
        return new TarBuilder()
                .pax('g', "comment", "all")
                .entry("folder/", '5', new byte[0])
                .pax('x', "path", "long/".repeat(40), "size", "15", "mtime", "17.5")
                .entry("short", '0', TEXT)
                .entry("././@LongLink", 'L', "n".repeat(200).getBytes(UTF_8))
                .entry("cut", '0', TEXT)
                .entry("link", '2', new byte[0], h -> put(h, 157, "target"))
                .end();
    }

    @Test
    void refusesAnArchiveThatIsCutOffAnywhere() {
        byte[] archive = everyKind();
        for (int length = 0; length < archive.length - 512; length++) {
            byte[] cut = Arrays.copyOf(archive, length);
            assertThatThrownBy(() -> read(cut))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(CorruptedInputException.class);
        }
    }

    @Property(tries = 3000)
    void throwsNothingButFormatExceptions(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 100_000) Integer> where,
            @ForAll byte value,
            @ForAll boolean fixChecksums)
            throws IOException {
        byte[] archive = everyKind();
        for (int at : where) {
            archive[at % archive.length] = value;
        }
        if (fixChecksums) {
            for (int block = 0; block < archive.length; block += 512) {
                byte[] header = Arrays.copyOfRange(archive, block, block + 512);
                if (header[257] == 'u') {
                    TarBuilder.checksum(header, false);
                    System.arraycopy(header, 0, archive, block, 512);
                }
            }
        }
        try {
            assertThat(read(archive)).hasSizeLessThan(20);
        } catch (FormatException e) {
            assertThat(e).hasMessageStartingWith("a.tar: ");
        }
    }
}
